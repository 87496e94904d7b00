using System.Globalization;
using System.Text;
using Cloud.Contracts;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>What is shown of a gateway and its devices after its batches and words, and what is counted of what comes twice.</summary>
public sealed class IngestViewTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private IngestFixture _ingest = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateTime Now => _ingest.Clock.GetUtcNow().UtcDateTime;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Ct);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway], Ct);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(5, "2026-11-20T08:00:00Z", 3, "2026-11-20T08:00:00Z")]
    [InlineData(3, "2026-11-20T08:00:00Z", 1, "2026-11-20T08:00:00Z")]
    [InlineData(2, "2026-11-20T08:00:00Z", 0, null)]
    [InlineData(1, null, 0, null)]
    [InlineData(5, "yesterday", 3, null)]
    public async Task Depth_IsWhatIsLeftBehindTheBatch_AndSoIsTheOldest(long depth, string? oldest, long left, string? shown)
    {
        await _ingest.ApplyAsync(_gateway.Message(
            new BatchHeader("1-a", 1, 2, [], null, false, depth, oldest), GatewayModel.Join([_gateway.Event("1-a", 1), _gateway.Event("1-a", 2)])));
        var view = await _ingest.GatewayAsync("gw-1");
        Assert.Equal((left, shown is null ? null : DateTime.Parse(shown, CultureInfo.InvariantCulture).ToUniversalTime()), (view.Depth, view.OldestUnsent?.ToUniversalTime()));
    }

    [Fact]
    public async Task LastEvent_IsTheGatewaysTimeOfTheLastNewOne_OrReckonedWhereItsClockIsNotSet()
    {
        _ingest.Clock.Advance(TimeSpan.FromHours(1));
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var view = await _ingest.GatewayAsync("gw-1");
        Assert.Equal((Now.AddHours(-1).AddSeconds(5), Now), (view.LastEventAt, view.LastCommittedAt));

        _ingest.Clock.Advance(TimeSpan.FromMinutes(1));
        await _ingest.ApplyAsync(Batch(6, Unset(_gateway.Event("1-a", 6))));

        // It came at five seconds' uptime a minute ago at the latest, and this one at six.
        Assert.Equal((Now.AddMinutes(-1).AddSeconds(1), Now), ((await _ingest.GatewayAsync("gw-1")).LastEventAt, (await _ingest.GatewayAsync("gw-1")).LastCommittedAt));

        // A batch without an event that can be read is committed, and no event is younger for it.
        var before = (await _ingest.GatewayAsync("gw-1")).LastEventAt;
        _ingest.Clock.Advance(TimeSpan.FromMinutes(1));
        await _ingest.ApplyAsync(Batch(7, "{}"u8.ToArray()));
        view = await _ingest.GatewayAsync("gw-1");
        Assert.Equal((before, Now), (view.LastEventAt, view.LastCommittedAt));
    }

    [Theory]
    [InlineData(true, -60)]
    [InlineData(false, 0)]
    public async Task Device_IsOnlineSinceTheGatewaySaysSo_OrSinceItCameWhereItsClockIsNotSet(bool isSet, int minutes)
    {
        _ingest.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        var online = _gateway.Event("1-a", 1, EventTypes.DeviceOnline, "scale-1", """{"driver":"toledo-8217","stable_name":"usb-1"}""");
        await _ingest.ApplyAsync(Batch(1, isSet ? online : Unset(online)));
        Assert.Equal(Now.AddMinutes(minutes), (await _ingest.Queries.StoreAsync("store-1", Ct))!.Devices.Single().Since);
    }

    [Fact]
    public async Task WhatComesTwice_IsNotDeadLetteredOrMissingTwice()
    {
        byte[][] events = [_gateway.Event("1-a", 1), _gateway.Event("1-a", 2), "{}"u8.ToArray(), "{\"id\":3}"u8.ToArray()];
        SeqRange[] gaps = [new(3, 5)];
        await _ingest.ApplyAsync(Message(1, 7, events));
        Assert.Equal((2, 3), ((await _ingest.DeadLettersAsync()).Sum(l => l.Count), (await _ingest.GatewayAsync("gw-1")).GapEvents));

        // The same rows once more with one behind them, as after a connection that broke.
        var outcome = (await _ingest.ApplyAsync(Message(1, 8, [.. events, _gateway.Event("1-a", 8)]))).Single();
        Assert.Equal((OutcomeKind.Applied, 1, 0), (outcome.Kind, outcome.Events, outcome.DeadLetters));
        Assert.Equal((2, 3), ((await _ingest.DeadLettersAsync()).Sum(l => l.Count), (await _ingest.GatewayAsync("gw-1")).GapEvents));

        // Of a payload that cannot be read nobody knows where it begins to be new: it is kept whole.
        outcome = (await _ingest.ApplyAsync(_gateway.Message(new BatchHeader("1-a", 8, 9, [], null, false, 2, null), "not json"u8.ToArray()))).Single();
        Assert.Equal((OutcomeKind.Applied, 0, 1, 9), (outcome.Kind, outcome.Events, outcome.DeadLetters, outcome.Cursor!.Seq));

        Cloud.Mqtt.MqttMessage Message(long first, long last, byte[][] said) =>
            _gateway.Message(new BatchHeader("1-a", first, last, gaps, null, false, said.Length, null), GatewayModel.Join(said));
    }

    [Fact]
    public async Task DeadLetterOfAMessage_IsCountedAsOne() =>
        Assert.Equal(new IngestOutcome(OutcomeKind.DeadLettered, DeadLetters: 1), (await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 1) with { UserProperties = [] })).Single());

    /// <summary>What an epoch follows is looked up by its own epoch, not by how far any other is: a restored copy may be far ahead with other numbers.</summary>
    [Fact]
    public async Task Epoch_ThatFollowsOneThatIsNotWhole_WaitsForIt_WhateverAnotherHasReached()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        await _ingest.ApplyAsync(_gateway.Batch("2-b", 1, 20));
        var outcome = (await _ingest.ApplyAsync(_gateway.Batch("3-c", 11, 12, after: new EpochEnd("1-a", 10)))).Single();
        Assert.Equal((OutcomeKind.Hole, new CursorDocument("1-a", 5, Replay: true)), (outcome.Kind, outcome.Cursor));
    }

    /// <summary>The positions of events whose time waits are noted, so that they are found when the clock is known.</summary>
    [Fact]
    public async Task Event_WhoseClockIsNotSet_WaitsAtItsOwnPosition()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        await _ingest.ApplyAsync(Batch(6, Unset(_gateway.Event("1-a", 6)), Unset(_gateway.Event("1-a", 7))));
        Assert.Equal(6, await _ingest.CountAsync("SELECT waiting_from FROM gateway_epoch WHERE name = '1-a'"));
        Assert.Equal(7, await _ingest.CountAsync("SELECT waiting_to FROM gateway_epoch WHERE name = '1-a'"));
    }

    [Theory]
    [InlineData(96, true)]
    [InlineData(97, false)]
    public void Payload_OfManyLevels_IsReadToTheDepthThatEventsHave(int levels, bool read)
    {
        // The list, the event and its data are three.
        var data = string.Concat(Enumerable.Repeat("{\"a\":", levels - 3)) + "{}" + new string('}', levels - 3);
        var batch = Assert.IsType<IncomingBatch>(_ingest.Reader.Read(Batch(1, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_gateway.Event("1-a", 1, data: "{\"x\":1}")).Replace("{\"x\":1}", data, StringComparison.Ordinal)))));
        Assert.Equal(read, !batch.Unreadable.Any(l => l.Reason.Contains("not JSON", StringComparison.Ordinal)));
    }

    /// <summary>By a clock that was not set a consent counts from its own word, until it is known when the machine started; a bound of that is not enough.</summary>
    [Fact]
    public async Task Consent_ByAClockThatIsNotSet_CountsFromWhatIsKnownOfItsTime()
    {
        const string Data = """{"member":"m-1","text_version":"1","language":"en"}""";
        _ingest.Clock.Advance(TimeSpan.FromHours(1));
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        await _ingest.ApplyAsync(Batch(6, Consent(6)));
        Assert.Equal(new DateTime(2020, 11, 21, 8, 0, 6, DateTimeKind.Utc), await GivenAtAsync());

        await _ingest.ApplyAsync(Batch(7, _gateway.Event("1-a", 7, EventTypes.GatewayHealth, null, """{"clock_synced":true}"""), Consent(8)));
        Assert.Equal(new DateTime(2026, 11, 21, 8, 0, 8, DateTimeKind.Utc), await GivenAtAsync());

        byte[] Consent(long seq) => Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Unset(_gateway.Event("1-a", seq, EventTypes.ConsentGiven, null, Data))).Replace("2026-11-21T", "2020-11-21T", StringComparison.Ordinal));

        async Task<DateTime?> GivenAtAsync()
        {
            await using var connection = await _ingest.Database.OpenAsync(Ct);
            return (await connection.Command("SELECT given_at FROM member_consent").ListAsync(r => _ingest.Database.ReadTime(r, 0), Ct)).Single();
        }
    }

    private static byte[] Unset(byte[] said) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(said).Replace("\"clock\":\"synced\"", "\"clock\":\"unsynced\"", StringComparison.Ordinal));

    private Cloud.Mqtt.MqttMessage Batch(long first, params byte[][] events) =>
        _gateway.Message(new BatchHeader("1-a", first, first + events.Length - 1, [], null, false, events.Length, null), GatewayModel.Join(events));
}
