using Microsoft.Data.Sqlite;

namespace Cloud.Crm.Storage;

/// <summary>The statements of ingest, prepared once for the writing connection.</summary>
internal sealed class SqliteIngestStatements : IDisposable
{
    private readonly List<SqliteCommand> _all = [];
    private readonly Dictionary<string, SqliteCommand> _effects = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private SqliteTransaction? _transaction;

    internal SqliteIngestStatements(SqliteConnection connection)
    {
        _connection = connection;
        Lease = Make("SELECT holder, token FROM shard_lease WHERE shard = @p1", 1);
        Gateway = Make(
            """
            SELECT gateway, position, epoch, committed_seq, epoch_count, highest_epoch, highest_seq, status, status_since, version, boot,
                   last_event_at, last_committed_at, depth, oldest_unsent, gap_events
            FROM gateway WHERE id = @p1
            """,
            1);
        Epoch = Make(
            "SELECT epoch, first, position, started_ms, latest_start_ms, waiting_from, waiting_to, boot, known_at FROM gateway_epoch WHERE gateway = @p1 AND name = @p2", 2);
        Event = Make(
            """
            INSERT INTO event (gateway, position, epoch, seq, type, class, device, time, clock_synced, uptime, received_at, origin_id, body, corrected_at)
            VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14)
            """,
            14);
        Tally = Make(
            "INSERT INTO event_tally (gateway, type, count) VALUES (@p1, @p2, @p3) ON CONFLICT DO UPDATE SET count = count + excluded.count", 3);
        SaveEpoch = Make(
            """
            INSERT INTO gateway_epoch (gateway, epoch, name, first, position, opened_at, started_ms, latest_start_ms, waiting_from, waiting_to, boot, known_at)
            VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12)
            ON CONFLICT (gateway, epoch) DO UPDATE SET position = excluded.position, started_ms = excluded.started_ms, latest_start_ms = excluded.latest_start_ms,
                   waiting_from = excluded.waiting_from, waiting_to = excluded.waiting_to, boot = excluded.boot, known_at = excluded.known_at
            """,
            12);
        SaveGateway = Make(
            """
            UPDATE gateway SET position = @p2, epoch = @p3, committed_seq = @p4, epoch_count = @p5, highest_epoch = @p6, highest_seq = @p7,
                   status = @p8, status_since = @p9, version = @p10, boot = @p11, last_event_at = @p12, last_committed_at = @p13, depth = @p14,
                   oldest_unsent = @p15, gap_events = @p16, revision = revision + 1
            WHERE id = @p1
            """,
            16);
        Device = Make(
            """
            INSERT INTO device_state (gateway, device, kind, driver, stable_name, availability, since, reason, sample, sample_at)
            VALUES (@p1, @p2, @p3, @p4, @p5, coalesce(@p6, 'unknown'), @p7, @p8, @p9, @p10)
            ON CONFLICT (gateway, device) DO UPDATE SET kind = coalesce(excluded.kind, kind), driver = coalesce(excluded.driver, driver),
                   stable_name = coalesce(excluded.stable_name, stable_name), availability = coalesce(@p6, availability),
                   since = coalesce(excluded.since, since), reason = CASE WHEN @p11 THEN excluded.reason ELSE reason END,
                   sample = coalesce(excluded.sample, sample), sample_at = coalesce(excluded.sample_at, sample_at)
            """,
            11);
        DeadLetter = Make(
            """
            INSERT INTO dead_letter (sha256, topic, gateway, seq, reason, count, first_at, last_at, size, payload)
            VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p7, @p8, @p9)
            ON CONFLICT (sha256) DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at, reason = excluded.reason
            """,
            9);
        TrimDeadLetters = Make("DELETE FROM dead_letter WHERE id <= (SELECT id FROM dead_letter ORDER BY id DESC LIMIT 1 OFFSET @p1)", 1);
        Notice = Make("INSERT INTO notice (at, gateway, kind, text) VALUES (@p1, @p2, @p3, @p4)", 4);
    }

    internal SqliteCommand Lease { get; }

    internal SqliteCommand Gateway { get; }

    internal SqliteCommand Epoch { get; }

    internal SqliteCommand Event { get; }

    internal SqliteCommand Tally { get; }

    internal SqliteCommand SaveEpoch { get; }

    internal SqliteCommand SaveGateway { get; }

    internal SqliteCommand Device { get; }

    internal SqliteCommand DeadLetter { get; }

    internal SqliteCommand TrimDeadLetters { get; }

    internal SqliteCommand Notice { get; }

    /// <summary>A statement of an effect, prepared when it is first asked for.</summary>
    /// <param name="sql">Its text, with parameters <c>@p1</c> and on.</param>
    /// <param name="parameters">How many.</param>
    internal SqliteCommand Of(string sql, int parameters)
    {
        if (!_effects.TryGetValue(sql, out var command))
        {
            _effects.Add(sql, command = Make(sql, parameters));
            command.Transaction = _transaction;
        }

        return command;
    }

    /// <summary>Puts every statement into a transaction.</summary>
    internal void Enlist(SqliteTransaction? transaction)
    {
        _transaction = transaction;
        foreach (var command in _all)
        {
            command.Transaction = transaction;
        }
    }

    /// <summary>Sets the parameters in order.</summary>
    internal static SqliteCommand Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    public void Dispose()
    {
        foreach (var command in _all)
        {
            command.Dispose();
        }
    }

    private SqliteCommand Make(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        }

        _all.Add(command);
        return command;
    }
}
