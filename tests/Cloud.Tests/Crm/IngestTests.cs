using System.Text;
using Cloud.Contracts;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;

namespace Cloud.Tests.Crm;

/// <summary>The rules of ingest, on both databases.</summary>
public abstract class IngestTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly GatewayModel _other = new("store-2", "gw-2");
    private IngestFixture _ingest = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(TestContext.Current.CancellationToken);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway, _other], TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Batch_ComesOnce_IsStoredAndAnswered()
    {
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 3));

        Assert.Equal(new IngestOutcome(OutcomeKind.Applied, new CursorDocument("1-a", 3), 3), outcomes[0]);
        Assert.Equal([1, 2, 3], await _ingest.StoredAsync("gw-1", "1-a"));
        await AssertLedgerAsync("gw-1", 3);
    }

    [Fact]
    public async Task Batch_ComesTwice_IsStoredOnceAndAnsweredTwice()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 3));
        var again = await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 3));

        Assert.Equal(new IngestOutcome(OutcomeKind.Seen, new CursorDocument("1-a", 3)), again[0]);
        await AssertLedgerAsync("gw-1", 3);
    }

    [Fact]
    public async Task Batch_ComesTwiceInOneGroup_IsStoredOnce()
    {
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 3), _gateway.Batch("1-a", 1, 3), _gateway.Batch("1-a", 4, 4));

        Assert.Equal([OutcomeKind.Applied, OutcomeKind.Seen, OutcomeKind.Applied], outcomes.Select(o => o.Kind));
        Assert.Equal([1, 2, 3, 4], await _ingest.StoredAsync("gw-1", "1-a"));
    }

    [Fact]
    public async Task Batch_ComesLateAfterItsSuccessors_ChangesNothing()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 3), _gateway.Batch("1-a", 4, 9));
        var late = await _ingest.ApplyAsync(_gateway.Batch("1-a", 2, 3));

        Assert.Equal(new CursorDocument("1-a", 9), late[0].Cursor);
        await AssertLedgerAsync("gw-1", 9);
    }

    [Fact]
    public async Task Batch_Overlapping_AddsOnlyWhatIsNew()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("1-a", 4, 8));

        Assert.Equal(3, outcomes[0].Events);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await _ingest.StoredAsync("gw-1", "1-a"));
        await AssertLedgerAsync("gw-1", 8);
    }

    [Fact]
    public async Task Batch_BehindAHole_AsksForReplayAndStoresNothing()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("1-a", 7, 8));

        Assert.Equal(new IngestOutcome(OutcomeKind.Hole, new CursorDocument("1-a", 5, Replay: true)), outcomes[0]);
        await AssertLedgerAsync("gw-1", 5);

        await _ingest.ApplyAsync(_gateway.Batch("1-a", 6, 8));
        await AssertLedgerAsync("gw-1", 8);
    }

    [Fact]
    public async Task FirstBatchOfAll_NotFromTheBeginning_AsksForTheBeginning()
    {
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("1-a", 501, 502));

        Assert.Equal(new IngestOutcome(OutcomeKind.Unresolved, new CursorDocument("1-a", 0, Replay: true)), outcomes[0]);
        await AssertLedgerAsync("gw-1", 0);
    }

    [Fact]
    public async Task NewEpoch_AfterAnEpochNotYetComplete_AsksForTheRestOfThatOne()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("2-b", 9, 10, new EpochEnd("1-a", 8)));

        Assert.Equal(new CursorDocument("1-a", 5, Replay: true), outcomes[0].Cursor);
        Assert.Empty(await _ingest.StoredAsync("gw-1", "2-b"));
    }

    [Fact]
    public async Task NewEpoch_AfterACompleteOne_Continues()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 8));
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("2-b", 9, 10, new EpochEnd("1-a", 8)));

        Assert.Equal(new IngestOutcome(OutcomeKind.Applied, new CursorDocument("2-b", 10), 2), outcomes[0]);
        await AssertLedgerAsync("gw-1", 10);
    }

    [Fact]
    public async Task NewEpoch_AfterOneThatNeverCame_AsksFromTheHighestPosition()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("3-c", 9, 10, new EpochEnd("2-b", 8)));

        Assert.Equal(new IngestOutcome(OutcomeKind.Unresolved, new CursorDocument("1-a", 5, Replay: true)), outcomes[0]);
    }

    [Fact]
    public async Task NewEpoch_AfterOneWithoutEvents_Continues()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("3-c", 6, 7, new EpochEnd("2-b", 5)));

        Assert.Equal(OutcomeKind.Applied, outcomes[0].Kind);
    }

    [Fact]
    public async Task FirstContact_WithAnEpochBefore_AsksForThatEpochFirst()
    {
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("2-b", 9, 10, new EpochEnd("1-a", 8)));

        Assert.Equal(new IngestOutcome(OutcomeKind.Unresolved, new CursorDocument("1-a", 0, Replay: true)), outcomes[0]);
    }

    [Fact]
    public async Task FirstContact_WithAnEpochTheGatewayCannotSendAgain_ContinuesWithANotice()
    {
        var outcomes = await _ingest.ApplyAsync([_gateway.Batch("2-b", 9, 10, new EpochEnd("1-a", 8))], null, cannotResend: true);

        Assert.Equal(OutcomeKind.Applied, outcomes[0].Kind);
        Assert.Equal(1, await _ingest.CountAsync("SELECT count(*) FROM notice"));
    }

    [Fact]
    public async Task NewFile_OfAKnownGateway_ContinuesWithANotice()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("1-z", 1, 2));

        Assert.Equal(new CursorDocument("1-z", 2), outcomes[0].Cursor);
        Assert.Equal(1, await _ingest.CountAsync("SELECT count(*) FROM notice"));
        await AssertLedgerAsync("gw-1", 7);
    }

    [Fact]
    public async Task Gaps_AreSteppedOverAndCountedOnce()
    {
        var first = _gateway.Batch("1-a", 1, 10, gaps: [new SeqRange(1, 3), new SeqRange(6, 6)]);
        await _ingest.ApplyAsync(first, first);
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 9, 12, gaps: [new SeqRange(9, 11)]));

        Assert.Equal([4, 5, 7, 8, 9, 10, 12], await _ingest.StoredAsync("gw-1", "1-a"));
        Assert.Equal(5, (await _ingest.GatewayAsync("gw-1")).GapEvents);
        Assert.Equal(12, (await _ingest.GatewayAsync("gw-1")).CommittedSeq);
    }

    [Fact]
    public async Task Batch_OfGapsOnly_MovesTheCursor()
    {
        var outcomes = await _ingest.ApplyAsync(
            _gateway.Message(new BatchHeader("1-a", 1, 5_000_000_000, [new SeqRange(1, 5_000_000_000)], null, false, 0, null), "[]"u8.ToArray()));

        Assert.Equal(new CursorDocument("1-a", 5_000_000_000), outcomes[0].Cursor);
    }

    [Fact]
    public async Task Group_OfSeveralGateways_CommitsTogether()
    {
        var outcomes = await _ingest.ApplyAsync(
            _gateway.Batch("1-a", 1, 2), _other.Batch("1-b", 1, 100, brotli: true), _gateway.Batch("1-a", 3, 4), _other.State("online"));

        Assert.Equal([OutcomeKind.Applied, OutcomeKind.Applied, OutcomeKind.Applied, OutcomeKind.State], outcomes.Select(o => o.Kind));
        Assert.Equal(new CursorDocument("1-b", 100), outcomes[3].Cursor);
        await AssertLedgerAsync("gw-1", 4);
        await AssertLedgerAsync("gw-2", 100);
    }

    [Fact]
    public async Task Crash_BeforeTheCommit_LeavesNothing()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 2));
        await Assert.ThrowsAsync<IOException>(() =>
            _ingest.ApplyAsync([_gateway.Batch("1-a", 3, 200), _other.State("online")], _ => throw new IOException("cut")));

        Assert.Equal([1, 2], await _ingest.StoredAsync("gw-1", "1-a"));
        Assert.Equal(Availability.Unknown, (await _ingest.GatewayAsync("gw-2")).Status);
        await AssertLedgerAsync("gw-1", 2);

        Assert.Equal(OutcomeKind.Applied, (await _ingest.ApplyAsync(_gateway.Batch("1-a", 3, 200)))[0].Kind);
        await AssertLedgerAsync("gw-1", 200);
    }

    [Fact]
    public async Task State_Changes_AreKeptWithTheirTime()
    {
        await _ingest.ApplyAsync(_gateway.State("online"));
        var online = (await _ingest.GatewayAsync("gw-1")).StatusSince;
        Assert.Equal(_ingest.Clock.GetUtcNow().UtcDateTime, online);
        _ingest.Clock.Advance(TimeSpan.FromMinutes(1));
        await _ingest.ApplyAsync(_gateway.State("online"));
        Assert.Equal(online, (await _ingest.GatewayAsync("gw-1")).StatusSince);

        await _ingest.ApplyAsync(_gateway.State("offline"));
        var view = await _ingest.GatewayAsync("gw-1");
        Assert.Equal((Availability.Offline, online + TimeSpan.FromMinutes(1), "1.2.3"), (view.Status, view.StatusSince, view.Version));
        Assert.Equal(1, await _ingest.CountAsync("SELECT count(*) FROM gateway WHERE boot = 'boot-1'"));
    }

    [Fact]
    public async Task DeviceEvents_FoldIntoTheDevicesState()
    {
        await _ingest.ApplyAsync(Events(
            _gateway.Event("1-a", 1, EventTypes.DeviceOnline, "scale-1", """{"driver":"toledo-8217","stable_name":"usb-1"}"""),
            _gateway.Event("1-a", 2, EventTypes.DeviceSample, "scale-1", """{"kind":"scale","weight":"1.250","unit":"kg"}""")));
        var online = await DeviceAsync();
        Assert.Equal((Availability.Online, "toledo-8217", "scale", null), (online.Availability, online.Driver, online.Kind, online.Reason));
        Assert.Equal("1.250", online.Sample!.Value.GetProperty("weight").GetString());

        await _ingest.ApplyAsync(_gateway.Message(
            new BatchHeader("1-a", 3, 3, [], null, false, 1, null),
            GatewayModel.Join([_gateway.Event("1-a", 3, EventTypes.DeviceOffline, "scale-1", """{"driver":"toledo-8217","stable_name":"usb-1","reason":"unplugged"}""")])));
        var offline = await DeviceAsync();
        Assert.Equal((Availability.Offline, "unplugged"), (offline.Availability, offline.Reason));
        Assert.Equal("1.250", offline.Sample!.Value.GetProperty("weight").GetString());

        async Task<DeviceView> DeviceAsync() =>
            (await _ingest.Queries.StoreAsync("store-1", TestContext.Current.CancellationToken))!.Devices.Single();
    }

    [Fact]
    public async Task UnknownEventType_IsStored()
    {
        var strange = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_gateway.Event("1-a", 1)).Replace("\"type\":\"scan.read\"", "\"type\":\"shelf.moved\"", StringComparison.Ordinal));
        await _ingest.ApplyAsync(Events(strange));

        Assert.Equal(1, await _ingest.CountAsync("SELECT count FROM event_tally WHERE type = 'shelf.moved'"));
    }

    [Fact]
    public async Task UnreadableEvent_GoesToTheDeadLettersAndTheRestApplies()
    {
        var outcomes = await _ingest.ApplyAsync(Events(_gateway.Event("1-a", 1), "{\"id\":7}"u8.ToArray(), _gateway.Event("1-a", 3)));

        Assert.Equal(new IngestOutcome(OutcomeKind.Applied, new CursorDocument("1-a", 3), 2, 1), outcomes[0]);
        Assert.Equal([1, 3], await _ingest.StoredAsync("gw-1", "1-a"));
        Assert.Equal(2, (await _ingest.DeadLettersAsync()).Single().Seq);
        Assert.Equal(1, (await _ingest.GatewayAsync("gw-1")).DeadLetters);
    }

    [Fact]
    public async Task EventThatLiesAboutItsStore_IsNotStored()
    {
        await _ingest.ApplyAsync(Events(_gateway.Event("1-a", 1, otherStore: "store-2"), _gateway.Event("1-a", 2)));

        Assert.Equal([2], await _ingest.StoredAsync("gw-1", "1-a"));
        Assert.Contains("/stores/store-2/", (await _ingest.DeadLettersAsync()).Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadablePayload_IsStoodInForByADeadLetterAndTheCursorMovesOn()
    {
        var header = new BatchHeader("1-a", 1, 7, [], null, false, 7, null);
        var outcomes = await _ingest.ApplyAsync(_gateway.Message(header, "not json"u8.ToArray()), _gateway.Batch("1-a", 8, 9));

        Assert.Equal(new CursorDocument("1-a", 7), outcomes[0].Cursor);
        Assert.Equal([8, 9], await _ingest.StoredAsync("gw-1", "1-a"));
        Assert.Equal(1, (await _ingest.DeadLettersAsync()).Single().Seq);
    }

    [Fact]
    public async Task Garbage_IsOneDeadLetterHoweverOftenItComes()
    {
        var garbage = _gateway.Batch("1-a", 1, 1) with { UserProperties = [] };
        await _ingest.ApplyAsync(garbage, garbage);
        _ingest.Clock.Advance(TimeSpan.FromSeconds(1));
        await _ingest.ApplyAsync(garbage);

        var letter = (await _ingest.DeadLettersAsync()).Single();
        Assert.Equal((3, TimeSpan.FromSeconds(1)), (letter.Count, letter.LastAt - letter.FirstAt));
    }

    [Fact]
    public async Task DeadLetters_AreBoundedAndCutShort()
    {
        for (var i = 0; i < 6; i++)
        {
            var garbage = _gateway.Batch("1-a", 1, 1) with { UserProperties = [], Payload = Encoding.UTF8.GetBytes(new string((char)('a' + i), 10_000)) };
            await _ingest.ApplyAsync([garbage, garbage], null, maxDeadLetters: 4);
        }

        var letters = await _ingest.DeadLettersAsync();
        Assert.Equal(4, letters.Count);
        Assert.All(letters, l => Assert.Equal(10_000, l.Size));
        Assert.Equal(DeadLetter.MaxKept, await _ingest.CountAsync("SELECT CAST(max(length(payload)) AS bigint) FROM dead_letter"));
    }

    [Fact]
    public async Task Lease_TakenByAnother_RefusesTheFormerHoldersBatch()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 2));
        await using (var connection = await _ingest.Database.OpenAsync(TestContext.Current.CancellationToken))
        {
            await Cloud.Crm.Storage.DbCommands.RunAsync(
                Cloud.Crm.Storage.DbCommands.Command(connection, "UPDATE shard_lease SET holder = 'node-2/x', token = token + 1"),
                TestContext.Current.CancellationToken);
        }

        var outcomes = await _ingest.ApplyAsync(_gateway.Batch("1-a", 3, 4), _gateway.State("online"));

        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.LeaseLost, o.Kind));
        Assert.Equal([1, 2], await _ingest.StoredAsync("gw-1", "1-a"));
        Assert.Equal(Availability.Unknown, (await _ingest.GatewayAsync("gw-1")).Status);
    }

    private Cloud.Mqtt.MqttMessage Events(params byte[][] events) =>
        _gateway.Message(new BatchHeader("1-a", 1, events.Length, [], null, false, events.Length, null), GatewayModel.Join(events));

    private async Task AssertLedgerAsync(string gateway, long events)
    {
        var ledger = (await _ingest.Queries.LedgerAsync(null, TestContext.Current.CancellationToken)).Single(l => l.Gateway == gateway);
        Assert.Equal((events, events), (ledger.Rows, ledger.Tally));
    }
}

public sealed class IngestOnSqliteTests : IngestTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class IngestOnPostgresTests : IngestTests<PostgresTestDatabase>;
