using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Disk;

namespace Simulation.Store;

/// <summary>A gateway through all its lives, each on what the one before left on a simulated disk: with a real outbox, without an uplink.</summary>
internal abstract class GatewayLives(VirtualTime time, Promises promises, Trace trace, string folder)
{
    protected const string Name = "gw-0";

    private int _lives;
    private IReadOnlyDictionary<string, FileBytes> _image = new Dictionary<string, FileBytes>();
    private Outbox? _outbox;

    public StoreLife? Life { get; private set; }

    protected Promises Promises => promises;

    protected Trace Trace => trace;

    /// <summary>Whether nobody can ask it anything.</summary>
    public bool IsDown => Life is not { IsDead: false } || IsStopping || !IsOpen;

    /// <summary>Which life it is in, from 1.</summary>
    protected int Lives => _lives;

    protected bool IsStopping { get; private set; }

    /// <summary>Whether this life has opened all that it works with.</summary>
    protected abstract bool IsOpen { get; }

    /// <summary>Asks what runs in this life to end.</summary>
    protected CancellationTokenSource Stop { get; set; } = new();

    /// <summary>What runs in this life.</summary>
    protected Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Begins a life, on what the last one left.</summary>
    public void Start()
    {
        _lives++;
        IsStopping = false;
        Beginning();
        var own = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{_lives}"));
        Directory.CreateDirectory(own);
        var disk = new SimulatedDisk(own, isMirrored: true, time);
        disk.Load(_image);
        var life = Life = new StoreLife(time, disk);
        trace.Note("start", Name, _lives);
        try
        {
            var stamp = new EventStamp("store-0", Name, life.Clock, () => true, () => TimeSpan.FromTicks(time.Now));
            var outbox = _outbox = Outbox.Open(
                new OutboxOptions { Path = Path.Combine(own, "outbox.db"), CapacityBytes = 64L << 20 }, stamp, life.Clock, NullLogger.Instance, ownThread: false);
            Open(life, own, (drafts, cancellationToken) => KeepAsync(life, outbox, [.. drafts.Select(stamp.Stamp)], cancellationToken));
        }
        catch (Exception refused) when (refused is OutboxOpenException or IOException || IsRefusal(refused))
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
        Ending();
        life.Die();
        _image = life.Left(cut);
        Trouble(pause);
        life.Disk.Discard();
        Ended();
        time.After(pause, Start);
    }

    /// <summary>Ends a life in the middle of one of its next disk operations, or after ten seconds in which it made too few.</summary>
    /// <param name="operations">Which one; 0 for at once.</param>
    /// <param name="cut">What a power cut does to its disk; null where only the program ends.</param>
    /// <param name="pause">How long it is off.</param>
    public void KillAfter(int operations, Func<PowerCut>? cut, TimeSpan pause)
    {
        if (operations == 0)
        {
            Kill(cut?.Invoke(), pause);
            return;
        }

        var life = Life!;
        life.Disk.DieAfter(operations, Now);
        time.After(TimeSpan.FromSeconds(10), Now);

        void Now()
        {
            if (life.Clock.IsDead || Life != life)
            {
                return;
            }

            life.Freeze();
            time.After(TimeSpan.Zero, () =>
            {
                if (Life == life)
                {
                    Kill(cut?.Invoke(), pause);
                }
            });
        }
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
        Trouble(pause);
        IsStopping = true;
        await Stop.CancelAsync();
        await Running;
        Close();
        await _outbox!.DisposeAsync();
        if (!life.IsDead)
        {
            Kill(cut: null, pause);
        }
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
    public virtual void End()
    {
        Life?.Die();
        Life?.Disk.Discard();
    }

    /// <summary>Opens what this life works with, and sets <see cref="Stop"/> and <see cref="Running"/>.</summary>
    /// <param name="life">The life.</param>
    /// <param name="own">Its folder on the disk.</param>
    /// <param name="keep">Stamps events and puts them into the outbox.</param>
    protected abstract void Open(StoreLife life, string own, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep);

    /// <summary>Closes what <see cref="Open"/> opened, when it has come to rest.</summary>
    protected abstract void Close();

    /// <summary>Something is wrong for a while: tells the books.</summary>
    protected abstract void Trouble(TimeSpan lasts);

    /// <summary>Whether an exception of <see cref="Open"/> means that a file was not opened.</summary>
    protected virtual bool IsRefusal(Exception exception) => false;

    /// <summary>A life is about to begin.</summary>
    protected virtual void Beginning()
    {
    }

    /// <summary>A life is about to end at once.</summary>
    protected virtual void Ending()
    {
    }

    /// <summary>A life has ended at once.</summary>
    protected virtual void Ended()
    {
    }

    private static async ValueTask KeepAsync(StoreLife life, Outbox outbox, IReadOnlyList<OutboxEntry> events, CancellationToken cancellationToken)
    {
        try
        {
            await outbox.AppendAsync(events, cancellationToken);
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
