using Drivers.Printers;
using Simulators.Printers;

namespace Simulation.Store.Printing;

/// <summary>The way from one life of the gateway to a printer. A gateway that is dead gives nothing on, and hears nothing.</summary>
internal sealed class TillLink : PrinterLink
{
    private readonly StoreLife _life;
    private readonly StreamLink _link;

    public TillLink(PrinterSite site, StoreLife life)
    {
        _life = life;
        var stream = new VirtualPrinterStream(site.Virtual);
        _link = new StreamLink(stream, site.Id);
        life.Opened(() =>
        {
            stream.Break(WireBreak.Reset);
            site.Virtual.Detach(stream);
        });
    }

    public override string Name => _link.Name;

    public override bool MayHaveTakenSome => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await LiveAsync().ConfigureAwait(false);
        return await _life.HearAsync(_link.ReadAsync(buffer, cancellationToken)).ConfigureAwait(false);
    }

    public override async ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _life.Step();
        await LiveAsync().ConfigureAwait(false);
        var taken = await _life.HearAsync(_link.WriteSomeAsync(bytes, cancellationToken)).ConfigureAwait(false);
        _life.Step();
        await LiveAsync().ConfigureAwait(false);
        return taken;
    }

    public override ValueTask DisposeAsync() => _link.DisposeAsync();

    private Task LiveAsync() => _life.IsDead ? StoreLife.Never : Task.CompletedTask;
}
