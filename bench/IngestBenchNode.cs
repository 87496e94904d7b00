using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Cloud.Contracts;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench;

/// <summary>Headquarters' ingest without a broker: messages as a session would hand them in, through the lanes a node has.</summary>
internal sealed class IngestBenchNode : IAsyncDisposable
{
    private static readonly TimeProvider s_clock = TimeProvider.System;
    private readonly CancellationTokenSource _stop = new();
    private readonly CommitLane[] _lanes;
    private readonly Task _running;
    private readonly FleetRegistry _fleet;
    private readonly Dictionary<int, ShardLease> _leases;
    private readonly GatewayAddress[] _gateways;
    private readonly long[] _next;

    private IngestBenchNode(HeadquartersDatabase database, FleetRegistry fleet, Dictionary<int, ShardLease> leases, GatewayAddress[] gateways)
    {
        _fleet = fleet;
        _leases = leases;
        _gateways = gateways;
        _next = new long[gateways.Length];
        var metrics = new IngestMetrics(new Meters());
        _lanes = [.. Enumerable.Range(0, database.CommitLanes).Select(_ => new CommitLane(database, s_clock, () => 0.5, metrics, NullLogger.Instance))];
        _running = Task.WhenAll(_lanes.Select(l => Task.Run(() => l.RunAsync(_stop.Token))));
    }

    public static Task<IngestBenchNode> StartAsync(HeadquartersDatabase database, int gateways, CancellationToken cancellationToken) =>
        StartAsync(database, [.. Enumerable.Range(1, gateways).Select(i => ("store-1", $"gw-{i}"))], cancellationToken);

    /// <summary>A node with a fleet of its own.</summary>
    public static async Task<IngestBenchNode> StartAsync(HeadquartersDatabase database, IReadOnlyList<(string Store, string Gateway)> gateways, CancellationToken cancellationToken)
    {
        await SchemaMigration.ApplyAsync(database, s_clock, cancellationToken);
        GatewayAddress[] addresses = [.. gateways.Select(g => GatewayAddress.Of(g.Store, g.Gateway))];
        var fleet = new FleetRegistry(database);
        await fleet.RegisterAsync(
            [.. gateways.GroupBy(g => g.Store, StringComparer.Ordinal).Select(s => new FleetStore(s.Key, s.Key, [.. s.Select(g => g.Gateway)]))], cancellationToken);
        await fleet.ReloadAsync(cancellationToken);
        var leases = (await new LeaseTable(database, "bench", TimeSpan.FromMinutes(5), s_clock).RoundAsync(fleet.Shards, cancellationToken)).Held;
        return new IngestBenchNode(database, fleet, leases.ToDictionary(l => l.Shard), addresses);
    }

    /// <summary>The next batches of every gateway in turn.</summary>
    public List<MqttMessage> Batches(int count, int events)
    {
        var messages = new List<MqttMessage>(count);
        for (var i = 0; i < count; i++)
        {
            var at = i % _gateways.Length;
            messages.Add(Batch(_gateways[at], _next[at] + 1, _next[at] + events));
            _next[at] += events;
        }

        return messages;
    }

    /// <summary>Hands all of it in and returns when the last is committed.</summary>
    public async Task CommitAsync(IReadOnlyList<MqttMessage> messages, CancellationToken cancellationToken)
    {
        var left = messages.Count;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = new BatchReader(_fleet.Find);
        foreach (var message in messages)
        {
            await HandInAsync(reader, message, () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.TrySetResult();
                }
            }, cancellationToken);
        }

        await done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Hands in one after the other, each after the one before is committed.</summary>
    public async Task CommitEachAsync(IReadOnlyList<MqttMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await CommitAsync([message], cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task HandInAsync(BatchReader reader, MqttMessage message, Action committed, CancellationToken cancellationToken)
    {
        var incoming = (IncomingBatch)reader.Read(message);
        var lease = _leases[incoming.Gateway.Shard];
        await _lanes[lease.Shard % _lanes.Length].Tickets.WriteAsync(
            new IngestTicket(incoming, lease, s_clock.GetUtcNow().UtcDateTime, false, (_, outcome) =>
            {
                if (outcome.Kind != OutcomeKind.Applied)
                {
                    throw new InvalidOperationException($"A batch of the measurement came to {outcome}.");
                }

                committed();
            }),
            cancellationToken);
    }

    private static MqttMessage Batch(GatewayAddress gateway, long first, long last)
    {
        var payload = new ArrayBufferWriter<byte>();
        for (var seq = first; seq <= last; seq++)
        {
            payload.Write(seq == first ? "["u8 : ","u8);
            EventBody.WriteEvent(payload, new EventId(gateway.Gateway, "1-bench", seq), Body(gateway, seq));
        }

        payload.Write("]"u8);
        var header = new BatchHeader("1-bench", first, last, [], null, Brotli: last > first, last - first + 1, null);
        return new MqttMessage
        {
            Topic = gateway.Topic(Topics.Events),
            Payload = header.Brotli ? BatchPayload.Compress(payload.WrittenSpan) : payload.WrittenMemory,
            ContentType = BatchHeader.ContentType,
            UserProperties = header.ToProperties(),
        };
    }

    private static byte[] Body(GatewayAddress gateway, long seq) => EventBody.Write(
        EventTypes.ScanRead,
        new EventSource(gateway.Store, gateway.Gateway, "till-1"),
        DateTimeOffset.UnixEpoch.AddSeconds(seq),
        clockSynced: true,
        TimeSpan.FromSeconds(seq),
        Guid.NewGuid(),
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"symbology":"ean13","text":"4006381{{seq % 1_000_000:D6}}"}""")));

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
