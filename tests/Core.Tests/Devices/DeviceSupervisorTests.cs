using System.Collections.Concurrent;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Core.Tests.Devices;

public sealed class DeviceSupervisorTests : IAsyncDisposable
{
    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    private readonly ManualClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly DeviceSignals _signals = new();
    private readonly RecordedLog<DeviceSupervisor> _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly ConcurrentQueue<double> _pauses = new();
    private readonly DeviceBoard _board;
    private readonly DeviceMetrics _metrics;
    private double _jitter;

    public DeviceSupervisorTests()
    {
        _board = new DeviceBoard(_clock);
        _metrics = new DeviceMetrics(_meters);
    }

    [Fact]
    public async Task FirstValidReading_BringsOnline_OnceAndLoggedOnce()
    {
        var device = new ScriptedDevice().Opens();
        _ = Start(device);
        var connection = await device.OpenedAsync();

        Assert.Equal(Availability.Unknown, State().Availability);
        connection.Say(Readings.Weight(0, 1.250m));
        connection.Say(Readings.Weight(1, 1.250m));

        Assert.Equal(Availability.Online, Assert.IsType<AvailabilitySignal>(await NextSignalAsync()).Availability);
        Assert.IsType<ReadingSignal>(await NextSignalAsync());
        Assert.IsType<ReadingSignal>(await NextSignalAsync());
        Assert.Equal("1.250", State().Weight?.Weight);
        Assert.Equal([1100], _log.Lines.Select(line => line.Id));
        Assert.Equal(1, _meters.Read("edge_gateway.device.online"));
        Assert.Equal(2, _meters.Read("edge_gateway.device.readings"));
    }

    [Fact]
    public async Task UnreadableFrames_DoNotBringOnline()
    {
        var device = new ScriptedDevice().Opens();
        _ = Start(device);
        var connection = await device.OpenedAsync();

        connection.Say(Readings.Error(0, "incomplete"));

        Assert.IsType<ReadingSignal>(await NextSignalAsync());
        Assert.Equal(Availability.Unknown, State().Availability);
    }

    [Fact]
    public async Task FailuresInARow_TakeOfflineAtTheThird_AndSayWhy()
    {
        var device = new ScriptedDevice().FailsToOpen(5);
        _ = Start(device);
        await device.OpenedAsync();

        var signals = DrainSignals();

        var offline = Assert.Single(signals.OfType<AvailabilitySignal>());
        Assert.Equal((Availability.Offline, "no such device"), (offline.Availability, offline.Reason));
        Assert.Equal(3, signals.TakeWhile(signal => signal is InterruptionSignal).Count());
        Assert.Equal((Availability.Offline, "no such device"), (State().Availability, State().Reason));
        Assert.Equal([1101], _log.Lines.Select(line => line.Id));
        Assert.Equal(5, _meters.Read("edge_gateway.device.failures"));
        Assert.Equal(5, _meters.Read("edge_gateway.device.reopens"));
    }

