using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm.Members;

/// <summary>What members' events do in the transaction that stores them, on both databases.</summary>
public abstract class MemberIngestTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly GatewayModel _one = new("store-1", "gw-1");
    private readonly GatewayModel _two = new("store-2", "gw-2");
    private IngestFixture _ingest = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_one, _two], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Consent_GivenAndWithdrawnInOneBatch_IsWithdrawn()
    {
        await _ingest.ApplyAsync(Batch(_one, 1, Given("m-1"), Withdrawn("m-1"), Given("m-2"), Withdrawn("m-2"), Given("m-2")));
        Assert.Equal("m-1/gw-1:withdrawn m-2/gw-1:given", await ConsentsAsync());
    }

    [Fact]
    public async Task Withdrawal_AppliedTwice_RecallsOnce()
    {
        var given = Batch(_one, 1, Given("m-1"));
        var withdrawn = Batch(_two, 1, Given("m-1"), Given("m-2"), Withdrawn("m-1"));
        await _ingest.ApplyAsync(given);
        await _ingest.ApplyAsync(withdrawn);
        Assert.Equal("m-1/gw-1:recalling m-1/gw-2:withdrawn m-2/gw-2:given", await ConsentsAsync());

        await using (var connection = await _ingest.Database.OpenAsync(Cancel))
        {
            await connection.Command("UPDATE member_consent SET state = 'withdrawn' WHERE state = 'recalling'").RunAsync(Cancel);
        }

        await _ingest.ApplyAsync(withdrawn, given);
        Assert.Equal("m-1/gw-1:withdrawn m-1/gw-2:withdrawn m-2/gw-2:given", await ConsentsAsync());
    }

    [Fact]
    public async Task Consent_ToldAfterALaterWithdrawal_IsRecalled()
    {
        _ingest.Clock.Advance(TimeSpan.FromMinutes(1));
        await _ingest.TakeLeasesAsync(Cancel);
        await _ingest.ApplyAsync(Batch(_two, 1, Event("{}"), Event("{}"), Event("{}"), Event("{}"), Withdrawn("m-1")));
        await _ingest.ApplyAsync(Batch(_one, 1, Given("m-1")));
        await new ConsentTable(_ingest.Database, _ingest.Clock).SweepAsync(Cancel);
        Assert.Equal("m-1/gw-1:recalling m-1/gw-2:withdrawn", await ConsentsAsync());

        // Given anew after the withdrawal, it holds.
        await _ingest.ApplyAsync(Batch(_one, 2, Event("{}"), Event("{}"), Event("{}"), Event("{}"), Event("{}"), Event("{}"), Given("m-1")));
        await new ConsentTable(_ingest.Database, _ingest.Clock).SweepAsync(Cancel);
        Assert.Equal("m-1/gw-1:given m-1/gw-2:withdrawn", await ConsentsAsync());
    }

    [Theory]
    [InlineData("""{"member":"m-1","who":"s","how":"headquarters","reason":"withdrawn"}""", "m-1/gw-1:given m-1/gw-2:withdrawn")]
    [InlineData("""{"member":"m-1","who":"gateway","how":"clock","reason":"expired"}""", "m-1/gw-1:given m-1/gw-2:withdrawn")]
    [InlineData("""{"member":"m-1","who":"s","how":"till","reason":"withdrawn"}""", "m-1/gw-1:recalling m-1/gw-2:withdrawn")]
    public async Task Consent_Ended_EndsInTheChainWhereThePersonSaidSo(string data, string expected)
    {
        await _ingest.ApplyAsync(Batch(_one, 1, Given("m-1")));
        await _ingest.ApplyAsync(Batch(_two, 1, Given("m-1"), (EventTypes.ConsentWithdrawn, data)));
        await new ConsentTable(_ingest.Database, _ingest.Clock).SweepAsync(Cancel);
        Assert.Equal(expected, await ConsentsAsync());
    }

    [Fact]
    public async Task Consent_ReplacedByANarrowerOne_IsRecalledWhereItWasSent()
    {
        await _ingest.ApplyAsync(Batch(_one, 1, Given("m-1")));
        await using (var connection = await _ingest.Database.OpenAsync(Cancel))
        {
            await connection.Command(
                "INSERT INTO member_consent (member, gateway, state, other_stores, given_at) SELECT member, gateway + 1, 'relayed', other_stores, given_at FROM member_consent").RunAsync(Cancel);
        }

        await _ingest.ApplyAsync(Batch(_one, 2, (EventTypes.ConsentWithdrawn, """{"member":"m-1","who":"s","how":"page","reason":"replaced"}"""), Given("m-1")));
        Assert.Equal("m-1/gw-1:given m-1/gw-2:recalling", await ConsentsAsync());
    }

    [Fact]
    public async Task Events_ThatSayNoMember_ChangeNothing()
    {
        await _ingest.ApplyAsync(Batch(_one, 1, (EventTypes.ConsentGiven, """{"member":5}"""), (EventTypes.ConsentWithdrawn, "{}"), (EventTypes.VipArrived, """{"member":""}""")));
        Assert.Equal("", await ConsentsAsync());
    }

    [Fact]
    public async Task Arrival_OfAMember_IsTheLastVisitAndGivesANewVersion()
    {
        var members = new MemberTable(_ingest.Database, _ingest.Clock);
        using var key = new MemberKey(new byte[32], "86");
        await new CustomerEditing(_ingest.Database, new CustomerTable(_ingest.Database, _ingest.Clock), new AuditTable(_ingest.Database, _ingest.Clock), _ingest.Clock)
            .SetAsync("m-1", new CustomerBody("Lin Wei"), true, "staff", Caller.Headquarters, key, Cancel);
        _ingest.Clock.Advance(TimeSpan.FromDays(3650));
        await _ingest.TakeLeasesAsync(Cancel);
        await _ingest.ApplyAsync(Batch(_one, 1, (EventTypes.VipArrived, """{"member":"m-1","how":"qr"}""")));

        Assert.Equal(1, await members.TellVisitsAsync(Cancel));
        Assert.Equal(0, await members.TellVisitsAsync(Cancel));
        await using var connection = await _ingest.Database.OpenAsync(Cancel);
        var visits = await connection.Command("SELECT last_visit FROM member WHERE id = 'm-1'").ListAsync(r => _ingest.Database.ReadTime(r, 0), Cancel);
        Assert.Equal(new DateTime(2026, 11, 21, 8, 0, 1, DateTimeKind.Utc), visits.Single());
    }

    private static (string, string) Given(string member) => (EventTypes.ConsentGiven, $$"""{"member":"{{member}}","text_version":"1","who":"s"}""");

    private static (string, string) Withdrawn(string member) => (EventTypes.ConsentWithdrawn, $$"""{"member":"{{member}}","who":"s"}""");

    private static (string, string) Event(string data) => (EventTypes.VisitStarted, data);

    /// <summary>A batch; the event number n is of second n.</summary>
    private static MqttMessage Batch(GatewayModel gateway, long first, params (string Type, string Data)[] events) => gateway.Message(
        new BatchHeader("1-a", first, first + events.Length - 1, [], null, false, events.Length, null),
        GatewayModel.Join([.. events.Select((e, i) => gateway.Event("1-a", first + i, e.Type, null, e.Data))]));

    private async Task<string> ConsentsAsync()
    {
        await using var connection = await _ingest.Database.OpenAsync(Cancel);
        return string.Join(' ', await connection.Command(
            "SELECT c.member || '/' || g.gateway || ':' || c.state FROM member_consent c JOIN gateway g ON g.id = c.gateway ORDER BY c.member, g.gateway").ListAsync(r => r.GetString(0), Cancel));
    }
}

public sealed class MemberIngestOnSqliteTests : MemberIngestTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class MemberIngestOnPostgresTests : MemberIngestTests<PostgresTestDatabase>;
