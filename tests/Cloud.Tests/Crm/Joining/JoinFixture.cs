using Cloud.Contracts.Joining;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Joining;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm.Joining;

/// <summary>Headquarters' joining over a real database and a clock of the test's own.</summary>
internal sealed class JoinFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("join-").FullName;

    private JoinFixture(HeadquartersDatabase database, ManualClock clock)
    {
        Clock = clock;
        Options = new JoiningOptions(Path.Combine(_folder, "keys"), "broker.example", 8883, Path.Combine(_folder, "gateways.crl")) { Address = new Uri("https://headquarters.example") };
        Authorities = Authorities.Load(Options.Folder, Clock);
        Fleet = new FleetRegistry(database);
        Table = new JoinTable(database);
        Certification = new Certification(database, Authorities, Clock);
        var audit = new AuditTable(database, Clock);
        Desk = new JoinDesk(database, Table, Certification, audit, Fleet, new TwinTable(database, audit, Clock), Options, Clock);
        Renewals = new Renewals(database, Table, Certification, Desk, audit, Clock);
    }

    internal ManualClock Clock { get; }

    internal JoiningOptions Options { get; }

    internal Authorities Authorities { get; }

    internal FleetRegistry Fleet { get; }

    internal JoinTable Table { get; }

    internal Certification Certification { get; }

    internal JoinDesk Desk { get; }

    internal Renewals Renewals { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Over a database with stores store-1 (gateway gw-1) and store-2.</summary>
    internal static async Task<JoinFixture> CreateAsync(HeadquartersDatabase database, ManualClock? clock = null)
    {
        var fixture = new JoinFixture(database, clock ?? new ManualClock());
        await fixture.Fleet.RegisterAsync([new FleetStore("store-1", "Store 1", ["gw-1"]), new FleetStore("store-2", "Store 2", [])], Cancel);
        await fixture.Fleet.ReloadAsync(Cancel);
        return fixture;
    }

    internal async Task<JoinCodeView> CodeAsync(string gateway = "gw-1", string store = "store-1")
    {
        var (code, mistake, _) = await Desk.MakeCodeAsync(Caller.Headquarters, store, gateway, Cancel);
        Assert.Null(mistake);
        return code!;
    }

    internal async Task<JoinAnswer> JoinAsync(BoxKey key, string gateway = "gw-1", string store = "store-1")
    {
        var result = await TryAsync((await CodeAsync(gateway, store)).Code, key);
        Assert.Null(result.Refusal);
        return result.Answer!;
    }

    internal Task<JoinResult> TryAsync(string code, BoxKey key) => Desk.JoinAsync(new JoinRequest(code, key.Request()), Cancel);

    internal Task<JoinResult> RenewAsync(BoxKey key, string certificate, BoxKey next) => Renewals.RenewAsync(key.Renew(certificate, next), "10.0.0.9", Cancel);

    internal async Task<GatewayStanding> StandingAsync(string gateway) =>
        (await Table.StandingsAsync(Clock.GetUtcNow().UtcDateTime, Cancel)).Single(s => s.Gateway == gateway);

    public void Dispose()
    {
        Authorities.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
