using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Leases;
using Cloud.Crm.Sales;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Health;

/// <summary>What the watch reads and writes.</summary>
internal sealed class WatchTable(HeadquartersDatabase database, AlarmNews news, TimeProvider clock)
{
    private static readonly TimeSpan s_keptAlarms = TimeSpan.FromDays(365);

    /// <summary>Every gateway of these shards, with its open alarms.</summary>
    internal async Task<(List<WatchRow> Gateways, ILookup<int, OpenAlarm> Alarms)> ReadAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken)
    {
        var list = string.Join(", ", shards.Select(s => s.ToString(CultureInfo.InvariantCulture)));
        await using var connection = await database.OpenAsync(cancellationToken);
        var gateways = await connection.Command(
            $"""
             SELECT g.id, g.gateway, g.store, g.shard, g.status, s.state, s.reasons, h.doc, h.received_at,
                    (SELECT max(c.expires_at) FROM gateway_certificate c WHERE c.gateway = g.id AND c.revoked_at IS NULL)
             FROM gateway g LEFT JOIN gateway_state s ON s.gateway = g.id LEFT JOIN gateway_health h ON h.gateway = g.id WHERE g.shard IN ({list}) ORDER BY g.id
             """).ListAsync(
            r => new WatchRow(
                r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetString(4) switch { "online" => true, "offline" => false, _ => null },
                GatewayStates.Read(r.Text(5)), r.Text(6) ?? "", r.Text(7), database.ReadTime(r, 8), database.ReadTime(r, 9)),
            cancellationToken);
        var alarms = await connection.Command(
            $"""
             SELECT a.id, a.gateway, a.kind, a.detail, a.opened_at, a.acknowledged_at, a.muted_until, a.escalated_at
             FROM gateway_alarm a JOIN gateway g ON g.id = a.gateway WHERE a.closed_at IS NULL AND g.shard IN ({list}) ORDER BY a.id
             """).ListAsync(
            r => (Kind: AlarmKinds.Read(r.GetString(2)), Alarm: new OpenAlarm(
                r.GetString(0), r.GetInt32(1), default, r.GetString(3), database.ReadTime(r, 4)!.Value, database.ReadTime(r, 5), database.ReadTime(r, 6), database.ReadTime(r, 7))),
            cancellationToken);
        return (gateways, alarms.Where(a => a.Kind is not null).Select(a => a.Alarm with { Kind = a.Kind!.Value }).ToLookup(a => a.Gateway));
    }

    /// <summary>Writes what has changed of many gateways, and tells of it, in one transaction: a broker's restart changes thousands at once.</summary>
    /// <param name="changes">What changed, each gateway once.</param>
    /// <param name="cancellationToken">Gives up; nothing is written then.</param>
    /// <returns>The gateways of which it was written. Not those whose shard is held by somebody else now: of these nothing was.</returns>
    internal Task<IReadOnlySet<int>> WriteAsync(IReadOnlyList<(ShardLease Lease, WatchChange Change)> changes, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlySet<int>>(
        async transaction =>
        {
            // Two nodes may both believe for a moment that they hold the shard; the newer one's next look is right again in any case.
            var shards = string.Join(", ", changes.Select(c => c.Lease.Shard).Distinct().Order().Select(s => s.ToString(CultureInfo.InvariantCulture)));
            var held = (await transaction.Command($"SELECT shard, holder, token FROM shard_lease WHERE shard IN ({shards}) AND holder IS NOT NULL")
                .ListAsync(r => new ShardLease(r.GetInt32(0), r.GetString(1), r.GetInt64(2)), cancellationToken)).ToHashSet();
            WatchChange[] ours = [.. changes.Where(c => held.Contains(c.Lease)).Select(c => c.Change).OrderBy(c => c.Gateway.Id)];
            if (ours.Length == 0)
            {
                return new HashSet<int>();
            }

            var now = clock.GetUtcNow().UtcDateTime;
            await StockSql.RunAsync(transaction, WatchStatements.States([.. ours.Where(c => c.State is not null)], now), cancellationToken);
            var told = await OpenAsync(transaction, ours, now, cancellationToken);
            told.AddRange(await EndAsync(transaction, "closed_at", "closed_at IS NULL", AlarmStep.Closed, ours.SelectMany(c => c.Close.Select(a => (c.Gateway, a))), now, cancellationToken));
            told.AddRange(await EndAsync(
                transaction, "escalated_at", "escalated_at IS NULL AND acknowledged_at IS NULL AND closed_at IS NULL", AlarmStep.Escalated,
                ours.SelectMany(c => c.Escalate.Select(a => (c.Gateway, a))), now, cancellationToken));
            await news.AddAsync(transaction, told, now, cancellationToken);

            // The pages that are open hear of it.
            await transaction.RunAsync(WatchStatements.Revisions(ours), cancellationToken);
            return ours.Select(c => c.Gateway.Id).ToHashSet();
        },
        cancellationToken);

    private async Task<List<AlarmTelling>> OpenAsync(DbTransaction transaction, WatchChange[] changes, DateTime now, CancellationToken cancellationToken)
    {
        var opening = changes.SelectMany(c => c.Open.Select(kind => new AlarmTelling(AlarmStep.Opened, c.Gateway, new OpenAlarm(
            Guid.CreateVersion7(clock.GetUtcNow()).ToString(), c.Gateway.Id, kind, Conditions.Detail(kind, c.Numbers), now, null, null, null)))).ToArray();
        if (opening.Length == 0)
        {
            return [];
        }

        await StockSql.RunAsync(transaction, WatchStatements.Opened([.. opening.Select(o => o.Alarm)], now, now - s_keptAlarms), cancellationToken);
        var there = await ThereAsync(transaction, opening.Select(o => o.Alarm.Id), "closed_at IS NULL", cancellationToken);
        return [.. opening.Where(o => there.Contains(o.Alarm.Id))];
    }

    /// <summary>Notes a moment on alarms where a condition holds; those of which it did are to be told of.</summary>
    private async Task<IEnumerable<AlarmTelling>> EndAsync(
        DbTransaction transaction, string column, string where, AlarmStep step, IEnumerable<(WatchRow Gateway, OpenAlarm Alarm)> alarms, DateTime now, CancellationToken cancellationToken)
    {
        var all = alarms.ToList();
        if (all.Count == 0)
        {
            return [];
        }

        var there = await ThereAsync(transaction, all.Select(a => a.Alarm.Id), where, cancellationToken);
        var changed = all.Where(a => there.Contains(a.Alarm.Id)).Select(a => new AlarmTelling(step, a.Gateway, a.Alarm)).ToList();
        await transaction.Command(
            $"UPDATE gateway_alarm SET {column} = @now WHERE {database.In("id", "ids")}", ("now", database.ToTime(now)), ("ids", database.Set(changed.Select(c => c.Alarm.Id)))).RunAsync(cancellationToken);
        return changed;
    }

    /// <summary>The alarms of these that a condition holds for; they stay so until the transaction ends.</summary>
    private async Task<HashSet<string>> ThereAsync(DbTransaction transaction, IEnumerable<string> ids, string where, CancellationToken cancellationToken) =>
        (await transaction.Command($"SELECT id FROM gateway_alarm WHERE {database.In("id", "ids")} AND {where} {database.InOrderSql("id")}", ("ids", database.Set(ids)))
            .ListAsync(r => r.GetString(0), cancellationToken)).ToHashSet(StringComparer.Ordinal);
}

