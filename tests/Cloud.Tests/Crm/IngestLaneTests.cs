using Cloud.Contracts;
using Cloud.Crm.Ingest;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>How messages are committed together, and what happens while the database fails or refuses.</summary>
public sealed class IngestLaneTests : IAsyncLifetime
{
    private const int Failing = 5030;
    private const int Back = 5031;
    private const int Refused = 5032;
    private const int DeadLettered = 5034;

    private static readonly IncomingState s_ofNobody = new(new RegisteredGateway(99, 1, "store-9", "gw-9"), new StateDocument("online", "1", "b"));

    private readonly SqliteTestDatabase _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly TestMeters _meters = new();
    private readonly RecordedLog<IngestNode> _log = new();
    private IngestFixture _ingest = null!;
    private ScriptedDatabase _script = null!;
    private CommitLane _lane = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Ct);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway], Ct);
        _script = new ScriptedDatabase(_database.Open());
        _lane = new CommitLane(_script, _ingest.Clock, () => 0.5, new IngestMetrics(_meters), _log);
    }

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(128, 2)]
    public async Task Group_IsAtMost64Messages(int messages, int transactions)
    {
        await CommitAsync([.. Enumerable.Repeat(s_ofNobody, messages)]);
        Assert.Equal((transactions, messages), (_script.Begun, _meters.Read("edge_gateway.ingest.messages")));
    }

    [Theory]
    [InlineData(new[] { 4_000, 3_999, 1, 1 }, 2)]
    [InlineData(new[] { 4_000, 4_000, 1 }, 2)]
    [InlineData(new[] { 4_000, 3_999, 1 }, 1)]
    [InlineData(new[] { 8_000, 8_000 }, 2)]
    public async Task Group_TakesNoMoreFrom8000EventsOn(int[] events, int transactions)
    {
        await CommitAsync([.. events.Select(BatchOfNobody)]);
        Assert.Equal(transactions, _script.Begun);
    }

    [Fact]
    public async Task Committed_IsMeasured_AndOnlyDeadLettersAreSpokenOf()
    {
        var outcomes = await CommitAsync(
            Read(_gateway.Batch("1-a", 1, 5)),
            Read(_gateway.Message(new BatchHeader("1-a", 6, 7, [], null, false, 2, null), GatewayModel.Join([_gateway.Event("1-a", 6), "{}"u8.ToArray()]))));
        Assert.Equal((OutcomeKind.Applied, 5, 0), (outcomes[0].Kind, outcomes[0].Events, outcomes[0].DeadLetters));
        Assert.Equal((OutcomeKind.Applied, 1, 1), (outcomes[1].Kind, outcomes[1].Events, outcomes[1].DeadLetters));
        Assert.Equal((6, 1, 2), (_meters.Read("edge_gateway.ingest.events"), _meters.Read("edge_gateway.ingest.dead_letters"), _meters.Read("edge_gateway.ingest.commit.messages")));
        Assert.Equal([DeadLettered], _log.Lines.Select(l => l.Id));
    }

    [Fact]
    public async Task Database_Failing_IsTriedAfterGrowingPauses_AndEachTimeSaidOnce()
    {
        _script.FailBegins(8);
        var committing = CommitAsync(s_ofNobody);
        foreach (var pause in new[] { 75, 150, 300, 600, 1_200, 2_400, 3_750, 3_750 })
        {
            await _ingest.Clock.WhenArmedAsync(1, Ct);
            Assert.Equal(TimeSpan.FromMilliseconds(pause), _ingest.Clock.UntilNext);
            _ingest.Clock.Advance(TimeSpan.FromMilliseconds(pause));
        }

        Assert.Equal([OutcomeKind.None], (await committing).Select(o => o.Kind));
        Assert.Equal([Failing, Back], _log.Lines.Select(l => l.Id));
        Assert.Equal(8, _meters.Read("edge_gateway.ingest.commit.failures"));

        // Well in between, then away again: that is said again.
        await CommitAsync(s_ofNobody);
        Assert.Equal(2, _log.Lines.Count);
        _script.FailBegins(1);
        committing = CommitAsync(s_ofNobody);
        await _ingest.Clock.WhenArmedAsync(1, Ct);
        _ingest.Clock.Advance(_ingest.Clock.UntilNext!.Value);
        await committing;
        Assert.Equal([Failing, Back, Failing, Back], _log.Lines.Select(l => l.Id));
    }

    [Fact]
    public async Task State_TheDatabaseRefuses_IsLetGoAndItsSenderToldThatNothingCameOfIt()
    {
        _script.OnWrite = _ => throw new InvalidDataException("value out of range");
        var outcomes = await CommitAsync(Read(_gateway.State("online")));
        Assert.Equal([new IngestOutcome(OutcomeKind.None)], outcomes);
        Assert.Equal([Refused], _log.Lines.Select(l => l.Id));
    }

    private static IncomingBatch BatchOfNobody(int events)
    {
        var one = new IncomingEvent(1, "scan.read", EventClass.Ledger, null, DateTime.UnixEpoch, true, null, null, "{}", null, null, null);
        return new IncomingBatch(s_ofNobody.Gateway, new BatchHeader("1-a", 1, events, [], null, false, events, null), [.. Enumerable.Repeat(one, events)], [], "t", default);
    }

    private Incoming Read(Cloud.Mqtt.MqttMessage message) => _ingest.Reader.Read(message);

    /// <summary>Hands messages in before the lane runs, so that it finds them all, and waits for what becomes of them.</summary>
    private async Task<List<IngestOutcome>> CommitAsync(params Incoming[] messages)
    {
        var outcomes = new List<IngestOutcome>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var message in messages)
        {
            Assert.True(_lane.Tickets.TryWrite(new IngestTicket(message, _ingest.LeaseOf(_gateway), _ingest.Clock.GetUtcNow().UtcDateTime, false, Deliver)));
        }

        using var stop = new CancellationTokenSource();
        var running = _lane.RunAsync(stop.Token);
        await all.Task.WaitAsync(Ct);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return outcomes;

        void Deliver(IngestTicket ticket, IngestOutcome outcome)
        {
            outcomes.Add(outcome);
            if (outcomes.Count == messages.Length)
            {
                all.SetResult();
            }
        }
    }
}
