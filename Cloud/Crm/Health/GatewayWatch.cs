using Cloud.Crm.Leases;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Health;

/// <summary>
/// Judges the gateways of the shards that this node listens to, every two seconds, and keeps their alarms. Another node that takes over a shard begins with
/// what is written, and listens a while before it calls anybody silent.
/// </summary>
internal sealed class GatewayWatch(Hearing hearing, WatchTable table, HealthOptions options, TimeProvider clock, ILogger<GatewayWatch> logger) : BackgroundService
{
    /// <summary>The most gateways written in one transaction: it keeps their rows from ingest as long as it takes.</summary>
    internal const int MostAtOnce = 1_000;

    private readonly Dictionary<int, (ShardLease Lease, WatchedGateway Watched)> _known = [];
    private readonly long _beganAt = clock.GetTimestamp();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(GatewayJudge.Look, clock, RoundAsync, logger.GatewayWatchFailing, stoppingToken);

    /// <summary>Looks once.</summary>
    /// <returns>Of how many gateways something was written.</returns>
    internal async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var leases = hearing.Leases().GroupBy(l => l.Shard).ToDictionary(g => g.Key, g => g.MaxBy(l => l.Token));
        if (leases.Count == 0)
        {
            return 0;
        }

        var (gateways, alarms) = await table.ReadAsync([.. leases.Keys.Order()], cancellationToken);
        var changes = new List<(WatchedGateway Watched, ShardLease Lease, WatchChange Change)>();
        foreach (var row in gateways)
        {
            if (Look(leases[row.Shard], row) is { } watched && Change(row, watched, [.. alarms[row.Id]]) is { IsEmpty: false } change)
            {
                changes.Add((watched, leases[row.Shard], change));
            }
        }

        var written = 0;
        foreach (var some in changes.Chunk(MostAtOnce))
        {
            var done = await table.WriteAsync([.. some.Select(c => (c.Lease, c.Change))], cancellationToken);
            written += done.Count;
            foreach (var (watched, _, change) in some)
            {
                Note(watched, change, done.Contains(change.Gateway.Id));
            }
        }

        return written;
    }

    private void Note(WatchedGateway watched, WatchChange change, bool isWritten)
    {
        if (!isWritten)
        {
            _known.Remove(change.Gateway.Id);
            return;
        }

        watched.Written();
        if (change.State is { } state && state != change.Gateway.State)
        {
            var (word, reasons) = (state.Word(), change.Words);
            logger.GatewayStateChanged(change.Gateway.Name, word, reasons);
        }
    }

    private WatchedGateway? Look(ShardLease lease, WatchRow row)
    {
        if (hearing.Of(lease, row.Id, row.SaysOnline) is not { } heard)
        {
            return null;
        }

        if (!_known.TryGetValue(row.Id, out var known) || known.Lease != lease)
        {
            _known[row.Id] = known = (lease, WatchedGateway.From(row.State, row.Words));
        }

        if (row is { Document: { } document, ReceivedAt: { } at } && known.Watched.NumbersAt != at)
        {
            known.Watched.Take(HealthNumbers.Read(document), at);
        }

        known.Watched.Take(row.CertificateEndsAt, clock.GetUtcNow().UtcDateTime);
        known.Watched.Judge(heard);
        return known.Watched;
    }

    private WatchChange Change(WatchRow row, WatchedGateway watched, List<OpenAlarm> open)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (opening, closing) = watched.Alarms(open.Select(a => a.Kind).ToHashSet(), clock.GetElapsedTime(_beganAt));
        return new WatchChange(
            row,
            watched.Numbers,
            watched.NeedsWriting ? watched.State : null,
            watched.Words,
            opening,
            [.. open.Where(a => closing.Contains(a.Kind))],
            [.. open.Where(a => !closing.Contains(a.Kind) && a is { AcknowledgedAt: null, EscalatedAt: null } && !a.IsMuted(now) && now - a.OpenedAt >= options.EscalateAfter)]);
    }
}
