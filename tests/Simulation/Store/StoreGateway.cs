using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Disk;
using Simulation.Store.Printing;
using Simulation.Store.Scales;

namespace Simulation.Store;

/// <summary>A store's gateway through all its lives: the real outbox and the real print desk with the real drivers, at simulated printers and on a simulated disk.</summary>
internal sealed class StoreGateway(VirtualTime time, StorePlan plan, IReadOnlyList<PrinterSite> printers, IReadOnlyList<ScaleSite> scales, Promises promises, Dice dice, Trace trace, string folder)
{
    private const string Name = "gw-0";

    private int _lives;
    private IReadOnlyDictionary<string, byte[]> _image = new Dictionary<string, byte[]>();
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private Outbox? _outbox;
    private WeighingRoom? _weighing;
    private bool _isStopping;

    public StoreLife? Life { get; private set; }

    public PrintDesk? Desk { get; private set; }

    /// <summary>Called when a life has begun, and whenever its desk shows something new.</summary>
    public Action<PrintDesk> Shown { get; set; } = static _ => { };

    /// <summary>Whether nobody can ask it anything.</summary>
    public bool IsDown => Life is not { IsDead: false } || _isStopping || Desk is null;

    /// <summary>Begins a life, on what the last one left.</summary>
    public void Start()
    {
        _lives++;
        _isStopping = false;
        var own = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{_lives}"));
        Directory.CreateDirectory(own);
        var disk = new SimulatedDisk(own, isMirrored: true, time);
        disk.Load(_image);
        var life = Life = new StoreLife(time, disk);
        trace.Note("start", Name, _lives);
        try
        {
            Open(life, own);
        }
        catch (Exception refused) when (refused is OutboxOpenException or IOException)
        {
            promises.Broken($"{Name} cannot open what its last life left: {refused.Message}");
        }
    }

    /// <summary>Ends a life at once and begins the next after a while.</summary>
    /// <param name="cut">What the power cut did to its disk; null where only the program ended.</param>
    /// <param name="pause">How long it is off.</param>
    public void Kill(PowerCut? cut, TimeSpan pause)
    {
        if (Life is not { } life || life.Clock.IsDead)
        {
            return;
        }

        trace.Note(cut is null ? "killed" : "power-cut", Name, (long)(cut?.Kind ?? 0), life.Disk.Operations);
        life.Die();
        _image = life.Left(cut);
        foreach (var scale in scales)
        {
            scale.Book.Trouble(pause);
        }

        life.Disk.Discard();
        time.After(pause, Start);
    }

    /// <summary>Ends a life as systemd does and begins the next after a while.</summary>
    public async Task RestartAsync(TimeSpan pause)
    {
        if (IsDown)
        {
            return;
        }

        var life = Life!;
        trace.Note("stops", Name);
        foreach (var scale in scales)
        {
            scale.Book.Trouble(pause);
        }

        _isStopping = true;
        await _stop.CancelAsync();
        await _running;
        Desk!.Dispose();
        await _outbox!.DisposeAsync();
        if (life.IsDead)
        {
            return;
        }

        Kill(cut: null, pause);
    }

    /// <summary>All events that the outbox has, in order, as JSON.</summary>
    public IReadOnlyList<JsonElement> Told()
    {
        var told = new List<JsonElement>();
        for (var after = 0L; _outbox!.Read(after, 1000, 1 << 22) is { } batch; after = batch.Last)
        {
            foreach (var row in batch.Rows)
            {
                using var document = JsonDocument.Parse(row.Body);
                told.Add(document.RootElement.Clone());
            }
        }

        return told;
    }

    /// <summary>Ends the last life for good.</summary>
    public void End()
    {
        Life?.Die();
        Life?.Disk.Discard();
    }

    private void Open(StoreLife life, string own)
    {
        var stamp = new EventStamp("store-0", Name, life.Clock, () => true, () => TimeSpan.FromTicks(time.Now));
        var outbox = _outbox = Outbox.Open(
            new OutboxOptions { Path = Path.Combine(own, "outbox.db"), CapacityBytes = 64L << 20 }, stamp, life.Clock, NullLogger.Instance, ownThread: false);
        var desk = Desk = PrintDesk.Open(
            Path.Combine(own, "printing.db"), new TicketRenderer(), new PrintingOptions { Capacity = plan.JobCapacity, Culture = "en" }, KeepAsync, life.Clock,
            dice.Fork(100 + _lives).Fraction, null, NullLogger<PrintDesk>.Instance);
        if (desk.Notice is { } notice)
        {
            promises.Broken($"{Name}: a power cut is no damage, but {notice}");
        }

        foreach (var (i, printer) in printers.Index())
        {
            desk.Add(new TillPrinter(printer, life, dice.Fork((_lives * 100) + i)), null, printer.Role);
        }

        var stop = _stop = new CancellationTokenSource();
        _weighing = new WeighingRoom(scales, life, own, KeepAsync, dice.Fork(5000 + _lives), promises, stop.Token);
        _running = Task.WhenAll(desk.RunAsync(stop.Token), _weighing.Running);
        _ = WatchAsync(life, desk);

        async ValueTask KeepAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
        {
            try
            {
                await outbox.AppendAsync([.. drafts.Select(stamp.Stamp)], cancellationToken);
            }
            catch (Exception) when (life.IsDead)
            {
                await StoreLife.Never;
            }

            if (life.IsDead)
            {
                await StoreLife.Never;
            }
        }
    }

    private async Task WatchAsync(StoreLife life, PrintDesk desk)
    {
        while (!life.IsDead && !_isStopping)
        {
            var version = desk.Version;
            _weighing?.Check();
            Shown(desk);
            await desk.WaitForChangeAsync(version, CancellationToken.None);
        }
    }
}
