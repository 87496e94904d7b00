using System.Diagnostics.Metrics;
using Cloud.Crm.Fleet;
using Cloud.Crm.Health;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Tests.Crm;

/// <summary>One node's ingest, running.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly IngestNode _node;

    private TestNode(IngestNode node) => _node = node;

    internal static async Task<TestNode> StartAsync(
        HeadquartersDatabase database,
        IMqttConnector connector,
        CancellationToken cancellationToken,
        string name = "node-1",
        TimeSpan? lease = null,
        MqttConnectOptions? broker = null,
        Hearing? hearing = null)
    {
        var duration = lease ?? TimeSpan.FromSeconds(3);
        var node = new IngestNode(
            database,
            new FleetRegistry(database),
            new LeaseTable(database, name, duration, TimeProvider.System),
            duration,
            connector,
            broker ?? new MqttConnectOptions { Host = "127.0.0.1", Port = 1, ClientId = "" },
            TimeProvider.System,
            () => 0.1,
            new IngestMetrics(new NoMeters()),
            NullLogger<IngestNode>.Instance)
        {
            Hearing = hearing,
        };
        await node.StartAsync(cancellationToken);
        return new TestNode(node);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.StopAsync(CancellationToken.None);
        _node.Dispose();
    }

    internal sealed class NoMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