/// <summary>A gateway as the watch reads it.</summary>
internal sealed record WatchRow(
    int Id, string Name, string Store, int Shard, bool? SaysOnline, GatewayState State, string Words, string? Document, DateTime? ReceivedAt, DateTime? CertificateEndsAt);

/// <summary>An alarm that is open.</summary>
internal sealed record OpenAlarm(
    string Id, int Gateway, AlarmKind Kind, string Detail, DateTime OpenedAt, DateTime? AcknowledgedAt, DateTime? MutedUntil, DateTime? EscalatedAt)
{
    /// <summary>Whether nobody is to be told of it now.</summary>
    internal bool IsMuted(DateTime now) => MutedUntil > now;
}

/// <summary>What is to be written of one gateway.</summary>
/// <param name="Gateway">Which.</param>
/// <param name="Numbers">What it said last, for what alarms tell.</param>
/// <param name="State">Its state, where that or the words are new.</param>
/// <param name="Words">What is wrong.</param>
/// <param name="Open">Alarms to be opened.</param>
/// <param name="Close">Alarms to be closed.</param>
/// <param name="Escalate">Alarms that have waited too long.</param>
internal sealed record WatchChange(
    WatchRow Gateway, HealthNumbers? Numbers, GatewayState? State, string Words, IReadOnlyList<AlarmKind> Open, IReadOnlyList<OpenAlarm> Close, IReadOnlyList<OpenAlarm> Escalate)
{
    /// <summary>Whether there is nothing to write.</summary>
    internal bool IsEmpty => State is null && Open.Count == 0 && Close.Count == 0 && Escalate.Count == 0;
}
