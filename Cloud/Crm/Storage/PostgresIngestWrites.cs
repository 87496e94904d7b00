using Cloud.Crm.Effects;
using Npgsql;

namespace Cloud.Crm.Storage;

/// <summary>Everything but the events, one statement a table; rows in key order, so that two transactions never lock crosswise.</summary>
internal static class PostgresIngestWrites
{
    internal static void Add(NpgsqlBatch batch, IngestWrites writes)
    {
        AddTally(batch, writes);
        AddEpochs(batch, writes);
        AddGateways(batch, writes);
        AddDevices(batch, writes);
        AddMembers(batch, writes);
        AddEffects(batch, writes);
        AddDeadLetters(batch, writes);
        AddNotices(batch, writes);
    }

    private static void AddTally(NpgsqlBatch batch, IngestWrites writes)
    {
        if (writes.Tally.Count == 0)
        {
            return;
        }

        var rows = writes.Tally.ToArray();
        batch.Add(
            """
            INSERT INTO event_tally (gateway, type, count) SELECT * FROM unnest($1, $2, $3)
            ON CONFLICT (gateway, type) DO UPDATE SET count = event_tally.count + excluded.count
            """,
            rows.Select(r => r.Key.Gateway).ToArray(),
            rows.Select(r => r.Key.Type).ToArray(),
            rows.Select(r => r.Value).ToArray());
    }

    private static void AddEpochs(NpgsqlBatch batch, IngestWrites writes)
    {
        if (writes.Epochs.Count == 0)
        {
            return;
        }

        var rows = writes.Epochs.ToArray();
        batch.Add(
            """
            INSERT INTO gateway_epoch (gateway, epoch, name, first, position, started_ms, latest_start_ms, waiting_from, waiting_to, boot, known_at, opened_at)
            SELECT *, $12 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (gateway, epoch) DO UPDATE SET position = excluded.position, started_ms = excluded.started_ms, latest_start_ms = excluded.latest_start_ms,
                   waiting_from = excluded.waiting_from, waiting_to = excluded.waiting_to, boot = excluded.boot, known_at = excluded.known_at
            """,
            rows.Select(r => r.Gateway).ToArray(),
            rows.Select(r => r.Epoch.Ordinal).ToArray(),
            rows.Select(r => r.Epoch.Name).ToArray(),
            rows.Select(r => r.Epoch.First).ToArray(),
            rows.Select(r => r.Epoch.Position).ToArray(),
            rows.Select(r => r.Epoch.Clock.StartedMs).ToArray(),
            rows.Select(r => r.Epoch.Clock.LatestStartMs).ToArray(),
            rows.Select(r => r.Epoch.Clock.WaitingFrom).ToArray(),
            rows.Select(r => r.Epoch.Clock.WaitingTo).ToArray(),
            rows.Select(r => r.Epoch.Clock.Boot).ToArray(),
            rows.Select(r => r.Epoch.Clock.KnownAt).ToArray(),
            writes.At);
    }

    private static void AddGateways(NpgsqlBatch batch, IngestWrites writes)
    {
        if (writes.Gateways.Count == 0)
        {
            return;
        }

        var rows = writes.Gateways.ToArray();
        batch.Add(
            """
            UPDATE gateway g SET position = n.position, epoch = n.epoch, committed_seq = n.committed_seq, epoch_count = n.epoch_count,
                   highest_epoch = n.highest_epoch, highest_seq = n.highest_seq, status = n.status, status_since = n.status_since,
                   version = n.version, boot = n.boot, last_event_at = n.last_event_at, last_committed_at = n.last_committed_at,
                   depth = n.depth, oldest_unsent = n.oldest_unsent, gap_events = n.gap_events, revision = g.revision + 1
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS n (id, position, epoch, committed_seq,
                   epoch_count, highest_epoch, highest_seq, status, status_since, version, boot, last_event_at, last_committed_at, depth,
                   oldest_unsent, gap_events)
            WHERE g.id = n.id
            """,
            rows.Select(g => g.Id).ToArray(),
            rows.Select(g => g.Position).ToArray(),
            rows.Select(g => g.Epoch).ToArray(),
            rows.Select(g => g.CommittedSeq).ToArray(),
            rows.Select(g => g.EpochCount).ToArray(),
            rows.Select(g => g.HighestEpoch).ToArray(),
            rows.Select(g => g.HighestSeq).ToArray(),
            rows.Select(g => g.Status).ToArray(),
            rows.Select(g => g.StatusSince).ToArray(),
            rows.Select(g => g.Version).ToArray(),
            rows.Select(g => g.Boot).ToArray(),
            rows.Select(g => g.LastEventAt).ToArray(),
            rows.Select(g => g.LastCommittedAt).ToArray(),
            rows.Select(g => g.Depth).ToArray(),
            rows.Select(g => g.OldestUnsent).ToArray(),
            rows.Select(g => g.GapEvents).ToArray());
    }

