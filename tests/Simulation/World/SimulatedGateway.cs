using System.Globalization;
using System.Text;
using Cloud.Contracts;
using Cloud.Uplink;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Disk;
using Simulation.Network;

namespace Simulation.World;

/// <summary>One store's box through all its lives: the real outbox and the real uplink, and producers that note what they were promised.</summary>
internal sealed class SimulatedGateway(int index, GatewayPlan plan, SimulatedBroker broker, Books books, Dice dice, Trace trace, string folder)
{
    private readonly long[] _lastNumber = new long[plan.Producers];
    private readonly VirtualTime _time = broker.Time;
    private int _lives;
    private IReadOnlyDictionary<string, FileBytes> _image = new Dictionary<string, FileBytes>();
    private CancellationTokenSource _stop = new();
    private Task _uplinkRuns = Task.CompletedTask;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"gw-{index}");

    public GatewayAddress Address { get; } = GatewayAddress.Of(string.Create(CultureInfo.InvariantCulture, $"store-{index}"), string.Create(CultureInfo.InvariantCulture, $"gw-{index}"));

    public GatewayPlan Plan => plan;

    public SimulatedMachine? Machine { get; private set; }

    /// <summary>Told of each life before anything of it runs.</summary>
    public Action<SimulatedMachine>? Began { get; set; }

    public Outbox? Outbox { get; private set; }

    public UplinkService? Uplink { get; private set; }

    /// <summary>Whether all that it holds has been committed by headquarters.</summary>
    public bool IsDone => Outbox is { } outbox && Machine is { IsDead: false } && outbox.CommittedSeq >= outbox.LastSeq;

    /// <summary>Whether its producers go on.</summary>
    public bool IsBusy { get; set; } = true;

    /// <summary>Begins a life, on what the last one left.</summary>
    public void Start()
    {
        _lives++;
        var own = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{_lives}"));
        Directory.CreateDirectory(own);
        var disk = new SimulatedDisk(own, isMirrored: true, _time);
        disk.Load(_image);
        Machine = new SimulatedMachine(Name, _time, disk);
        trace.Note("start", Name, _lives);
        Began?.Invoke(Machine);
        Steps.Begin(Machine, () => Live(Machine, own));
    }

    private void Live(SimulatedMachine machine, string own)
    {
        try
        {
            Open(machine, Path.Combine(own, "outbox.db"));
        }
        catch (OutboxOpenException refused)
        {
            if (!machine.IsDead)
            {
                books.Broken($"{Name} cannot open what its last life left: {refused.Message}");
            }

            return;
        }

        for (var producer = 0; producer < plan.Producers; producer++)
        {
            _ = ProduceAsync(machine, Outbox!, producer, dice.Fork((_lives * 100) + producer));
        }
    }

    /// <summary>Ends a life at once and begins the next after a while.</summary>
    /// <param name="cut">What the power cut did to its disk; null where only the program ended.</param>
    /// <param name="pause">How long it is off.</param>
    public void Kill(PowerCut? cut, TimeSpan pause)
    {
        if (Machine is not { } machine || machine.Clock.IsDead)
        {
            return;
        }

        trace.Note(cut is null ? "killed" : "power-cut", Name, (long)(cut?.Kind ?? 0), machine.Disk.Operations);
        machine.Die();
        _image = machine.Disk.Image(cut);
        machine.Disk.Discard();
        _time.After(pause, Start);
    }

    /// <summary>Ends a life as systemd does, does something to the files, and begins the next.</summary>
    public async Task RestartAsync(TimeSpan pause, Action<Dictionary<string, FileBytes>>? meanwhile)
    {
        if (Machine is not { IsDead: false } machine)
        {
            return;
        }

        trace.Note("stops", Name);
        await _stop.CancelAsync();
        await _uplinkRuns;
        await Outbox!.DisposeAsync();
        if (machine.IsDead)
        {
            return;
        }

        machine.Die();
        var image = machine.Disk.Image(cut: null);
        machine.Disk.Discard();
        meanwhile?.Invoke(image);
        _image = image;
        _time.After(pause, Start);
    }

    /// <summary>Remembers the files as they are now, to be put back later.</summary>
    public (IReadOnlyDictionary<string, FileBytes> Image, int Accepted) Copy() => (Machine!.Disk.Image(cut: null), books.AcceptedOf(index));

    /// <summary>Puts old files back: what was accepted since then and has not been sent is gone, and that is nobody's fault.</summary>
    public void Restore((IReadOnlyDictionary<string, FileBytes> Image, int Accepted) copy, TimeSpan pause)
    {
        if (Machine is not { IsDead: false } machine)
        {
            return;
        }

        trace.Note("restored", Name, copy.Accepted);
        machine.Die();
        machine.Disk.Discard();
        books.Excuse(index, copy.Accepted);
        _image = copy.Image;
        _time.After(pause, Start);
    }

    /// <summary>Makes one more event when all is calm.</summary>
    public void MakeOne()
    {
        if (Machine is { IsDead: false } machine)
        {
            _ = AppendAsync(machine, Outbox!, 0, dice.Fork(9999));
        }
    }

    private void Open(SimulatedMachine machine, string path)
    {
        var options = new OutboxOptions { Path = path, CapacityBytes = plan.CapacityBytes, InFlightEvents = plan.BatchEvents * plan.WindowBatches, RememberedOrigins = 1000 };
        var stamp = new EventStamp(Address.Store, Name, machine.Clock, () => true, () => TimeSpan.FromTicks(_time.Now));
        var outbox = Outbox.Open(options, stamp, machine.Clock, NullLogger.Instance, ownThread: false);
        var wire = new UplinkOptions
        {
            WindowBatches = plan.WindowBatches, BatchEvents = plan.BatchEvents, CompressAboveBytes = 16 * 1024 * 1024, ReconnectMax = TimeSpan.FromSeconds(20),
        };
        var jitter = dice.Fork(7000 + _lives);
        Outbox = outbox;
        _stop = new CancellationTokenSource();
        Uplink = new UplinkService(
            outbox, new SimulatedConnector(broker, machine), wire, new UplinkIdentity(Address, "1", "boot"), machine.Clock, jitter.Fraction, Quiet.Meters,
            DownlinkHandlers.None, NullLogger<UplinkService>.Instance);
        Uplink.StatusChanged += status =>
        {
            if (status.InFlightBatches > plan.WindowBatches)
            {
                books.Broken($"{Name} has {status.InFlightBatches} batches on their way; its window is {plan.WindowBatches}");
            }
        };
        _uplinkRuns = Uplink.RunAsync(_stop.Token);
    }

    private async Task ProduceAsync(SimulatedMachine machine, Outbox outbox, int producer, Dice own)
    {
        while (!machine.IsDead && IsBusy)
        {
            await Task.Delay(own.Pause(plan.Pause), machine.Clock);
            for (var i = 0; i < plan.Burst && !machine.IsDead && IsBusy && !_stop.IsCancellationRequested; i++)
            {
                await AppendAsync(machine, outbox, producer, own);
            }
        }
    }

    private async Task AppendAsync(SimulatedMachine machine, Outbox outbox, int producer, Dice own)
    {
        var number = ++_lastNumber[producer];
        var isLedger = own.Next(3) > 0;
        var quantity = own.Between(1, 9);
        var padding = new string('x', plan.Padding);
        var data = isLedger
            ? string.Create(CultureInfo.InvariantCulture, $"{{\"plate\":\"p{producer}\",\"sku\":\"s{producer}\",\"count\":{quantity},\"n\":{number},\"pad\":\"{padding}\"}}")
            : string.Create(CultureInfo.InvariantCulture, $"{{\"p\":{producer},\"n\":{number},\"pad\":\"{padding}\"}}");
        var claim = new Claim(number, isLedger, data);
        var origin = own.OneIn(3) ? new Guid(index + 1, (short)producer, (short)1, BitConverter.GetBytes(number)) : (Guid?)null;
        books.Made(index, producer, claim);
        var draft = new EventDraft(
            isLedger ? EventTypes.StockItemTaken : EventTypes.DeviceSample, string.Create(CultureInfo.InvariantCulture, $"d{producer}"), machine.Clock.GetUtcNow(), Encoding.UTF8.GetBytes(data), origin);
        var entry = new EventStamp(Address.Store, Name, machine.Clock, () => true, () => TimeSpan.FromTicks(_time.Now)).Stamp(draft);
        for (var attempt = 0; !machine.IsDead; attempt++)
        {
            try
            {
                var position = await outbox.AppendAsync(entry, CancellationToken.None);
                if (!machine.IsDead)
                {
                    books.Accepted(index, claim, position.Epoch, position.Seq);
                    trace.Note("accepted", Name, producer, number, position.Seq);
                }

                // A program whose first answer got lost asks again.
                if (origin is null || attempt > 3 || !own.OneIn(4))
                {
                    return;
                }
            }
            catch (Exception refused) when (refused is OutboxFullException or OutboxUnavailableException or ObjectDisposedException)
            {
                if (!machine.IsDead)
                {
                    trace.Note("refused", Name, producer, number);
                }

                if (origin is null || attempt > 3 || refused is ObjectDisposedException)
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromSeconds(1), machine.Clock);
            }
        }
    }
}
