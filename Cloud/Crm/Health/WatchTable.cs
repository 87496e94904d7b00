using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Leases;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Health;

/// <summary>What the watch reads and writes.</summary>
internal sealed class WatchTable(HeadquartersDatabase database, AlarmNews news, TimeProvider clock)
{
    private const int KeptChanges = 1_000;
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

    /// <summary>Writes what has changed of one gateway, and tells of it, in one transaction.</summary>
    /// <returns>False where the shard is held by somebody else now; then nothing was written.</returns>
    internal Task<bool> WriteAsync(ShardLease lease, WatchChange change, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            // Two nodes may both believe for a moment that they hold the shard; the newer one's next look is right again in any case.
            var held = await transaction.Command(
                "SELECT 1 FROM shard_lease WHERE shard = @shard AND holder = @holder AND token = @token", ("shard", lease.Shard), ("holder", lease.Holder), ("token", lease.Token))
                .ListAsync(static _ => true, cancellationToken);
            if (held.Count == 0)
            {
                return false;
            }

            var now = clock.GetUtcNow().UtcDateTime;
            if (change.State is { } state)
            {
                await WriteStateAsync(transaction, change.Gateway.Id, state, change.Words, now, cancellationToken);
            }

            foreach (var kind in change.Open)
            {
                await OpenAsync(transaction, change, kind, now, cancellationToken);
            }

            foreach (var alarm in change.Close)
            {
                await transaction.Command("UPDATE gateway_alarm SET closed_at = @now WHERE id = @id AND closed_at IS NULL", ("id", alarm.Id), ("now", database.ToTime(now))).RunAsync(cancellationToken);
                await news.AddAsync(transaction, AlarmStep.Closed, change.Gateway, alarm, now, cancellationToken);
            }

            foreach (var alarm in change.Escalate)
            {
                if (await transaction.Command(
                    "UPDATE gateway_alarm SET escalated_at = @now WHERE id = @id AND escalated_at IS NULL AND acknowledged_at IS NULL AND closed_at IS NULL",
                    ("id", alarm.Id), ("now", database.ToTime(now))).RunAsync(cancellationToken) > 0)
                {
                    await news.AddAsync(transaction, AlarmStep.Escalated, change.Gateway, alarm, now, cancellationToken);
                }
            }

            // The pages that are open hear of it.
            await transaction.Command("UPDATE gateway SET revision = revision + 1 WHERE id = @id", ("id", change.Gateway.Id)).RunAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task WriteStateAsync(DbTransaction transaction, int gateway, GatewayState state, string words, DateTime now, CancellationToken cancellationToken)
    {
        var at = database.ToTime(now);
        await transaction.Command(
            """
            INSERT INTO gateway_state (gateway, state, since, reasons) VALUES (@gateway, @state, @now, @reasons)
            ON CONFLICT (gateway) DO UPDATE SET since = CASE WHEN gateway_state.state = excluded.state THEN gateway_state.since ELSE excluded.since END,
                   state = excluded.state, reasons = excluded.reasons
            """,
            ("gateway", gateway), ("state", state.Word()), ("now", at), ("reasons", words)).RunAsync(cancellationToken);
        await transaction.Command(
            """
            INSERT INTO gateway_state_change (gateway, at, state, reasons) VALUES (@gateway, @now, @state, @reasons)
            ON CONFLICT (gateway, at) DO UPDATE SET state = excluded.state, reasons = excluded.reasons
            """,
            ("gateway", gateway), ("state", state.Word()), ("now", at), ("reasons", words)).RunAsync(cancellationToken);
        await transaction.Command(
            $"""
             DELETE FROM gateway_state_change WHERE gateway = @gateway
                AND at <= (SELECT c.at FROM gateway_state_change c WHERE c.gateway = @gateway ORDER BY c.at DESC LIMIT 1 OFFSET {KeptChanges})
             """,
            ("gateway", gateway)).RunAsync(cancellationToken);
    }

    private async Task OpenAsync(DbTransaction transaction, WatchChange change, AlarmKind kind, DateTime now, CancellationToken cancellationToken)
    {
        var alarm = new OpenAlarm(
            Guid.CreateVersion7(clock.GetUtcNow()).ToString(), change.Gateway.Id, kind, Conditions.Detail(kind, change.Numbers), now, null, null, null);
        if (await transaction.Command(
            """
            INSERT INTO gateway_alarm (id, gateway, kind, detail, opened_at) VALUES (@id, @gateway, @kind, @detail, @now)
            ON CONFLICT (gateway, kind) WHERE closed_at IS NULL DO NOTHING
            """,
            ("id", alarm.Id), ("gateway", alarm.Gateway), ("kind", kind.Word()), ("detail", alarm.Detail), ("now", database.ToTime(now))).RunAsync(cancellationToken) > 0)
        {
            await news.AddAsync(transaction, AlarmStep.Opened, change.Gateway, alarm, now, cancellationToken);
            await transaction.Command(
                "DELETE FROM gateway_alarm WHERE gateway = @gateway AND closed_at < @old", ("gateway", alarm.Gateway), ("old", database.ToTime(now - s_keptAlarms))).RunAsync(cancellationToken);
        }
    }
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