    private static void AddDevices(NpgsqlBatch batch, IngestWrites writes)
    {
        if (writes.Devices.Count == 0)
        {
            return;
        }

        var rows = writes.Devices.ToArray();
        batch.Add(
            """
            MERGE INTO device_state d
            USING unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS n (gateway, device, kind, driver, stable_name, availability, since,
                  says_reason, reason, sample, sample_at)
            ON d.gateway = n.gateway AND d.device = n.device
            WHEN MATCHED THEN UPDATE SET kind = coalesce(n.kind, d.kind), driver = coalesce(n.driver, d.driver),
                 stable_name = coalesce(n.stable_name, d.stable_name), availability = coalesce(n.availability, d.availability),
                 since = coalesce(n.since, d.since), reason = CASE WHEN n.says_reason THEN n.reason ELSE d.reason END,
                 sample = coalesce(n.sample, d.sample), sample_at = coalesce(n.sample_at, d.sample_at)
            WHEN NOT MATCHED THEN INSERT (gateway, device, kind, driver, stable_name, availability, since, reason, sample, sample_at)
                 VALUES (n.gateway, n.device, n.kind, n.driver, n.stable_name, coalesce(n.availability, 'unknown'), n.since, n.reason, n.sample,
                         n.sample_at)
            """,
            rows.Select(r => r.Key.Gateway).ToArray(),
            rows.Select(r => r.Key.Device).ToArray(),
            rows.Select(r => r.Value.Kind).ToArray(),
            rows.Select(r => r.Value.Driver).ToArray(),
            rows.Select(r => r.Value.StableName).ToArray(),
            rows.Select(r => r.Value.Availability).ToArray(),
            rows.Select(r => r.Value.Since).ToArray(),
            rows.Select(r => r.Value.SaysReason).ToArray(),
            rows.Select(r => r.Value.Reason).ToArray(),
            rows.Select(r => r.Value.Sample).ToArray(),
            rows.Select(r => r.Value.SampleAt).ToArray());
    }

    private static void AddMembers(NpgsqlBatch batch, IngestWrites writes)
    {
        foreach (var (sql, values) in writes.MemberStatements())
        {
            batch.Add(sql, [.. values.Select(value => value ?? DBNull.Value)]);
        }
    }

    private static void AddEffects(NpgsqlBatch batch, IngestWrites writes)
    {
        foreach (var statement in EffectStatements.Of(writes.Effects, writes.At).Where(s => s.Count > 0))
        {
            batch.Add(statement.Postgres, [.. statement.Columns]);
        }
    }

    private static void AddDeadLetters(NpgsqlBatch batch, IngestWrites writes)
    {
        if (writes.DeadLetters.Count == 0)
        {
            return;
        }

        var rows = writes.DeadLetters.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value).ToArray();
        batch.Add(
            """
            INSERT INTO dead_letter (sha256, topic, gateway, seq, reason, count, first_at, last_at, size, payload)
            SELECT sha256, topic, gateway, seq, reason, count, at, at, size, payload
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS n (sha256, topic, gateway, seq, reason, count, at, size, payload)
            ON CONFLICT (sha256) DO UPDATE SET count = dead_letter.count + excluded.count, last_at = excluded.last_at, reason = excluded.reason
            """,
            rows.Select(r => r.Letter.Sha256).ToArray(),
            rows.Select(r => r.Letter.Topic).ToArray(),
            rows.Select(r => r.Letter.Gateway).ToArray(),
            rows.Select(r => r.Letter.Seq).ToArray(),
            rows.Select(r => r.Letter.Reason).ToArray(),
            rows.Select(r => r.Count).ToArray(),
            rows.Select(r => r.At).ToArray(),
            rows.Select(r => r.Letter.Size).ToArray(),
            rows.Select(r => r.Letter.Payload).ToArray());
        batch.Add("DELETE FROM dead_letter WHERE id <= (SELECT id FROM dead_letter ORDER BY id DESC LIMIT 1 OFFSET $1)", writes.MaxDeadLetters);
    }

    private static void AddNotices(NpgsqlBatch batch, IngestWrites writes)
    {
        if (writes.Notices.Count == 0)
        {
            return;
        }

        batch.Add(
            "INSERT INTO notice (at, gateway, kind, text) SELECT * FROM unnest($1, $2, $3, $4)",
            writes.Notices.Select(n => n.At).ToArray(),
            writes.Notices.Select(n => n.Gateway).ToArray(),
            writes.Notices.Select(n => n.Kind).ToArray(),
            writes.Notices.Select(n => n.Text).ToArray());
    }
}
