using Drivers.Printers;
using EdgeGateway.Core.Printing;
using Simulators.Printers;

namespace Simulation.Store.Printing;

/// <summary>The real driver of a printer for one life of the gateway, at a printer of the simulators'. It also writes a line where a ticket carries the mark, so that the books find it on paper.</summary>
internal sealed class TillPrinter(PrinterSite site, StoreLife life, Dice dice) : IPrinter
{
    public const string MarkLine = "marked";

    private readonly Printer _printer = new(
        site.Id,
        site.Settings,
        new PrinterGate(),
        async cancellationToken =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Between(1, 40)), life.Clock, cancellationToken).ConfigureAwait(false);
            return new TillLink(site, life);
        },
        life.Clock);

    public string Id => site.Id;

    public PrinterProfile Profile => _printer.Profile;

    public bool IsWeak => false;

    public byte[] Encode(PrintDocument document, string jobMark)
    {
        if (!site.IsLabel && TicketRenderer.IsMarked(document))
        {
            var parts = document.Parts.ToList();
            parts.Insert(parts.FindIndex(part => part is TextPart), new TextPart([MarkLine]));
            document = document with { Parts = parts };
        }

        var bytes = _printer.Encode(document, jobMark);
        site.Expect(document, bytes);
        return bytes;
    }

    public async ValueTask<IPrinterConnection> OpenAsync(CancellationToken cancellationToken) =>
        new Connection(await _printer.OpenAsync(cancellationToken).ConfigureAwait(false), site, life);

    private sealed class Connection(IPrinterConnection real, PrinterSite site, StoreLife life) : IPrinterConnection
    {
        public ValueTask<PrinterStatus> QueryAsync(CancellationToken cancellationToken) => real.QueryAsync(cancellationToken);

        public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, IProgress<int> sent, CancellationToken cancellationToken)
        {
            await real.SendAsync(bytes, sent, cancellationToken).ConfigureAwait(false);
            if (life.BehindLastByte is { } act)
            {
                life.BehindLastByte = null;
                act(site);
                if (life.IsDead)
                {
                    await StoreLife.Never.ConfigureAwait(false);
                }
            }
        }

        public ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken) => real.ConfirmAsync(jobMark, cancellationToken);

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }
}
