using System.Buffers;
using System.Globalization;
using System.Text;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Health;
using Cloud.Crm.Leases;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Tests.Crm.Health;

/// <summary>States and alarms in the database: written once, by who holds the shard, told of once.</summary>
public abstract class GatewayWatchTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly HealthOptions _options = new() { Mail = ["shop@example.com"], EscalationMail = ["boss@example.com"] };
    private HeadquartersDatabase _open = null!;
    private IngestFixture _hq = null!;
    private Hearing _hearing = null!;
    private long _seq;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _open = _database.Open();
        _hq = await IngestFixture.CreateAsync(_open, [_gateway], Cancel);
        _hearing = new Hearing(_hq.Clock);
        _hearing.Listen(await LeaseAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Alarm_OfAHotGateway_OpensOnce_Escalates_AndCloses()
    {
        using var watch = Watch(_hearing);
        await new WebhookTable(_open, new AuditTable(_open, _hq.Clock), _hq.Clock).AddAsync(
            Caller.Headquarters, "receiver", "https://example.com/", ["gateway.alarm_opened", "gateway.alarm_escalated", "gateway.alarm_closed"], [], Cancel);
        await SayAsync("online");
        await LiveAsync(watch, 4, 40);
        Assert.Equal("online", await StateAsync());
        Assert.Equal(0, await watch.RoundAsync(Cancel));

        await LiveAsync(watch, 100, 85);
        Assert.Equal("degraded", await StateAsync());
        Assert.Equal(["hot 85.0 °C open"], await AlarmsAsync());
        Assert.Equal(["opened mail", "opened webhook"], await ToldAsync());

        await LiveAsync(watch, 900, 85);
        Assert.Equal(["hot 85.0 °C open escalated"], await AlarmsAsync());
        Assert.Equal(["escalated mail", "escalated webhook", "opened mail", "opened webhook"], await ToldAsync());

        await LiveAsync(watch, 80, 40);
        Assert.Equal("online", await StateAsync());
        Assert.Equal(["hot 85.0 °C closed escalated"], await AlarmsAsync());
        Assert.Equal(["closed mail", "closed webhook", "escalated mail", "escalated webhook", "opened mail", "opened webhook"], await ToldAsync());
    }

    [Fact]
    public async Task Alarm_AcknowledgedOrMuted_IsToldOfToNobodyElse()
    {
        using var watch = Watch(_hearing);
        var actions = new AlarmActions(_open, new HealthQueries(_open, _hq.Queries, _hq.Clock), new AuditTable(_open, _hq.Clock), _hq.Clock);
        await SayAsync("online");
        await LiveAsync(watch, 100, 85);
        var id = await TextAsync("SELECT id FROM gateway_alarm");
        var stranger = Caller.Headquarters with { Stores = new HashSet<string> { "store-2" } };
        Assert.Null(await actions.AcknowledgeAsync(id, stranger, Cancel));
        Assert.Null(await actions.MuteAsync(id, 60, stranger, Cancel));
        Assert.Equal(_hq.Clock.GetUtcNow().UtcDateTime.AddMinutes(60), (await actions.MuteAsync(id, 60, Caller.Headquarters, Cancel))!.MutedUntil!.Value, TimeSpan.FromSeconds(1));
        await LiveAsync(watch, 1_000, 85);
        Assert.Equal(["opened mail"], await ToldAsync());
        Assert.Null((await actions.MuteAsync(id, 0, Caller.Headquarters, Cancel))!.MutedUntil);
        Assert.Equal("headquarters", (await actions.AcknowledgeAsync(id, Caller.Headquarters, Cancel))!.AcknowledgedBy);
        Assert.Equal("headquarters", (await actions.AcknowledgeAsync(id, Caller.Headquarters with { Id = "late" }, Cancel))!.AcknowledgedBy);
        await LiveAsync(watch, 1_000, 85);
        Assert.Equal(["opened mail"], await ToldAsync());
        Assert.Equal(
            ["gateway_alarm.acknowledged", "gateway_alarm.muted", "gateway_alarm.unmuted"],
            await TextsAsync("SELECT action FROM audit_entry WHERE kind = 'gateway_alarm' ORDER BY action"));
    }

    [Fact]
    public async Task Silence_IsALie_GoodbyeIsOffline_AndARestartOfHeadquartersIsNeither()
    {
        using var watch = Watch(_hearing);
        await SayAsync("online");
        await LiveAsync(watch, 20, 40);
        await QuietAsync(watch, 40);
        Assert.Equal("lying", await StateAsync());

        var hearing = new Hearing(_hq.Clock);
        hearing.Listen(await LeaseAsync());
        using var restarted = Watch(hearing);
        await QuietAsync(restarted, 10);
        Assert.Equal("lying", await StateAsync());
        _hearing = hearing;
        await SayAsync("offline");
        await QuietAsync(restarted, 70);
        Assert.Equal("offline", await StateAsync());
        Assert.Equal(["offline  open"], await AlarmsAsync());
        Assert.Equal(["offline", "lying", "online"], await TextsAsync("SELECT state FROM gateway_state_change ORDER BY at DESC"));
    }

    [Fact]
    public async Task Node_ThatLostTheShard_WritesNothing()
    {
        using var watch = Watch(_hearing);
        await SayAsync("online");
        await LiveAsync(watch, 20, 40);
        await _open.WriteAsync(
            async t => await t.Command("UPDATE shard_lease SET token = token + 1, holder = 'node-2' WHERE shard = @shard", ("shard", _gateway.Address.Shard)).RunAsync(Cancel), Cancel);
        await QuietAsync(watch, 60);
        Assert.Equal("online", await StateAsync());
    }

    [Fact]
    public async Task Thousands_ThatFallSilentAtOnce_AreWrittenInAFewTransactions_AndEachIsToldOfOnce()
    {
        const int stores = 1_200;
        await _hq.Fleet.RegisterAsync([.. Enumerable.Range(100, stores).Select(i => new FleetStore($"store-{i}", $"Store {i}", [$"gw-{i}"]))], Cancel);
        await _hq.Fleet.ReloadAsync(Cancel);
        await _hq.TakeLeasesAsync(Cancel);
        using var watch = Watch(_hearing);
        await using (var connection = await _open.OpenAsync(Cancel))
        {
            foreach (var lease in await connection.Command("SELECT shard, holder, token FROM shard_lease WHERE holder IS NOT NULL")
                .ListAsync(r => new ShardLease(r.GetInt32(0), r.GetString(1), r.GetInt64(2)), Cancel))
            {
                _hearing.Listen(lease);
            }
        }

        int[] ids = [.. Enumerable.Range(100, stores).Select(i => _hq.Fleet.Find($"gw-{i}")!.Id)];
        foreach (var id in ids)
        {
            _hearing.Said(id, true);
            _hearing.Sign(id);
        }

        Assert.Equal(stores, await watch.RoundAsync(Cancel));
        foreach (var id in ids)
        {
            _hearing.Said(id, false);
        }

        _hq.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(stores, await watch.RoundAsync(Cancel));
        Assert.Equal(stores, await _hq.CountAsync("SELECT count(*) FROM gateway_state WHERE state = 'offline' AND reasons = 'offline'"));
        Assert.Equal(2 * stores, await _hq.CountAsync("SELECT count(*) FROM gateway_state_change"));
        _hq.Clock.Advance(WatchedGateway.OpensAfter);
        Assert.Equal(stores, await watch.RoundAsync(Cancel));
        Assert.Equal(0, await watch.RoundAsync(Cancel));
        Assert.Equal(stores, await _hq.CountAsync("SELECT count(DISTINCT gateway) FROM gateway_alarm WHERE kind = 'offline' AND closed_at IS NULL"));
        Assert.Equal(stores, await _hq.CountAsync("SELECT count(*) FROM outgoing WHERE kind = 'mail'"));
        if (_database is PostgresTestDatabase)
        {
            // Each row knows the transaction that wrote it last.
            Assert.Equal(2, await _hq.CountAsync("SELECT count(DISTINCT xmin::text) FROM gateway_state"));
            Assert.Equal(2, await _hq.CountAsync("SELECT count(DISTINCT xmin::text) FROM gateway_alarm"));
        }
    }

    [Fact]
    public async Task Samples_StayOneDay_AndWhatIsOldChangesNothing()
    {
        _hq.Clock.Advance(TimeSpan.FromDays(2));
        var now = _hq.Clock.GetUtcNow();
        await HealthAsync([.. Enumerable.Range(0, HealthEffect.Slots).Select(i => (40, now.AddDays(-1) + (i * HealthEffect.SampleEvery)))]);
        await HealthAsync([.. Enumerable.Range(0, 12).Select(i => (41, now + ((i - 11) * HealthEffect.SampleEvery)))]);
        Assert.Equal(HealthEffect.Slots, await _hq.CountAsync("SELECT count(*) FROM gateway_sample"));
        Assert.Equal(1, await _hq.CountAsync("SELECT count(*) FROM gateway_sample WHERE decicelsius = 410"));
        _hq.Clock.Advance(HealthEffect.SampleEvery);
        await HealthAsync([(42, _hq.Clock.GetUtcNow()), (43, _hq.Clock.GetUtcNow())]);
        await HealthAsync([(99, now.AddHours(-7))]);
        Assert.Equal(0, await _hq.CountAsync("SELECT count(*) FROM gateway_sample WHERE decicelsius = 990"));
        Assert.DoesNotContain("990", await TextAsync("SELECT doc FROM gateway_health"), StringComparison.Ordinal);

        var day = await new HealthQueries(_open, _hq.Queries, _hq.Clock).DayAsync(Caller.Headquarters, "gw-1", Cancel);
        Assert.Equal((41.0, 42.0), (day!.Samples[^2].Temperature!.Value, day.Samples[^1].Temperature!.Value));
        Assert.Equal(day.Samples.OrderBy(sample => sample.At), day.Samples);
    }

    private GatewayWatch Watch(Hearing hearing)
    {
        var outgoing = new OutgoingTable(_open, _hq.Clock);
        var news = new AlarmNews(new WebhookEvents(outgoing, _hq.Clock), outgoing, _options);
        return new GatewayWatch(hearing, new WatchTable(_open, news, _hq.Clock), _options, _hq.Clock, NullLogger<GatewayWatch>.Instance);
    }

    /// <summary>The gateway says how warm it is every ten seconds, for so many seconds; it is looked at after each.</summary>
    private async Task LiveAsync(GatewayWatch watch, int seconds, int celsius)
    {
        for (var passed = 0; passed < seconds; passed += 10)
        {
            await HealthAsync(celsius, _hq.Clock.GetUtcNow());
            _hearing.Sign(Id);
            await watch.RoundAsync(Cancel);
            _hq.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        await watch.RoundAsync(Cancel);
    }

    private async Task QuietAsync(GatewayWatch watch, int seconds)
    {
        for (var passed = 0; passed < seconds; passed += 2)
        {
            _hq.Clock.Advance(GatewayJudge.Look);
            await watch.RoundAsync(Cancel);
        }
    }

    private async Task SayAsync(string status)
    {
        await _hq.ApplyAsync(_gateway.State(status));
        _hearing.Said(Id, status == "online");
    }

    private Task HealthAsync(int celsius, DateTimeOffset at) => HealthAsync([(celsius, at)]);

    private async Task HealthAsync(IReadOnlyList<(int Celsius, DateTimeOffset At)> said)
    {
        var first = _seq + 1;
        var events = new List<byte[]>();
        foreach (var (celsius, at) in said)
        {
            _seq++;
            var data = string.Create(CultureInfo.InvariantCulture, $$"""{"temperature_decicel":{{celsius}}0,"outbox_depth":0}""");
            var body = EventBody.Write(EventTypes.GatewayHealth, new EventSource("store-1", "gw-1", null), at, true, TimeSpan.FromSeconds(_seq), null, Encoding.UTF8.GetBytes(data));
            var output = new ArrayBufferWriter<byte>();
            EventBody.WriteEvent(output, new EventId("gw-1", "1-a", _seq), body);
            events.Add(output.WrittenSpan.ToArray());
        }

        await _hq.ApplyAsync(_gateway.Message(new BatchHeader("1-a", first, _seq, [], null, false, said.Count, null), GatewayModel.Join(events)));
    }

    private int Id => _hq.Fleet.Find("gw-1")!.Id;

    private async Task<ShardLease> LeaseAsync()
    {
        await using var connection = await _open.OpenAsync(Cancel);
        return (await connection.Command("SELECT shard, holder, token FROM shard_lease WHERE shard = @shard", ("shard", _gateway.Address.Shard))
            .ListAsync(r => new ShardLease(r.GetInt32(0), r.GetString(1), r.GetInt64(2)), Cancel)).Single();
    }

    private async Task<string> StateAsync() => await TextAsync("SELECT state FROM gateway_state");

    private Task<List<string>> AlarmsAsync() => TextsAsync(
        """
        SELECT kind || ' ' || detail || ' ' || CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END || CASE WHEN escalated_at IS NULL THEN '' ELSE ' escalated' END
        FROM gateway_alarm ORDER BY opened_at
        """);

    private Task<List<string>> ToldAsync() => TextsAsync(
        """
        SELECT CASE WHEN key LIKE '%/opened%' THEN 'opened' WHEN key LIKE '%/closed%' THEN 'closed' ELSE 'escalated' END || ' ' || kind AS told FROM outgoing ORDER BY told
        """);

    private async Task<string> TextAsync(string sql) => (await TextsAsync(sql)).Single();

    private async Task<List<string>> TextsAsync(string sql)
    {
        await using var connection = await _open.OpenAsync(Cancel);
        return await connection.Command(sql).ListAsync(r => r.GetString(0), Cancel);
    }
}

public sealed class GatewayWatchOnSqliteTests : GatewayWatchTests<SqliteTestDatabase>;

public sealed class GatewayWatchOnPostgresTests : GatewayWatchTests<PostgresTestDatabase>;
