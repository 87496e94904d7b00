using EdgeGateway.Core.Events;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Store.Printing;
using Simulation.Store.Scales;

namespace Simulation.Store;

/// <summary>A store's gateway through all its lives: the real outbox and the real print desk with the real drivers, at simulated printers and on a simulated disk.</summary>
internal sealed class StoreGateway(VirtualTime time, StorePlan plan, IReadOnlyList<PrinterSite> printers, IReadOnlyList<ScaleSite> scales, Promises promises, Dice dice, Trace trace, string folder)
    : GatewayLives(time, promises, trace, folder)
{
    private WeighingRoom? _weighing;

    public PrintDesk? Desk { get; private set; }

    /// <summary>Called when a life has begun, and whenever its desk shows something new.</summary>
    public Action<PrintDesk> Shown { get; set; } = static _ => { };

    protected override bool IsOpen => Desk is not null;

    protected override void Open(StoreLife life, string own, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep)
    {
        var desk = Desk = PrintDesk.Open(
            Path.Combine(own, "printing.db"), new TicketRenderer(), new PrintingOptions { Capacity = plan.JobCapacity, Culture = "en" }, keep, life.Clock,
            dice.Fork(100 + Lives).Fraction, null, NullLogger<PrintDesk>.Instance);
        if (desk.Notice is { } notice)
        {
            Promises.Broken($"{Name}: a power cut is no damage, but {notice}");
        }

        foreach (var (i, printer) in printers.Index())
        {
            desk.Add(new TillPrinter(printer, life, dice.Fork((Lives * 100) + i)), null, printer.Role);
        }

        var stop = Stop = new CancellationTokenSource();
        _weighing = new WeighingRoom(scales, life, own, keep, dice.Fork(5000 + Lives), Promises, stop.Token);
        Running = Task.WhenAll(desk.RunAsync(stop.Token), _weighing.Running);
        _ = WatchAsync(life, desk);
    }

    protected override void Close() => Desk!.Dispose();

    protected override void Trouble(TimeSpan lasts)
    {
        foreach (var scale in scales)
        {
            scale.Book.Trouble(lasts);
        }
    }

    private async Task WatchAsync(StoreLife life, PrintDesk desk)
    {
        while (!life.IsDead && !IsStopping)
        {
            var version = desk.Version;
            _weighing?.Check();
            Shown(desk);
            await desk.WaitForChangeAsync(version, CancellationToken.None);
        }
    }
}
