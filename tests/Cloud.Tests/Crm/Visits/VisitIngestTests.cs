using System.Globalization;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Chain;
using Cloud.Crm.Ingest;
using Cloud.Crm.Overview;
using Cloud.Crm.Storage;
using Cloud.Crm.Visits;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm.Visits;

/// <summary>What visits' events do in the transaction that stores them, and what is read of it, on both databases.</summary>
public abstract class VisitIngestTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly GatewayModel _one = new("store-1", "gw-1");
    private readonly GatewayModel _two = new("store-2", "gw-2");
    private readonly Dictionary<GatewayModel, long> _seq = [];
    private IngestFixture _ingest = null!;
    private VisitQueries _queries = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_one, _two], Cancel);
        _queries = new VisitQueries(_ingest.Database, _ingest.Clock);
        _ingest.Clock.Advance(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero) - _ingest.Clock.GetUtcNow());
        await _ingest.TakeLeasesAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Counts_OfABusyWeekend_HaveTheirPeakInTheStoresOwnHour()
    {
        // 15:00 to 17:00 on Saturday 14 and Sunday 15 November in Shanghai is 07:00 to 09:00 of UTC.
        await ApplyAsync(_one, Counted(40, "2026-11-14T07:00:00Z"), Counted(60, "2026-11-14T08:00:00Z"), Counted(70, "2026-11-15T08:00:00Z"), Counted(5, "2026-11-13T01:00:00Z"));

        var map = await _queries.HeatMapAsync("store-1", new DateOnly(2026, 11, 9), new DateOnly(2026, 11, 15), Caller.Headquarters, Cancel);

        Assert.Equal(["5/9: 5 of 1", "6/15: 40 of 1", "6/16: 60 of 1", "7/16: 70 of 1"], map.Cells.Select(Text));
        Assert.Equal("7/16: 70 of 1", Text(map.Peak!));
    }

    [Fact]
    public async Task Counts_ReplayedWhole_CountOnce()
    {
        var batch = Batch(_one, Counted(40, "2026-11-21T07:00:00Z"), Ended("v-1", null, 90), Ended("v-2", null, 30), Arrived("v-3", "m-1"));
        await _ingest.ApplyAsync(batch, batch);
        await _ingest.ApplyAsync(batch);

        Assert.Equal("40 2 120", await TotalsAsync());
        Assert.Single((await ArrivalsAsync()).Arrivals);
    }

    [Fact]
    public async Task Staff_AreNotAmongTheStays()
    {
        await ApplyAsync(_one, (EventTypes.VisitEnded, """{"zone":"door","dwell_seconds":600,"visit":"v-1","staff":true}"""), Ended("v-2", null, 60));

        Assert.Equal("0 1 60", await TotalsAsync());
    }

    [Theory]
    [InlineData("""{"zone":"door","count":-1}""")]
    [InlineData("""{"zone":"door","count":9000000000000000000}""")]
    [InlineData("""{"zone":"door","count":"3"}""")]
    [InlineData("""{"count":3}""")]
    public async Task Count_ThatIsNone_IsKeptAsAnEventAndCountsNobody(string data)
    {
        await ApplyAsync(_one, (EventTypes.VisitCounted, data), Counted(1, "2026-11-21T07:00:00Z"));

        Assert.Equal("1 0 0", await TotalsAsync());
        Assert.Equal(2, await _ingest.CountAsync("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task Claim_InTheSameBatch_FindsItsArrival_AndASecondClaimKeepsTheFirstTime()
    {
        await ApplyAsync(_one, Arrived("v-1", "m-1"), Claimed("v-1", "amy", 4), Claimed("v-1", "bob", 50), Ended("v-1", "m-1", 300));
        await ApplyAsync(_one, Claimed("v-1", "cai", 90), Arrived("v-2", "m-2"), Dismissed("v-2", "amy"));

        Assert.Equal(["v-2 m-2 - - dismissed -", "v-1 m-1 cai 4 - 300"], (await ArrivalsAsync()).Arrivals.Select(a => string.Create(
            CultureInfo.InvariantCulture, $"{a.Visit} {a.Member} {a.ClaimedBy ?? "-"} {a.ClaimSeconds?.ToString(CultureInfo.InvariantCulture) ?? "-"} {(a.DismissedAt is null ? "-" : "dismissed")} {a.DwellSeconds?.ToString(CultureInfo.InvariantCulture) ?? "-"}")));
    }

    [Fact]
    public async Task Arrivals_PageByPage_AreAllThereOnce()
    {
        await ApplyAsync(_one, [.. Enumerable.Range(0, 7).Select(i => Arrived($"a-{i}", "m-1"))]);
        await ApplyAsync(_two, [.. Enumerable.Range(0, 6).Select(i => Arrived($"b-{i}", "m-2"))]);

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await _queries.ArrivalsAsync(null, after is null ? null : ArrivalMark.Read(after), 4, Caller.Headquarters, Cancel);
            seen.AddRange(page.Arrivals.Select(a => a.Visit));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(13, seen.Count);
        Assert.Equal(13, seen.Distinct().Count());
    }

    [Fact]
    public async Task Arrivals_OfAnotherStore_AreNotForAManager()
    {
        await ApplyAsync(_one, Arrived("v-1", "m-1"), Counted(9, "2026-11-22T08:00:00Z"));
        await ApplyAsync(_two, Arrived("v-2", "m-2"));
        var manager = new Caller("u-1", "Amy", Role.Manager, new HashSet<string> { "store-2" });

        Assert.Equal(["v-2"], (await _queries.ArrivalsAsync(null, null, 50, manager, Cancel)).Arrivals.Select(a => a.Visit));
        Assert.Empty((await _queries.HeatMapAsync(null, new DateOnly(2026, 11, 16), new DateOnly(2026, 11, 22), manager, Cancel)).Cells);
        Assert.Empty((await _queries.ArrivalsAsync(null, null, 50, manager with { Stores = new HashSet<string>() }, Cancel)).Arrivals);
    }

    [Fact]
    public async Task HeatMap_OfTheWholeChain_IsTheSumOfItsStores_AlsoAfterAStoreMovedToAnotherTimeZone()
    {
        await ApplyAsync(_one, Counted(40, "2026-11-14T07:00:00Z"), Counted(2, "2026-11-14T07:30:00Z"), Counted(60, "2026-11-14T08:00:00Z"));
        await ApplyAsync(_two, Counted(5, "2026-11-14T07:00:00Z"));
        await MapsAgreeAsync("6/15: 47 of 1", "6/16: 60 of 1");

        var places = new PlaceTable(_ingest.Database, new AuditTable(_ingest.Database, _ingest.Clock));
        Assert.Null(await places.SetAsync(Caller.Headquarters, "store-2", new PlaceBody("Two", null, null, "Europe/Berlin", null, null), Cancel));
        await ApplyAsync(_two, Counted(1, "2026-11-14T07:00:00Z"), Counted(3, "2026-11-14T23:30:00Z"));
        await MapsAgreeAsync("6/8: 6 of 1", "6/15: 42 of 1", "6/16: 60 of 1", "7/0: 3 of 1");

        async Task MapsAgreeAsync(params string[] cells)
        {
            var region = new Caller("u-1", "Amy", Role.Region, new HashSet<string> { "store-1", "store-2" });
            foreach (var caller in new[] { Caller.Headquarters, region })
            {
                var map = await _queries.HeatMapAsync(null, new DateOnly(2026, 11, 9), new DateOnly(2026, 11, 15), caller, Cancel);
                Assert.Equal(cells, map.Cells.Select(Text));
            }
        }
    }

    [Fact]
    public async Task Overview_CountsThePeopleOfTheStoresOwnDay_AlikeForTheChainAndForARegion()
    {
        await ApplyAsync(_one, Counted(5, "2026-11-20T15:00:00Z"), Counted(7, "2026-11-20T16:00:00Z"), Arrived("v-1", "m-1"));
        await ApplyAsync(_two, Counted(4, "2026-11-21T07:00:00Z"));
        var overview = new OverviewQueries(_ingest.Database, new ManualClock());

        foreach (var stores in new[] { null, new HashSet<string> { "store-1", "store-2" } })
        {
            var today = (await overview.ReadAsync(Caller.Headquarters with { Stores = stores }, Cancel)).Today;
            Assert.Equal((11, 1), (today.People, today.Arrivals));
        }
    }

    private static string Text(HeatCell cell) => string.Create(CultureInfo.InvariantCulture, $"{cell.Weekday}/{cell.Hour}: {cell.People} of {cell.Days}");

    private static (string, string) Counted(int count, string from) => (EventTypes.VisitCounted, $$"""{"zone":"door","count":{{count}},"from":"{{from}}"}""");

    private static (string, string) Ended(string visit, string? member, int seconds) =>
        (EventTypes.VisitEnded, $$"""{"zone":"door","dwell_seconds":{{seconds}},"visit":"{{visit}}"{{(member is null ? "" : $",\"member\":\"{member}\"")}}}""");

    private static (string, string) Arrived(string visit, string member) => (EventTypes.VipArrived, $$"""{"member":"{{member}}","how":"face","visit":"{{visit}}","zone":"door"}""");

    private static (string, string) Claimed(string visit, string staff, int seconds) =>
        (EventTypes.VipClaimed, $$"""{"member":"m-1","staff":"{{staff}}","visit":"{{visit}}","seconds":{{seconds}}}""");

    private static (string, string) Dismissed(string visit, string staff) => (EventTypes.VipDismissed, $$"""{"member":"m-1","staff":"{{staff}}","visit":"{{visit}}"}""");

    private Task<ArrivalPage> ArrivalsAsync() => _queries.ArrivalsAsync(null, null, 50, Caller.Headquarters, Cancel);

    private Task<IngestOutcome[]> ApplyAsync(GatewayModel gateway, params (string Type, string Data)[] events) => _ingest.ApplyAsync(Batch(gateway, events));

    private MqttMessage Batch(GatewayModel gateway, params (string Type, string Data)[] events)
    {
        var first = _seq.GetValueOrDefault(gateway) + 1;
        _seq[gateway] = first + events.Length - 1;
        return gateway.Message(
            new BatchHeader("e-1", first, _seq[gateway], [], null, false, events.Length, null),
            GatewayModel.Join([.. events.Select((e, i) => gateway.Event("e-1", first + i, e.Type, "camera-1", e.Data))]));
    }

    private async Task<string> TotalsAsync()
    {
        await using var connection = await _ingest.Database.OpenAsync(Cancel);
        return (await connection.Command("SELECT CAST(sum(people) AS bigint), CAST(sum(stays) AS bigint), CAST(sum(dwell_seconds) AS bigint) FROM visit_hour")
            .ListAsync(r => string.Create(CultureInfo.InvariantCulture, $"{r.GetInt64(0)} {r.GetInt64(1)} {r.GetInt64(2)}"), Cancel))[0];
    }
}

public sealed class VisitIngestOnSqliteTests : VisitIngestTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class VisitIngestOnPostgresTests : VisitIngestTests<PostgresTestDatabase>;