    [Fact]
    public async Task TwoFailuresBeforeTheFirstReading_LeaveItUnknown()
    {
        var device = new ScriptedDevice().FailsToOpen(2);
        _ = Start(device);

        await device.OpenedAsync();

        Assert.Equal((Availability.Unknown, "no such device"), (State().Availability, State().Reason));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task ReadingAfterOffline_BringsBack_AndTwoFailuresMoreAreNotOffline()
    {
        var device = new ScriptedDevice().FailsToOpen(3).Opens().FailsToOpen(1).Opens();
        _ = Start(device);
        var first = await device.OpenedAsync();
        first.Say(Readings.Weight(0, 0.100m));
        await SignalAsync<ReadingSignal>();
        Assert.Equal(Availability.Online, State().Availability);

        first.Break(new DeviceException("nonsense came"));
        var second = await device.OpenedAsync();
        Assert.Equal((Availability.Online, "reconnecting: no such device"), (State().Availability, State().Reason));
        Assert.Equal((null, "reconnecting"), (State().Weight?.Weight, State().Weight?.Reason));
        second.Say(Readings.Weight(1, 0.100m));
        await SignalAsync<ReadingSignal>();

        Assert.Equal((Availability.Online, "read"), (State().Availability, State().Reason));
        Assert.Equal([1101, 1100], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public async Task Pauses_AreARandomPartOfADoublingCeiling()
    {
        _jitter = 0.5;
        var device = new ScriptedDevice().FailsToOpen(9);
        _ = Start(device);
        for (var i = 0; i < 9; i++)
        {
            await SignalAsync<InterruptionSignal>();
            await _clock.WhenArmedAsync(1, TestToken);
            _clock.Advance(TimeSpan.FromSeconds(_pauses.Last()));
        }

        await device.OpenedAsync();
        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 15, 15, 15], _pauses.Where(pause => pause != 10));
    }

    [Fact]
    public async Task Wake_EndsThePauseAtOnce()
    {
        _jitter = 1;
        var device = new ScriptedDevice().FailsToOpen(8).Opens();
        var supervisor = Supervisor(device);
        _board.Register(device.Options, device.Driver);
        _ = Running(supervisor);
        await SignalAsync<InterruptionSignal>();
        for (var i = 1; i < 8; i++)
        {
            supervisor.Wake();
            await SignalAsync<InterruptionSignal>();
        }

        supervisor.Wake();

        await device.OpenedAsync();
        Assert.Equal(Availability.Offline, State().Availability);
    }

    [Fact]
    public async Task Wake_BeforeTheFailure_SkipsOnePause_NotTwo()
    {
        _jitter = 1;
        var device = new ScriptedDevice().Opens().FailsToOpen(1).Opens();
        var supervisor = Supervisor(device);
        _board.Register(device.Options, device.Driver);
        _ = Running(supervisor);
        var first = await device.OpenedAsync();
        supervisor.Wake();

        first.Break(new IOException("unplugged"));
        await SignalAsync<InterruptionSignal>();
        await SignalAsync<InterruptionSignal>();
        await _clock.WhenArmedAsync(1, TestToken);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await device.OpenedAsync();
    }

    [Fact]
    public async Task StableName_OfWhatWasOpened_IsOnTheBoardAndInTheSignal()
    {
        var device = new ScriptedDevice { StableName = "/dev/serial/by-id/scale" }.Opens();
        _ = Start(device);
        var connection = await device.OpenedAsync();
        connection.Say(Readings.Weight(0, 1m));

        var online = Assert.IsType<AvailabilitySignal>(await NextSignalAsync());

        Assert.Equal("/dev/serial/by-id/scale", online.StableName);
        Assert.Equal("/dev/serial/by-id/scale", State().StableName);
    }

    [Fact]
    public async Task Restart_ClosesAndOpensAgainWithoutPauseOrFailure_AndEndsWithTheNextReading()
    {
        var device = new ScriptedDevice().Opens().Opens();
        var supervisor = Supervisor(device);
        _board.Register(device.Options, device.Driver);
        _ = Running(supervisor);
        var first = await device.OpenedAsync();
        first.Say(Readings.Weight(0, 1m));
        await SignalAsync<ReadingSignal>();

        var restarted = supervisor.RestartAsync(TestToken);
        await first.Closed;
        var second = await device.OpenedAsync();
        Assert.False(restarted.IsCompleted);
        Assert.Null(State().Weight?.Weight);
        second.Say(Readings.Weight(1, 1.250m));
        await restarted;

        Assert.Equal((Availability.Online, 0), (State().Availability, _meters.Read("edge_gateway.device.failures")));
    }

    [Fact]
    public async Task Proven_IsCalledWithTheFirstValidReadingOfEachConnection()
    {
        var proofs = 0;
        var device = new ScriptedDevice().Opens().Opens();
        _board.Register(device.Options, device.Driver);
        _ = Running(Supervisor(device, () => proofs++));
        var first = await device.OpenedAsync();
        first.Say(Readings.Error(0, "incomplete"));
        await SignalAsync<ReadingSignal>();
        Assert.Equal(0, proofs);
        first.Say(Readings.Weight(1, 1m));
        first.Say(Readings.Weight(2, 1m));
        await SignalAsync<ReadingSignal>();
        await SignalAsync<ReadingSignal>();
        Assert.Equal(1, proofs);

        first.Break(new IOException("unplugged"));
        (await device.OpenedAsync()).Say(Readings.Weight(3, 1m));
        await SignalAsync<ReadingSignal>();

        Assert.Equal(2, proofs);
    }

    [Fact]
    public async Task Silence_CountsAsFailure_AndThePortIsClosed()
    {
        var device = new ScriptedDevice().Opens().Opens();
        _ = Start(device);
        var connection = await device.OpenedAsync();
        connection.Say(Readings.Weight(0, 1m));
        await SignalAsync<ReadingSignal>();

        _clock.Advance(TimeSpan.FromSeconds(10));

        await SignalAsync<InterruptionSignal>();
        await connection.Closed;
        Assert.Contains("silent for 10 s", State().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyUnreadableFrames_CountAsSilence_AndTheReasonNamesThem()
    {
        var device = new ScriptedDevice().Opens();
        _ = Start(device);
        var connection = await device.OpenedAsync();
        for (var i = 0; i < 9; i++)
        {
            connection.Say(Readings.Error(i, "bad_checksum"));
            await SignalAsync<ReadingSignal>();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));

        await SignalAsync<InterruptionSignal>();
        Assert.Contains("bad_checksum", State().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DriverThatIgnoresItsToken_CannotHoldTheSupervisor()
    {
        var device = new ScriptedDevice().Opens(ignoresCancellation: true);
        _ = Start(device);
        var stuck = await device.OpenedAsync();

        _clock.Advance(TimeSpan.FromSeconds(10));
        await stuck.Closed;
        await _clock.WhenArmedAsync(1, TestToken);
        _clock.Advance(TimeSpan.FromSeconds(2));

        await SignalAsync<InterruptionSignal>();
        await device.OpenedAsync();
        stuck.EndQuietly();
    }

    [Fact]
    public async Task DriverThatThrowsAnything_StopsNobodyElse()
    {
        var broken = new ScriptedDevice("scale-2").FailsToOpen(3, () => new InvalidCastException("a mistake"));
        var sound = new ScriptedDevice().Opens();
        _ = Start(broken);
        _ = Start(sound);
        var connection = await sound.OpenedAsync();
        await broken.OpenedAsync();

        connection.Say(Readings.Weight(0, 1m));
        await SignalAsync<ReadingSignal>();

        Assert.Equal(Availability.Online, State().Availability);
        Assert.Equal(Availability.Offline, State("scale-2").Availability);
        Assert.Contains("InvalidCastException: a mistake", State("scale-2").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoteOfAPort_IsLoggedOnce_HoweverOftenItIsOpened()
    {
        var device = new ScriptedDevice { Note = "a pty has no parity" }.Opens().Opens();
        _ = Start(device);
        (await device.OpenedAsync()).Break(new IOException("unplugged"));

        await device.OpenedAsync();
        await SignalAsync<InterruptionSignal>();

        Assert.Equal([1103], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public async Task Cancellation_ClosesThePort_AndEndsNormally()
    {
        var device = new ScriptedDevice().Opens();
        var running = Start(device);
        var connection = await device.OpenedAsync();

        await _stop.CancelAsync();

        await running.WaitAsync(TestToken);
        await connection.Closed;
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task FullChannel_DropsReadings_ButNeverAnAvailabilityChange()
    {
        var signals = new DeviceSignals(1);
        var device = new ScriptedDevice().Opens().FailsToOpen(3).Opens();
        _board.Register(device.Options, device.Driver);
        _ = Run(device, signals);
        var first = await device.OpenedAsync();
        for (var i = 1; i <= 5; i++)
        {
            first.Say(Readings.Weight(i, i));
        }

        first.Break(new IOException("unplugged"));
        var second = await device.OpenedAsync();
        Assert.Equal(Availability.Offline, State().Availability);
        var seen = new List<DeviceSignal>();
        while (seen.OfType<AvailabilitySignal>().Count() < 3)
        {
            second.Say(Readings.Weight(10, 9m));
            seen.Add(await signals.Reader.ReadAsync(TestToken));
        }

        Assert.Equal(
            [Availability.Online, Availability.Offline, Availability.Online],
            seen.OfType<AvailabilitySignal>().Select(signal => signal.Availability));
        Assert.Equal("9", State().Weight?.Weight);
        Assert.True(_meters.Read("edge_gateway.device.signals_dropped") >= 5);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
        _meters.Dispose();
    }

    private Task Start(ScriptedDevice device)
    {
        _board.Register(device.Options, device.Driver);
        return Run(device, _signals);
    }

    private Task Run(ScriptedDevice device, DeviceSignals signals) => Running(Supervisor(device, signals: signals));

    private DeviceSupervisor Supervisor(ScriptedDevice device, Action? proven = null, DeviceSignals? signals = null) => new(
        device.Options, device.Driver, new SupervisorOptions(), _board, signals ?? _signals, _metrics, new RecordingClock(_clock, _pauses), () => _jitter, _log)
    {
        Proven = proven,
    };

    private Task Running(DeviceSupervisor supervisor)
    {
        var running = supervisor.RunAsync(_stop.Token);
        _running.Add(running);
        return running;
    }

    private DeviceState State(string id = "scale-1") => _board.Snapshot().Single(state => state.Id == id);

    private async Task<DeviceSignal> NextSignalAsync() => await _signals.Reader.ReadAsync(TestToken);

    private async Task<T> SignalAsync<T>()
        where T : DeviceSignal
    {
        while (true)
        {
            if (await NextSignalAsync() is T wanted)
            {
                return wanted;
            }
        }
    }

    private List<DeviceSignal> DrainSignals()
    {
        var all = new List<DeviceSignal>();
        while (_signals.Reader.TryRead(out var signal))
        {
            all.Add(signal);
        }

        return all;
    }
}
