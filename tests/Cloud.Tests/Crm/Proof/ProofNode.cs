using System.Net;
using Cloud.Crm.Demo;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Sales;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests.Crm.Proof;

/// <summary>A node of headquarters whose work is done step by step: it reads messages, commits them under leases of its own, and books sales.</summary>
internal sealed class ProofNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LeaseTable _leases;
    private readonly DemoClock _clock;
    private Dictionary<int, ShardLease> _held = [];

    private ProofNode(WebApplication app, HeadquartersDatabase database, string name, DemoClock clock)
    {
        (_app, Database, _clock) = (app, database, clock);
        _leases = new LeaseTable(database, name, TimeSpan.FromMinutes(5), TimeProvider.System);
        Fleet = app.Services.GetRequiredService<FleetRegistry>();
        Sales = DemoRound.Worker<SalesWorker>(app.Services);
    }

    internal HeadquartersDatabase Database { get; }

    internal FleetRegistry Fleet { get; }

    internal SalesWorker Sales { get; }

    internal IServiceProvider Services => _app.Services;

    internal static async Task<ProofNode> StartAsync(TestDatabase test, string name, DemoClock clock, CancellationToken cancellationToken)
    {
        var database = test.Open();
        var options = new HeadquartersOptions
        {
            Node = name,
            Url = new IPEndPoint(IPAddress.Loopback, 0),
            Database = new DatabaseOptions(test.Provider, test.Connection),
            Broker = new BrokerOptions("127.0.0.1", 1, null, null, null, null, null),
            Fleet = [.. DemoStore.All.Select(s => new FleetStore(s.Store, s.Name, [s.Gateway]))],
        };
        var app = Headquarters.Build(options, database, new FakeBroker(), clock, () => 0.5);
        await Headquarters.PrepareAsync(app, options, cancellationToken);
        return new ProofNode(app, database, name, clock);
    }

    /// <summary>Takes every lease there is.</summary>
    internal async Task TakeLeasesAsync(CancellationToken cancellationToken)
    {
        _held = (await _leases.RoundAsync(Fleet.Shards, cancellationToken)).Held.ToDictionary(l => l.Shard);
        Assert.Equal(Fleet.Shards.Count, _held.Count);
    }

    /// <summary>Gives them back; the node goes on as if it had them.</summary>
    internal Task LoseLeasesAsync(CancellationToken cancellationToken) => _leases.ReleaseAsync([.. _held.Values], leaving: true, cancellationToken);

    internal Task<IngestOutcome[]> CommitAsync(IReadOnlyList<MqttMessage> messages, Func<IngestOutcome[], Task>? beforeCommit, CancellationToken cancellationToken)
    {
        var reader = new BatchReader(Fleet.Find);
        var now = _clock.GetUtcNow().UtcDateTime;
        return GroupCommit.RunAsync(
            Database,
            [.. messages.Select(m => (IncomingBatch)reader.Read(m)).Select(b => new IngestTicket(b, _held[b.Gateway.Shard], now, CannotResend: false, static (_, _) => { }))],
            now, beforeCommit, cancellationToken);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
