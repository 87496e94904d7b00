using System.Collections.Concurrent;
using Core.Tests.Devices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Pipeline;
using Tests.Shared;

namespace Core.Tests.Pipeline;

public sealed class DevicePipelineTests : IAsyncDisposable
{
    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    private readonly ManualClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly PipelineMetrics _metrics;
    private readonly RecordedLog<DevicePipeline> _log = new();
    private readonly DeviceSignals _signals = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TestOutbox _outbox = new();
    private Task _running = Task.CompletedTask;
    private double _time;

    public DevicePipelineTests() => _metrics = new PipelineMetrics(_meters);

    [Fact]
    public async Task Load_BecomesALedgerEvent_AndASample()
    {
        Start();

        Put(1);

        await _outbox.AcceptedAsync("goods.weighed", 1);
        await _outbox.AcceptedAsync("device.sample", 1);
        Assert.Equal(0, _metrics.TelemetryDropped);
    }

    [Fact]
    public async Task RefusingOutbox_LosesNoLedgerEvent_KeepsTheirOrder_AndDropsTelemetry()
    {
        _outbox.Refuse(new OutboxUnavailableException("the disk is full"));
        Start();
        for (var i = 0; i < 40; i++)
        {
            Put(i + 1);
        }

        await _outbox.RefusedAsync(1);
        _outbox.Accept();
        await RetryAsync("goods.weighed", 40);
        await StopAsync();

        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"{i}.000"), _outbox.Nets);
        Assert.True(_metrics.TelemetryDropped > 0);
        Assert.Equal(_metrics.TelemetryDropped, _meters.Read("edge_gateway.pipeline.telemetry_dropped"));
        Assert.Equal([1110, 1111], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public async Task FullOutbox_IsTriedAgainWithGrowingPauses_AndLoggedOnce()
    {
        _outbox.Refuse(new OutboxFullException("the cap is reached"));
        Start();
        Put(1);
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            await _outbox.RefusedAsync(attempt);
            await _clock.WhenArmedAsync(1, TestToken);
            var pause = TimeSpan.FromSeconds(Math.Min(0.1 * Math.Pow(2, attempt - 1), 5));
            _clock.Advance(pause - TimeSpan.FromMilliseconds(1));
            Assert.Equal(attempt, _outbox.Attempts);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal([1110], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public async Task OnlyTelemetryRefused_IsDropped_AndTheNextOneTriesAgain()
    {
        _outbox.Refuse(new OutboxFullException("the cap is reached"));
        Start();
        _signals.TryWrite(new ReadingSignal(Readings.Motion(0)));
        await _outbox.RefusedAsync(1);
        await _clock.WhenArmedAsync(1, TestToken);
        _outbox.Accept();
        _clock.Advance(TimeSpan.FromSeconds(5));

        await RetryAsync("device.sample", 1);
        await StopAsync();

        Assert.Equal(1111, _log.Lines[^1].Id);
    }

    [Fact]
    public async Task AllRoomUsed_PushesBack_AndStillLosesNothingItTook()
    {
        _outbox.Refuse(new OutboxFullException("the cap is reached"));
        Start(new PipelineOptions { HeldEvents = 16, BatchEvents = 4 });
        await Task.Run(
            () =>
            {
                for (var i = 1; i <= 500; i++)
                {
                    Put(i);
                }
            },
            TestToken);
        await _outbox.RefusedAsync(1);
        Assert.True(_signals.Reader.Count > 500, "the channel is not pushed back");

        _outbox.Accept();
        await RetryAsync("goods.weighed", 500);

        Assert.Equal(Enumerable.Range(1, 500).Select(i => $"{i}.000"), _outbox.Nets);
    }

    [Fact]
    public async Task Board_StaysLive_WhileTheOutboxRefuses()
    {
        var board = new DeviceBoard(_clock);
        using var meters = new TestMeters();
        var device = new ScriptedDevice().Opens();
        board.Register(device.Options, device.Driver);
        var signals = new DeviceSignals(1);
        var supervisor = new DeviceSupervisor(
            device.Options, device.Driver, new SupervisorOptions(), board, signals, new DeviceMetrics(meters), _clock, () => 0, new RecordedLog<DeviceSupervisor>());
        var supervising = supervisor.RunAsync(_stop.Token);
        var connection = await device.OpenedAsync();

        for (var i = 1; i <= 5; i++)
        {
            var version = board.Version;
            connection.Say(Readings.Weight(i, i));
            await board.WaitForChangeAsync(version, TestToken);
            while (board.Snapshot()[0].Weight?.Weight != $"{i}")
            {
                await board.WaitForChangeAsync(board.Version, TestToken);
            }
        }

        await _stop.CancelAsync();
        await supervising;
    }

    [Fact]
    public async Task Stop_DeliversWhatIsHeld()
    {
        _outbox.Refuse(new OutboxUnavailableException("the disk is busy"));
        Start();
        Put(1);
        Put(2);
        await _outbox.RefusedAsync(1);
        _outbox.Accept();

        await StopAsync();

        Assert.Equal(["1.000", "2.000"], _outbox.Nets);
    }

    [Fact]
    public async Task Stop_WithSignalsThatFoundNoRoom_DeliversThemToo()
    {
        _outbox.Refuse(new OutboxUnavailableException("the disk is busy"));
        Start(new PipelineOptions { HeldEvents = 4, BatchEvents = 2 });
        for (var i = 1; i <= 50; i++)
        {
            Put(i);
        }

        await _outbox.RefusedAsync(1);
        _outbox.Accept();
        await StopAsync();

        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i}.000"), _outbox.Nets);
        Assert.Equal(0, _metrics.Held);
    }

    [Fact]
    public async Task FaultOfADevice_IsLogged()
    {
        Start();
        foreach (var i in Enumerable.Range(0, 5))
        {
            await _signals.WriteAsync(new ReadingSignal(Readings.Error(i, "no_answer", true)), TestToken);
        }

        await _outbox.AcceptedAsync("device.fault", 1);
        Assert.Contains(_log.Lines, line => line.Text.Contains("scale-1", StringComparison.Ordinal) && line.Text.Contains("no_answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WhileADeliveryIsUnderWay_DoesNotDeliverItTwice()
    {
        var held = _outbox.Hold();
        Start();
        Put(1);
        await _outbox.EnteredAsync();

        await _stop.CancelAsync();
        held.SetResult();
        await _running.WaitAsync(TestToken);

        Assert.Equal(["1.000"], _outbox.Nets);
    }

    [Fact]
    public async Task Stop_WithAnOutboxThatStillRefuses_SaysWhatIsLost()
    {
        _outbox.Refuse(new OutboxUnavailableException("the disk is gone"));
        Start();
        Put(1);
        await _outbox.RefusedAsync(1);

        await StopAsync();

        Assert.Contains(_log.Lines, line => line.Id == 1112);
    }

    [Fact]
    public async Task DeviceAddedAndRemoved_WhatItSaysInBetweenBecomesEvents_InOrder()
    {
        Start();
        var other = new ScriptedDevice("scale-2");
        await _signals.WriteAsync(new DeviceAddedSignal(new DeviceInterpreter(other.Options, other.Driver), _clock.GetUtcNow()), TestToken);
        await _signals.WriteAsync(new AvailabilitySignal("scale-2", Readings.At(1), Availability.Online, "read") { StableName = "/dev/serial/by-id/x" }, TestToken);
        await _signals.WriteAsync(new AvailabilitySignal("scale-2", Readings.At(2), Availability.Offline, "was removed"), TestToken);
        await _signals.WriteAsync(new DeviceRemovedSignal("scale-2", Readings.At(2)), TestToken);
        await _signals.WriteAsync(new DeviceAddedSignal(new DeviceInterpreter(other.Options, other.Driver), _clock.GetUtcNow()), TestToken);
        await _signals.WriteAsync(new AvailabilitySignal("scale-2", Readings.At(3), Availability.Online, "read"), TestToken);
        Put(1);

        await _outbox.AcceptedAsync("goods.weighed", 1);

        Assert.Equal(
            ["device.online /dev/serial/by-id/x read", "device.offline /dev/serial/by-id/x was removed", "device.online /dev/test read"],
            _outbox.Texts(draft => draft.DeviceId == "scale-2" && draft.Type != "device.sample", "stable_name", "reason"));
    }

    [Fact]
    public async Task MistakeInTheSink_EndsThePipeline()
    {
        _outbox.Refuse(new InvalidOperationException("a mistake"));
        Start();
        Put(1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _running.WaitAsync(TestToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
        _meters.Dispose();
    }

    private void Start(PipelineOptions? options = null)
    {
        var device = new ScriptedDevice();
        var pipeline = new DevicePipeline(
            _signals, [new DeviceInterpreter(device.Options, device.Driver)], _outbox.AppendAsync, options ?? new PipelineOptions(), _metrics, _clock, () => 1, _log);
        _running = pipeline.RunAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TestToken);
    }

    /// <summary>Puts a load of so many kilograms on and takes it off.</summary>
    private void Put(int kilograms)
    {
        foreach (var reading in (WeightReading[])[Readings.Weight(_time += 1, 0.000m), Readings.Weight(_time += 1, kilograms + 0.000m)])
        {
            while (!_signals.TryWrite(new ReadingSignal(reading)))
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>Lets retries happen until so many events of a type are accepted.</summary>
    private async Task RetryAsync(string type, int count)
    {
        var accepted = _outbox.AcceptedAsync(type, count);
        while (!accepted.IsCompleted)
        {
            if (type == "device.sample")
            {
                _signals.TryWrite(new ReadingSignal(Readings.Weight(_time += 1, (decimal)_time)));
            }

            _clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await accepted;
    }

    /// <summary>An outbox that accepts, refuses or waits as told.</summary>
    private sealed class TestOutbox
    {
        private readonly Lock _gate = new();
        private readonly List<EventDraft> _accepted = [];
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _refusal;
        private TaskCompletionSource? _hold;

        public int Attempts { get; private set; }

        public IEnumerable<string?> Nets
        {
            get
            {
                lock (_gate)
                {
                    return [.. _accepted.Where(draft => draft.Type == "goods.weighed").Select(Net)];
                }
            }
        }

        public IReadOnlyList<string> Texts(Func<EventDraft, bool> which, params string[] names)
        {
            lock (_gate)
            {
                return [.. _accepted.Where(which).Select(draft => $"{draft.Type} {string.Join(' ', names.Select(name => Text(draft, name)))}")];
            }
        }

        public void Refuse(Exception why) => _refusal = why;

        public void Accept() => _refusal = null;

        public TaskCompletionSource Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task EnteredAsync() => _entered.Task.WaitAsync(TestToken);

        public async ValueTask AppendAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
        {
            _entered.TrySetResult();
            if (_hold is { } hold)
            {
                await hold.Task.WaitAsync(cancellationToken);
            }

            lock (_gate)
            {
                Attempts++;
                if (_refusal is null)
                {
                    _accepted.AddRange(drafts);
                }

                _changed.SetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_refusal is { } why)
                {
                    throw why;
                }
            }
        }

        public Task AcceptedAsync(string type, int count) => WhenAsync(() => _accepted.Count(draft => draft.Type == type) >= count);

        public Task RefusedAsync(int attempts) => WhenAsync(() => Attempts >= attempts);

        private async Task WhenAsync(Func<bool> holds)
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (holds())
                    {
                        return;
                    }

                    changed = _changed.Task;
                }

                await changed.WaitAsync(TestToken);
            }
        }

        private static string? Net(EventDraft draft) => Text(draft, "net");

        private static string? Text(EventDraft draft, string name)
        {
            using var data = System.Text.Json.JsonDocument.Parse(draft.Data);
            return data.RootElement.GetProperty(name).GetString();
        }
    }
}
