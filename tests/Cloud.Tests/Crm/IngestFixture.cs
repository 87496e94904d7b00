using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>A database with its schema, a fleet and every lease it needs; messages are applied straight to it.</summary>
internal sealed class IngestFixture(HeadquartersDatabase database, ManualClock clock, FleetRegistry fleet)
{
    private Dictionary<int, ShardLease> _leases = [];

    internal HeadquartersDatabase Database { get; } = database;

    internal ManualClock Clock { get; } = clock;

    internal FleetQueries Queries { get; } = new(database);

    internal BatchReader Reader { get; } = new(fleet.Find);

    internal FleetRegistry Fleet { get; } = fleet;

    internal static async Task<IngestFixture> CreateAsync(HeadquartersDatabase database, IReadOnlyList<GatewayModel> gateways, CancellationToken cancellationToken)
    {
        var clock = new ManualClock();
        await SchemaMigration.ApplyAsync(database, clock, cancellationToken);
        var fleet = new FleetRegistry(database);
        await fleet.RegisterAsync(
            [.. gateways.GroupBy(g => g.Store).Select(s => new FleetStore(s.Key, $"Name of {s.Key}", [.. s.Select(g => g.Name)]))], cancellationToken);
        await fleet.ReloadAsync(cancellationToken);
        var fixture = new IngestFixture(database, clock, fleet);
        await fixture.TakeLeasesAsync(cancellationToken);
        return fixture;
    }

    internal async Task TakeLeasesAsync(CancellationToken cancellationToken)
    {
        var leases = new LeaseTable(Database, "node-1", TimeSpan.FromSeconds(10), Clock);
        _leases = (await leases.RoundAsync(Fleet.Shards, cancellationToken)).Held.ToDictionary(l => l.Shard);
    }

    /// <summary>Applies messages as one group.</summary>
    internal Task<IngestOutcome[]> ApplyAsync(params MqttMessage[] messages) => ApplyAsync(messages, null);

    internal Task<IngestOutcome[]> ApplyAsync(
        IReadOnlyList<MqttMessage> messages, Func<IngestOutcome[], Task>? beforeCommit, bool cannotResend = false, int maxDeadLetters = 1000) =>
        GroupCommit.RunAsync(
            Database,
            [.. messages.Select(m => new IngestTicket(Reader.Read(m), LeaseOf(m), Clock.GetUtcNow().UtcDateTime, cannotResend, static (_, _) => { }))],
            Clock.GetUtcNow().UtcDateTime,
            beforeCommit,
            TestContext.Current.CancellationToken,
            maxDeadLetters);

    /// <summary>The sequence numbers stored of a gateway's epoch, in order of their positions.</summary>
    internal async Task<List<long>> StoredAsync(string gateway, string epoch)
    {
        await using var connection = await Database.OpenAsync(TestContext.Current.CancellationToken);
        return await connection.Command(
            """
            SELECT e.seq FROM event e JOIN gateway g ON g.id = e.gateway JOIN gateway_epoch p ON p.gateway = e.gateway AND p.epoch = e.epoch
            WHERE g.gateway = @gateway AND p.name = @epoch ORDER BY e.position
            """,
            ("gateway", gateway), ("epoch", epoch)).ListAsync(r => r.GetInt64(0), TestContext.Current.CancellationToken);
    }

    internal async Task<GatewayView> GatewayAsync(string name) =>
        (await Queries.StoresAsync(null, TestContext.Current.CancellationToken)).SelectMany(s => s.Gateways).Single(g => g.Gateway == name);

    internal Task<IReadOnlyList<DeadLetterView>> DeadLettersAsync() => Queries.DeadLettersAsync(500, null, TestContext.Current.CancellationToken);

    internal async Task<long> CountAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(TestContext.Current.CancellationToken);
        return (await connection.Command(sql).ListAsync(r => r.GetInt64(0), TestContext.Current.CancellationToken))[0];
    }

    internal ShardLease LeaseOf(GatewayModel gateway) => _leases[gateway.Address.Shard];

    private ShardLease LeaseOf(MqttMessage message) =>
        _leases.TryGetValue(int.TryParse(message.Topic.Split('/').ElementAtOrDefault(2), out var shard) ? shard : -1, out var lease) ? lease : _leases.Values.First();
}
