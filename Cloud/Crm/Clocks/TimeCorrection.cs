using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;
using Cloud.Crm.Sales;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Cloud.Crm.Visits;

namespace Cloud.Crm.Clocks;

/// <summary>
/// Gives events that came before their gateway's clock was right the time at which they happened, some at a time. The times, what follows from them and how far this is are written in
/// one transaction under the lock that ingest holds: cut short anywhere it goes on where it was, and nothing moves twice.
/// </summary>
internal sealed class TimeCorrection(HeadquartersDatabase database)
{
    /// <summary>The most events of one transaction: it keeps their gateway from ingest as long as it takes.</summary>
    internal const int MostEvents = 500;

    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 128 };

    /// <summary>An epoch with events that wait, and a start that is known: its own, or that of another epoch of the same start of the machine.</summary>
    private const string Due =
        """
        w.waiting_from IS NOT NULL AND (w.started_ms IS NOT NULL OR (w.boot IS NOT NULL
          AND EXISTS (SELECT 1 FROM gateway_epoch o WHERE o.gateway = w.gateway AND o.boot = w.boot AND o.started_ms IS NOT NULL)))
        """;

    /// <summary>Called before each commit; for tests of being cut short there.</summary>
    internal Action Committing { get; init; } = static () => { };

    /// <summary>Corrects some events of one gateway.</summary>
    /// <returns>False where there was nothing to do.</returns>
    internal async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command($"SELECT 1 FROM gateway_epoch w WHERE {Due} LIMIT 1").ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return false;
            }
        }

        return await database.WriteAsync(
            async transaction =>
            {
                var gateways = await transaction.Command(
                    $"SELECT id, store FROM gateway WHERE id IN (SELECT w.gateway FROM gateway_epoch w WHERE {Due}) ORDER BY id LIMIT 1 {database.SkipLockedSql}")
                    .ListAsync(r => (Id: r.GetInt32(0), Store: r.GetString(1)), cancellationToken);
                if (gateways.Count == 0)
                {
                    return false;
                }

                await CorrectAsync(transaction, gateways[0].Id, gateways[0].Store, cancellationToken);
                Committing();
                return true;
            },
            cancellationToken);
    }

    private async Task CorrectAsync(DbTransaction transaction, int gateway, string store, CancellationToken cancellationToken)
    {
        var epochs = await transaction.Command(
            $"""
             SELECT w.epoch, w.waiting_from, w.waiting_to, coalesce(w.started_ms, (SELECT o.started_ms FROM gateway_epoch o
                 WHERE o.gateway = w.gateway AND o.boot = w.boot AND o.started_ms IS NOT NULL ORDER BY o.epoch LIMIT 1))
             FROM gateway_epoch w WHERE w.gateway = @gateway AND {Due} ORDER BY w.epoch LIMIT 1
             """,
            ("gateway", gateway)).ListAsync(r => (Epoch: r.GetInt32(0), From: r.GetInt64(1), To: r.GetInt64(2), StartedMs: r.GetInt64(3)), cancellationToken);
        if (epochs is not [var (epoch, from, to, startedMs)])
        {
            return;
        }

        var events = await transaction.Command(
            """
            SELECT position, seq, type, class, device, time, uptime, received_at, corrected_at, body FROM event
            WHERE gateway = @gateway AND position >= @from AND position <= @to AND epoch = @epoch AND NOT clock_synced ORDER BY position LIMIT @most
            """,
            ("gateway", gateway), ("from", from), ("to", to), ("epoch", epoch), ("most", MostEvents)).ListAsync(r => Read(r, gateway, store, startedMs), cancellationToken);
        MovedEvent[] moved = [.. events.Where(e => e.New.Event.CorrectedAt is { } at && at != e.Old.Event.CorrectedAt)];
        await StockSql.RunAsync(transaction, [.. VisitMoves.Of(moved), .. StockTimes.Of(moved)], cancellationToken);
        await new SaleMoves(database).RunAsync(transaction, moved, cancellationToken);
        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE event e SET corrected_at = n.at FROM unnest($1, $2, $3) AS n (gateway, position, at) WHERE e.gateway = n.gateway AND e.position = n.position",
                "UPDATE event SET corrected_at = @p3 WHERE gateway = @p1 AND position = @p2",
                moved.Select(m => gateway).ToArray(), moved.Select(m => m.New.Position).ToArray(), moved.Select(m => m.New.Event.CorrectedAt!.Value).ToArray()),
            cancellationToken);

        var isDone = events.Count < MostEvents;
        DateTime? known = moved.Length > 0 ? moved.Max(m => m.New.At) : null;
        await transaction.Command(
            $"""
             UPDATE gateway_epoch SET started_ms = @started, waiting_from = {(isDone ? "NULL" : "@next")}, waiting_to = {(isDone ? "NULL" : "waiting_to")}
             {(known is null ? "" : ", known_at = CASE WHEN known_at > @known THEN known_at ELSE @known END")}
             WHERE gateway = @gateway AND epoch = @epoch
             """,
            [
                ("started", startedMs), ("gateway", gateway), ("epoch", epoch), .. isDone ? [] : new (string, object?)[] { ("next", events[^1].Old.Position + 1) },
                .. known is null ? [] : new (string, object?)[] { ("known", database.ToTime(known.Value)) },
            ]).RunAsync(cancellationToken);
        await transaction.Command("UPDATE gateway SET revision = revision + 1 WHERE id = @gateway", ("gateway", gateway)).RunAsync(cancellationToken);
    }

    private MovedEvent Read(DbDataReader r, int gateway, string store, long startedMs)
    {
        var (type, device, time, receivedAt) = (r.GetString(2), r.Text(4), database.ReadTime(r, 5)!.Value, database.ReadTime(r, 7)!.Value);
        using var body = JsonDocument.Parse(r.GetString(9), s_json);
        var known = EventCatalog.Find(type)?.Type ?? type;
        var before = new IncomingEvent(
            r.GetInt64(1), known, r.GetInt16(3) == 0 ? EventClass.Ledger : EventClass.Telemetry, device, time, ClockSynced: false, r.Number(6), null, "", null, null,
            EventEffect.Of(known, device, body.RootElement)) { CorrectedAt = database.ReadTime(r, 8) };
        var after = before with { CorrectedAt = EpochClock.TimeOf(startedMs, before.UptimeMs, receivedAt) };
        EffectRow Row(IncomingEvent e) => new(gateway, store, r.GetInt64(0), receivedAt, e, e.Effect!);
        return new MovedEvent(Row(before), Row(after));
    }
}
