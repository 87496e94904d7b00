using Cloud.Crm.Clocks;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Stock;
using Npgsql;

namespace Cloud.Crm.Storage;

/// <summary>A transaction of ingest: one round trip to lock and read, one to write.</summary>
internal sealed class PostgresIngestTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IngestTransaction
{
    internal override async ValueTask<IngestSnapshot> LoadAsync(IngestScope scope, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add("SELECT shard, holder, token FROM shard_lease WHERE shard = ANY($1) ORDER BY shard FOR SHARE", scope.Shards.ToArray());
        batch.Add(
            """
            SELECT id, gateway, position, epoch, committed_seq, epoch_count, highest_epoch, highest_seq, status, status_since, version, boot,
                   last_event_at, last_committed_at, depth, oldest_unsent, gap_events
            FROM gateway WHERE id = ANY($1) ORDER BY id FOR UPDATE
            """,
            scope.Gateways.ToArray());
        batch.Add(
            """
            SELECT e.gateway, e.epoch, e.name, e.first, e.position, e.started_ms, e.latest_start_ms, e.waiting_from, e.waiting_to, e.boot, e.known_at
            FROM unnest($1, $2) AS wanted (gateway, name) JOIN gateway_epoch e USING (gateway, name)
            """,
            scope.Epochs.Select(e => e.Gateway).ToArray(),
            scope.Epochs.Select(e => e.Name).ToArray());

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var leases = new List<ShardLease>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!reader.IsDBNull(1))
            {
                leases.Add(new ShardLease(reader.GetInt32(0), reader.GetString(1), reader.GetInt64(2)));
            }
        }

        var gateways = new Dictionary<int, GatewayProgress>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            gateways.Add(reader.GetInt32(0), ReadGateway(reader));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (gateways.TryGetValue(reader.GetInt32(0), out var gateway))
            {
                gateway.Know(new EpochProgress
                {
                    Ordinal = reader.GetInt32(1), Name = reader.GetString(2), First = reader.GetInt64(3), Position = reader.GetInt64(4),
                    Clock = new EpochClock
                    {
                        StartedMs = reader.Number(5), LatestStartMs = reader.Number(6), WaitingFrom = reader.Number(7), WaitingTo = reader.Number(8), Boot = reader.Text(9), KnownAt = Time(reader, 10),
                    },
                });
            }
        }

        return new IngestSnapshot(leases, gateways);
    }

    internal override async ValueTask WriteAsync(IngestWrites writes, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        PostgresEvents.Add(batch, writes.Events);
        PostgresIngestWrites.Add(batch, writes);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await StockIngest.ApplyAsync(transaction, writes.Effects, writes.At, cancellationToken);
    }

    internal override async ValueTask CommitAsync(CancellationToken cancellationToken) => await transaction.CommitAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    private static GatewayProgress ReadGateway(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt32(0),
        Name = reader.GetString(1),
        Position = reader.GetInt64(2),
        Epoch = reader.Text(3),
        CommittedSeq = reader.GetInt64(4),
        EpochCount = reader.GetInt32(5),
        HighestEpoch = reader.Text(6),
        HighestSeq = reader.GetInt64(7),
        Status = reader.GetString(8),
        StatusSince = Time(reader, 9),
        Version = reader.Text(10),
        Boot = reader.Text(11),
        LastEventAt = Time(reader, 12),
        LastCommittedAt = Time(reader, 13),
        Depth = reader.GetInt64(14),
        OldestUnsent = Time(reader, 15),
        GapEvents = reader.GetInt64(16),
    };

    private static DateTime? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDateTime(column);
}
