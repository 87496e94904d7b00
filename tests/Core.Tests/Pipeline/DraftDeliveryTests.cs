using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Pipeline;
using Tests.Shared;

namespace Core.Tests.Pipeline;

/// <summary>What is handed to the outbox, batch by batch, when it refuses and when the gateway stops. L is a ledger event, T telemetry.</summary>
public sealed class DraftDeliveryTests : IDisposable
{
    private static readonly PipelineOptions s_options = new() { HeldEvents = 100, BatchEvents = 4, RetryMin = TimeSpan.FromSeconds(1), RetryMax = TimeSpan.FromSeconds(2.5), StopGrace = TimeSpan.FromSeconds(2) };

    private readonly ManualClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly RecordedLog<DevicePipeline> _log = new();
    private readonly PipelineMetrics _metrics;
    private readonly HeldDrafts _held;
    private readonly DraftDelivery _delivery;
    private readonly List<string> _batches = [];
    private readonly List<bool> _takesTelemetry = [];
    private readonly Queue<Func<Task>> _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DraftDeliveryTests()
    {
        _metrics = new PipelineMetrics(_meters);
        _held = new HeldDrafts(s_options, _metrics);
        _delivery = new DraftDelivery(_held, SinkAsync, s_options, _metrics, _clock, () => 0.5, _log);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stop.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Refused_KeepsTheLedgerInOrder_DropsTelemetryAndCountsIt()
    {
        Refuse();
        await AddAsync("L1", "T1", "L2", "T2", "L3", "T3", "L4", "L5", "T4");
        var running = _delivery.RunAsync(_stop.Token);
        await _clock.WhenArmedAsync(1, Ct);
        Assert.True(_held.LedgerOnly);
        Assert.Equal((6, 3L, 3L, 1L), (_metrics.Held, _metrics.TelemetryDropped, _meters.Read("edge_gateway.pipeline.telemetry_dropped"), _meters.Read("edge_gateway.pipeline.retries")));

        await AddAsync("T5", "L6");
        Assert.Equal((7, 4L), (_metrics.Held, _metrics.TelemetryDropped));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        await UntilAsync(() => _metrics.Held == 0);
        Assert.Equal(["L1 T1 L2 T2", "L1 L2 L3 L4", "L5 T4 L6"], _batches);
        Assert.False(_held.LedgerOnly);

        await AddAsync("T6");
        await UntilAsync(() => _batches.Count == 4);
        Assert.Equal("T6", _batches[^1]);
        await EndAsync(running);
    }

    [Fact]
    public async Task RefusedTelemetryAlone_IsLetGo_AndTheNextIsTriedAgain()
    {
        Refuse();
        await AddAsync("T1");
        var running = _delivery.RunAsync(_stop.Token);
        await _clock.WhenArmedAsync(1, Ct);
        Assert.Equal((0, 1L), (_metrics.Held, _metrics.TelemetryDropped));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        await UntilAsync(() => !_held.LedgerOnly);
        await AddAsync("T2");
        await UntilAsync(() => _batches.Count == 2);
        Assert.Equal(["T1", "T2"], _batches);
        await EndAsync(running);
    }

    /// <summary>Pauses double up to the most there is, half of each by the dice here, and begin anew once something was accepted; both turns are logged each time.</summary>
    [Fact]
    public async Task Pauses_GrowToTheirMost_AndBeginAnew()
    {
        foreach (var _ in Enumerable.Range(0, 4))
        {
            Refuse();
        }

        await AddAsync("L1");
        var running = _delivery.RunAsync(_stop.Token);
        foreach (var pause in new[] { 0.5, 1, 1.25, 1.25 })
        {
            await PauseAsync(pause);
        }

        await UntilAsync(() => _metrics.Held == 0);
        Refuse();
        await AddAsync("L2");
        await PauseAsync(0.5);
        await UntilAsync(() => _metrics.Held == 0);
        Assert.Equal(["L1", "L1", "L1", "L1", "L1", "L2", "L2"], _batches);
        Assert.Equal([true, false, false, false, false, true, false], _takesTelemetry);
        Assert.Equal([1110, 1111, 1110, 1111], _log.Lines.Select(line => line.Id));
        await EndAsync(running);
    }

    [Fact]
    public async Task Rest_IsAllThatIsHeldAndTheNewest_InOneBatchInOrder()
    {
        Refuse();
        await AddAsync("L1", "L2", "L3", "L4", "L5", "L6");
        var running = _delivery.RunAsync(_stop.Token);
        await _clock.WhenArmedAsync(1, Ct);
        await EndAsync(running);
        await _delivery.DeliverRestAsync([Draft("L7"), Draft("T8")]);

        Assert.Equal(["L1 L2 L3 L4", "L1 L2 L3 L4 L5 L6 L7 T8"], _batches);
        Assert.Equal(0, _metrics.Held);
        Assert.DoesNotContain(_log.Lines, line => line.Id == 1112);
    }

    [Fact]
    public async Task Rest_OfNothing_AsksNobody()
    {
        await _delivery.DeliverRestAsync([]);
        Assert.Empty(_batches);
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData(false, "L1 | L2")]
    [InlineData(true, "L1 | L1 L2")]
    public async Task Rest_WhileADeliveryIsUnderWay_WaitsForItsAnswer(bool refused, string batches)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers.Enqueue(() => answer.Task);
        await AddAsync("L1");
        var asked = _asked.Task;
        var running = _delivery.RunAsync(_stop.Token);
        await asked.WaitAsync(Ct);
        await EndAsync(running);
        await AddAsync("L2");
        var rest = _delivery.DeliverRestAsync([]);
        Assert.Equal(["L1"], _batches);
        if (refused)
        {
            answer.SetException(new OutboxFullException("full"));
        }
        else
        {
            answer.SetResult();
        }

        await rest.WaitAsync(Ct);
        Assert.Equal(batches, string.Join(" | ", _batches));
        Assert.Equal(0, _metrics.Held);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rest_ThatIsRefusedOrNotAnsweredInTime_IsSaidToBeLost(bool refused)
    {
        _answers.Enqueue(refused ? () => Task.FromException(new OutboxUnavailableException("gone")) : () => new TaskCompletionSource().Task);
        await AddAsync("L1", "T2");
        var rest = _delivery.DeliverRestAsync([Draft("L3")]);
        if (!refused)
        {
            await _clock.WhenArmedAsync(1, Ct);
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        await rest.WaitAsync(Ct);
        Assert.Equal(["L1 T2 L3"], _batches);
        var line = Assert.Single(_log.Lines);
        Assert.Equal(1112, line.Id);
        Assert.Contains("3", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FullRoom_DropsTelemetryAndCountsIt_AndHoldsTheLedgerBack()
    {
        var held = new HeldDrafts(new PipelineOptions { HeldEvents = 2 }, _metrics);
        await held.AddAsync(Draft("L1"), Ct);
        await held.AddAsync(Draft("T2"), Ct);
        await held.AddAsync(Draft("T3"), Ct);
        var waits = held.AddAsync(Draft("L4"), Ct).AsTask();
        Assert.Equal((false, 2, 1L), (waits.IsCompleted, _metrics.Held, _metrics.TelemetryDropped));

        var batch = new List<EventDraft>();
        held.TakePresent(batch, 1);
        Assert.Equal("L1", Assert.Single(batch).DeviceId);
        await waits.WaitAsync(Ct);
        Assert.Equal(3, _metrics.Held);
    }

    private async ValueTask SinkAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
    {
        _takesTelemetry.Add(!_held.LedgerOnly);
        _batches.Add(string.Join(' ', drafts.Select(draft => draft.DeviceId)));
        Interlocked.Exchange(ref _asked, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        if (_answers.TryDequeue(out var answer))
        {
            await answer();
        }
    }

    private void Refuse() => _answers.Enqueue(() => Task.FromException(new OutboxFullException("the cap is reached")));

    private async Task AddAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await _held.AddAsync(Draft(name), Ct);
        }
    }

    private static EventDraft Draft(string name) => new(name[0] == 'T' ? "device.sample" : "scan.read", name, default, "{}"u8.ToArray());

    private async Task PauseAsync(double seconds)
    {
        await _clock.WhenArmedAsync(1, Ct);
        var before = _batches.Count;
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, before), (_clock.ArmedTimers, _batches.Count));
        var asked = _asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await asked.WaitAsync(Ct);
    }

    /// <summary>Until it holds; what makes it hold runs beside the test.</summary>
    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task EndAsync(Task running)
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
