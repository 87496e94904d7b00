using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Crm.Demo;

/// <summary>Takes the demonstration gateways' messages in as a node does, under leases of its own.</summary>
/// <param name="database">Where.</param>
/// <param name="fleet">The gateways.</param>
/// <param name="clock">The year's clock. Leases go by the machine's, for other nodes do.</param>
internal sealed class DemoIngest(HeadquartersDatabase database, FleetRegistry fleet, TimeProvider clock)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(5);

    private readonly LeaseTable _leases = new(database, "demo", s_lease, TimeProvider.System);
    private Dictionary<int, ShardLease> _held = [];
    private long _renewed;

    /// <summary>Takes the leases, or renews them where it is time.</summary>
    /// <exception cref="DemoException">Another node has one of them.</exception>
    internal async Task HoldAsync(CancellationToken cancellationToken)
    {
        if (_held.Count > 0 && TimeProvider.System.GetElapsedTime(_renewed) < s_lease / 3)
        {
            return;
        }

        _renewed = TimeProvider.System.GetTimestamp();
        _held = (await _leases.RoundAsync(fleet.Shards, cancellationToken)).Held.ToDictionary(l => l.Shard);
        if (fleet.Shards.FirstOrDefault(s => !_held.ContainsKey(s), -1) is >= 0 and var missing)
        {
            throw new DemoException($"another node of headquarters holds shard {missing}; stop every node, wait half a minute, and load the demonstration again");
        }
    }

    /// <summary>Takes messages in, all in one transaction.</summary>
    /// <returns>How many events.</returns>
    /// <exception cref="DemoException">A message was not what comes next.</exception>
    internal async Task<int> TakeAsync(IEnumerable<MqttMessage> messages, CancellationToken cancellationToken)
    {
        var reader = new BatchReader(fleet.Find);
        var now = clock.GetUtcNow().UtcDateTime;
        IngestTicket[] tickets = [.. messages.Select(m => reader.Read(m)).Cast<IncomingBatch>()
            .Select(batch => new IngestTicket(batch, _held[batch.Gateway.Shard], now, CannotResend: false, static (_, _) => { }))];
        var outcomes = await GroupCommit.RunAsync(database, tickets, now, beforeCommit: null, cancellationToken);
        return Array.FindIndex(outcomes, o => o.Kind != OutcomeKind.Applied || o.DeadLetters > 0) is >= 0 and var wrong
            ? throw new DemoException($"a day's messages came to {outcomes[wrong]}; expected them to be applied")
            : outcomes.Sum(o => o.Events);
    }

    /// <summary>Gives the leases back.</summary>
    internal Task LeaveAsync(CancellationToken cancellationToken) => _leases.ReleaseAsync([.. _held.Values], leaving: true, cancellationToken);
}
