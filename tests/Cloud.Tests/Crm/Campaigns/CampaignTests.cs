using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Crm.Campaigns;
using Cloud.Crm.Gateways;
using Cloud.Crm.Health;
using Cloud.Crm.Ingest;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Tests.Crm.Campaigns;

/// <summary>Campaigns in the database, with gateways that answer and report, over restarts and two nodes.</summary>
public abstract class CampaignTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const string Hash = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

    private readonly T _database = new();
    private readonly GatewayModel[] _gateways = [.. Enumerable.Range(1, 6).Select(i => new GatewayModel($"store-{(i + 1) / 2}", $"gw-{i}"))];
    private readonly ConcurrentQueue<(string Gateway, string Id, UpdateOrder Order)> _sent = [];
    private readonly ConcurrentQueue<TimeSpan> _wanted = [];
    private readonly Dictionary<string, long> _seq = [];
    private HeadquartersDatabase _open = null!;
    private IngestFixture _hq = null!;
    private Func<string, CommandResponse?> _answer = _ => new CommandResponse("c", CommandStatus.Done, null, null);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _open = _database.Open();
        _hq = await IngestFixture.CreateAsync(_open, _gateways, Cancel);
        await _open.WriteAsync(
            transaction => transaction.Command(
                "INSERT INTO bundle (hash, version, serial, arch, created_at, size, files, is_signed, uploaded_by, uploaded_at) VALUES (@hash, '0.2.0', 200, 'amd64', @now, 5000, 3, @no, 'x', @now)",
                ("hash", Hash), ("now", Now), ("no", false)).RunAsync(Cancel),
            Cancel);
        foreach (var gateway in _gateways)
        {
            await _hq.ApplyAsync(gateway.State("online"));
            await ReportAsync(gateway.Name, """{"version":"0.1.0","serial":100,"arch":"amd64","highest":100}""");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Campaign_GoesFromCanaryToAll_AsGatewaysReport()
    {
        using var node = Node();
        var id = await MakeAsync(new CampaignBody("night", Hash, null, null, ["store-2"], null, [50, 100], 30, new TimeOnly(0, 0), new TimeOnly(0, 0), 10, 60, 0, 0));

        await node.LookAsync();
        Assert.Equal(["gw-3", "gw-4"], _sent.Select(s => s.Gateway).Order(StringComparer.Ordinal));
        Assert.Equal(new UpdateOrder("0.2.0", 200, 5000, Hash, $"/api/bundles/{Hash}/content", 57 * 60), _sent.First().Order);
        Assert.Equal("staged", await StateAsync("gw-3"));
        _hq.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReportAsync("gw-3", """{"version":"0.2.0","serial":200,"arch":"amd64","highest":100,"trial":200}""");
        await node.LookAsync();
        Assert.Equal("trial", await StateAsync("gw-3"));

        await UpdatedAsync("gw-3", "gw-4");
        await node.LookAsync();
        Assert.Equal(("done", 2), (await StateAsync("gw-3"), _sent.Count));
        _hq.Clock.Advance(TimeSpan.FromMinutes(31));
        await node.LookAsync();
        await node.LookAsync();
        Assert.Equal(3, _sent.Count);

        for (var i = 0; i < 4; i++)
        {
            _hq.Clock.Advance(TimeSpan.FromMinutes(31));
            await UpdatedAsync([.. _sent.Select(s => s.Gateway)]);
            await node.LookAsync();
        }

        Assert.Equal(("finished", 6), (await TextAsync("SELECT state FROM campaign WHERE id = @id", id), _sent.Select(s => s.Gateway).Distinct().Count()));
        Assert.Equal(6, _sent.Count);
        Assert.Equal(
            (1L, 6L, 6L, 2L, 1L),
            (await AuditedAsync("campaign.created"), await AuditedAsync("campaign.gateway_told"), await AuditedAsync("campaign.gateway_done"), await AuditedAsync("campaign.stage_begun"),
                await AuditedAsync("campaign.finished")));
    }

    [Fact]
    public async Task Canary_ThatWentBack_StopsTheCampaign_WithAnAlarm_UntilAPersonLetsItGoOn()
    {
        using var node = Node();
        var id = await MakeAsync(Anytime());
        await node.LookAsync();
        var canary = Assert.Single(_sent).Gateway;
        _hq.Clock.Advance(TimeSpan.FromMinutes(2));
        await ReportAsync(canary, """{"version":"0.1.0","serial":100,"arch":"amd64","highest":100,"failed":200,"reason":"device 'scale-1' was online and is not"}""");
        await node.LookAsync();

        Assert.Equal(("rolled_back", "halted"), (await StateAsync(canary), await TextAsync("SELECT state FROM campaign WHERE id = @id", id)));
        Assert.Equal("night: 1 of the canaries failed", await TextAsync("SELECT detail FROM gateway_alarm WHERE kind = 'campaign_halted' AND closed_at IS NULL AND @id = @id", id));
        var view = Assert.Single(await new CampaignQueries(_open).GatewaysAsync(Caller.Headquarters, id, Cancel), g => g.Gateway == canary);
        Assert.Equal("device 'scale-1' was online and is not", view.Reason);
        _hq.Clock.Advance(TimeSpan.FromHours(3));
        await node.LookAsync();
        Assert.Single(_sent);

        Assert.True(await Making().ChangeAsync(id, CampaignState.Running, Caller.Headquarters, Cancel));
        Assert.False(await Making().ChangeAsync(id, CampaignState.Running, Caller.Headquarters, Cancel));
        await node.LookAsync();
        Assert.Equal(("running", 0), (await TextAsync("SELECT state FROM campaign WHERE id = @id", id), (int)await _hq.CountAsync("SELECT count(*) FROM gateway_alarm WHERE closed_at IS NULL")));
    }

    [Fact]
    public async Task TwoNodes_TellEachGatewayOnce_AndTheSecondGoesOnWhereTheFirstDied()
    {
        _answer = _ => throw new GatewayLinkException("the node dies");
        using var first = Node();
        using var second = Node(_database.Open());
        var id = await MakeAsync(Anytime() with { CanaryCount = 0, Percentages = [100], AtOnce = 3 });

        await Task.WhenAll(first.LookAsync(), second.LookAsync());
        await Task.WhenAll(first.LookAsync(), second.LookAsync());
        Assert.Equal(3, _sent.Select(s => s.Gateway).Distinct().Count());
        Assert.Equal(3, await _hq.CountAsync("SELECT count(*) FROM campaign_gateway WHERE state = 'told'"));
        Assert.Equal(3, await AuditedAsync("campaign.gateway_told"));

        // Neither node lives on; another one finds the campaign free when their hold on it is over.
        _answer = _ => new CommandResponse("c", CommandStatus.Done, null, null);
        await _open.WriteAsync(
            transaction => transaction.Command("UPDATE campaign SET driven_until = @now WHERE id = @id", ("now", _open.ToTime(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc))), ("id", id)).RunAsync(Cancel),
            Cancel);
        var before = _sent.Select(s => s.Id).ToHashSet();
        _hq.Clock.Advance(TimeSpan.FromMinutes(10));
        using var third = Node();
        await third.LookAsync();

        Assert.Equal(before, _sent.Select(s => s.Id).ToHashSet());
        Assert.Equal(3, await _hq.CountAsync("SELECT count(*) FROM campaign_gateway WHERE state = 'staged'"));

        // The body is the same, and what is left of the hours is less.
        Assert.All(_sent, s => Assert.Equal(57 * 60, s.Order.Seconds));
        Assert.Equal([57, 47], _wanted.Select(w => (int)w.TotalMinutes).Distinct());
    }

    [Fact]
    public async Task Gateway_ThatCouldNotFetch_IsToldAgainUnderAnotherId_AndRefusesInTheEnd()
    {
        _answer = _ => new CommandResponse("c", CommandStatus.Failed, "headquarters cannot be reached", null);
        using var node = Node();
        await MakeAsync(Anytime() with { Gateways = ["gw-1"], BackMinutes = 1000 });

        for (var i = 0; i < 5; i++)
        {
            await node.LookAsync();
            _hq.Clock.Advance(CampaignJudge.Rest);
        }

        Assert.Equal(3, _sent.Select(s => s.Id).Distinct().Count());
        Assert.Equal("refused", await StateAsync("gw-1"));
    }

    [Fact]
    public async Task Gateway_WhoseHoursWereOver_WaitsForTheNextOnes()
    {
        _answer = _ => new CommandResponse("c", CommandStatus.Expired, "it was not in place within 60 s", null);
        using var node = Node();
        await MakeAsync(Anytime() with { Gateways = ["gw-1"] });
        await node.LookAsync();

        Assert.Equal("waiting", await StateAsync("gw-1"));
    }

    [Fact]
    public async Task Paused_TellsNobodyElse_AndStoppedIsTheEnd()
    {
        using var node = Node();
        var id = await MakeAsync(Anytime() with { CanaryCount = 0, Percentages = [100], AtOnce = 2 });
        await node.LookAsync();
        Assert.True(await Making().ChangeAsync(id, CampaignState.Paused, Caller.Headquarters, Cancel));
        await UpdatedAsync([.. _sent.Select(s => s.Gateway)]);
        await node.LookAsync();
        Assert.Equal((2, 2L), (_sent.Count, await _hq.CountAsync("SELECT count(*) FROM campaign_gateway WHERE state = 'done'")));

        Assert.True(await Making().ChangeAsync(id, CampaignState.Stopped, Caller.Headquarters, Cancel));
        Assert.False(await Making().ChangeAsync(id, CampaignState.Running, Caller.Headquarters, Cancel));
        await node.LookAsync();
        Assert.Equal(2, _sent.Count);
    }

    [Fact]
    public async Task Making_OfWhatDoesNotFit_IsRefusedInWords()
    {
        await ReportAsync("gw-6", """{"version":"0.1.0","serial":100,"arch":"arm64","highest":100}""");
        var store1 = Caller.Headquarters with { Role = Role.Region, Stores = new HashSet<string> { "store-1" } };

        Assert.StartsWith("there is no gateway 'gw-5'", await RefusalAsync(Anytime() with { Gateways = ["gw-5"] }, store1), StringComparison.Ordinal);
        Assert.StartsWith("there is no bundle 'x'", await RefusalAsync(Anytime() with { Bundle = "x" }, Caller.Headquarters), StringComparison.Ordinal);
        Assert.StartsWith("none of the 1 gateways", await RefusalAsync(Anytime() with { Gateways = ["gw-6"] }, Caller.Headquarters), StringComparison.Ordinal);
        var id = await MakeAsync(Anytime());
        Assert.StartsWith("gateway 'gw-1' is in the campaign 'night'", await RefusalAsync(Anytime(), Caller.Headquarters), StringComparison.Ordinal);

        var all = Assert.Single(await new CampaignQueries(_open).ListAsync(Caller.Headquarters, null, Cancel));
        Assert.Equal((5, 1, true), (all.Stages.Sum(s => s.Counts.Values.Sum()), all.LeftOut, all.MayChange));
        Assert.False(Assert.Single(await new CampaignQueries(_open).ListAsync(store1, id, Cancel)).MayChange);
        Assert.Equal(["store-1"], (await new CampaignQueries(_open).GatewaysAsync(store1, id, Cancel)).Select(g => g.Store).Distinct());
    }

    private static CampaignBody Anytime() => new("night", Hash, null, null, null, 1, null, 30, new TimeOnly(0, 0), new TimeOnly(0, 0), 10, 60, 3, 50);

    private object Now => _open.ToTime(new DateTime(2026, 11, 21, 8, 0, 0, DateTimeKind.Utc));

    private async Task<string> MakeAsync(CampaignBody body)
    {
        var plan = CampaignRules.Read(body, out var mistake);
        Assert.Null(mistake);
        var (id, refused) = await Making().AddAsync(body, plan, Caller.Headquarters, Cancel);
        Assert.Null(refused);
        return id!;
    }

    private async Task<string> RefusalAsync(CampaignBody body, Caller caller) => (await Making().AddAsync(body, CampaignRules.Read(body, out _), caller, Cancel)).Mistake!;

    private CampaignMaking Making() => new(_open, Alarms(_open), new AuditTable(_open, _hq.Clock), _hq.Clock);

    private CampaignAlarms Alarms(HeadquartersDatabase database)
    {
        var outgoing = new OutgoingTable(database, _hq.Clock);
        return new CampaignAlarms(database, new AlarmNews(new WebhookEvents(outgoing, _hq.Clock), outgoing, new HealthOptions()), _hq.Clock);
    }

    private TestDrive Node(HeadquartersDatabase? database = null)
    {
        var open = database ?? _open;
        var table = new CampaignTable(open, Alarms(open), new AuditTable(open, _hq.Clock), _hq.Clock, NullLogger<CampaignTable>.Instance);
        var calls = new CampaignCalls(table, (gateway, name, id, body, _, _, _, wanted) => SendAsync(gateway.Name, name, id, body, wanted!.Value), _hq.Clock, NullLogger<CampaignCalls>.Instance);
        return new TestDrive(new CampaignDrive(table, calls, _hq.Fleet, "node", TimeSpan.FromSeconds(5), _hq.Clock, NullLogger<CampaignDrive>.Instance), calls);
    }

    private Task<CommandResponse?> SendAsync(string gateway, string name, string id, ReadOnlyMemory<byte> body, TimeSpan wanted)
    {
        _wanted.Enqueue(wanted);
        Assert.Equal(GatewayCommands.Update, name);
        Assert.InRange(id.Length, 1, 64);
        _sent.Enqueue((gateway, id, JsonSerializer.Deserialize(body.Span, GatewayCommandJson.Default.UpdateOrder)!));
        return Task.FromResult(_answer(gateway));
    }

    private async Task UpdatedAsync(params string[] gateways)
    {
        foreach (var gateway in gateways.Distinct())
        {
            await ReportAsync(gateway, """{"version":"0.2.0","serial":200,"arch":"amd64","highest":200}""");
        }
    }

    private async Task ReportAsync(string name, string data)
    {
        var gateway = _gateways.Single(g => g.Name == name);
        var seq = _seq[name] = _seq.GetValueOrDefault(name) + 1;
        await _hq.ApplyAsync(gateway.Message(new BatchHeader("1-a", seq, seq, [], null, false, 1, null), GatewayModel.Join([gateway.Event("1-a", seq, EventTypes.GatewayUpdated, null, data)])));
    }

    private async Task<string> StateAsync(string gateway) =>
        await TextAsync("SELECT m.state FROM campaign_gateway m JOIN gateway g ON g.id = m.gateway WHERE g.gateway = @id", gateway);

    private async Task<string> TextAsync(string sql, string id)
    {
        await using var connection = await _open.OpenAsync(Cancel);
        return Assert.Single(await connection.Command(sql, ("id", id)).ListAsync(r => r.GetString(0), Cancel));
    }

    private Task<long> AuditedAsync(string action) => _hq.CountAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM audit_entry WHERE action = '{action}'"));

    private sealed class TestDrive(CampaignDrive drive, CampaignCalls calls) : IDisposable
    {
        public async Task LookAsync()
        {
            await drive.RoundAsync(Cancel);
            await calls.WhenIdleAsync();
        }

        public void Dispose() => drive.Dispose();
    }
}

public sealed class CampaignOnSqliteTests : CampaignTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class CampaignOnPostgresTests : CampaignTests<PostgresTestDatabase>;
