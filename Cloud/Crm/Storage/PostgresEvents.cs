using Cloud.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Cloud.Crm.Storage;

/// <summary>Writes events: binary COPY for many, one INSERT over arrays for few, which saves COPY's own round trips.</summary>
internal static class PostgresEvents
{
    /// <summary>From how many events on COPY is the cheaper way.</summary>
    internal const int CopyAbove = 50;

    private const string Columns =
        "gateway, position, epoch, seq, type, class, device, time, clock_synced, uptime, received_at, origin_id, body";

    internal static async Task CopyAsync(NpgsqlConnection connection, List<EventRow> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY event ({Columns}) FROM STDIN (FORMAT binary)", cancellationToken);
        foreach (var row in rows)
        {
            await WriteAsync(copy, row, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    internal static void AddInsert(NpgsqlBatch batch, List<EventRow> rows)
    {
        batch.Add(
            $"""
             INSERT INTO event ({Columns})
             SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             """,
            rows.Select(r => r.Gateway).ToArray(),
            rows.Select(r => r.Position).ToArray(),
            rows.Select(r => r.Epoch).ToArray(),
            rows.Select(r => r.Event.Seq).ToArray(),
            rows.Select(r => r.Event.Type).ToArray(),
            rows.Select(r => ClassOf(r)).ToArray(),
            rows.Select(r => r.Event.Device).ToArray(),
            rows.Select(r => r.Event.Time).ToArray(),
            rows.Select(r => r.Event.ClockSynced).ToArray(),
            rows.Select(r => r.Event.UptimeMs).ToArray(),
            rows.Select(r => r.ReceivedAt).ToArray(),
            rows.Select(r => r.Event.OriginId).ToArray(),
            rows.Select(r => r.Event.Data).ToArray());
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, EventRow row, CancellationToken cancellationToken)
    {
        var e = row.Event;
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(row.Gateway, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(row.Position, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(row.Epoch, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(e.Seq, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(e.Type, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(ClassOf(row), NpgsqlDbType.Smallint, cancellationToken);
        await WriteOrNullAsync(copy, e.Device, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(e.Time, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(e.ClockSynced, NpgsqlDbType.Boolean, cancellationToken);
        await WriteOrNullAsync(copy, e.UptimeMs, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(row.ReceivedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        await WriteOrNullAsync(copy, e.OriginId, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(e.Data, NpgsqlDbType.Text, cancellationToken);
    }

    private static Task WriteOrNullAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : class =>
        value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, type, cancellationToken);

    private static Task WriteOrNullAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : struct =>
        value is { } present ? copy.WriteAsync(present, type, cancellationToken) : copy.WriteNullAsync(cancellationToken);

    private static short ClassOf(in EventRow row) => (short)(row.Event.Class == EventClass.Ledger ? 0 : 1);
}
