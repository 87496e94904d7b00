using Cloud.Contracts;
using Cloud.Crm.Clocks;
using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Stock;
using Microsoft.Data.Sqlite;
using static Cloud.Crm.Storage.SqliteIngestStatements;

namespace Cloud.Crm.Storage;

/// <summary>A transaction of ingest on the one writing connection; BEGIN IMMEDIATE is every lock it needs.</summary>
internal sealed class SqliteIngestTransaction : IngestTransaction
{
    private readonly SqliteIngestStatements _statements;
    private readonly SqliteTransaction _transaction;
    private readonly SemaphoreSlim _writer;
    private bool _ended;

    internal SqliteIngestTransaction(SqliteIngestStatements statements, SqliteTransaction transaction, SemaphoreSlim writer)
    {
        _statements = statements;
        _transaction = transaction;
        _writer = writer;
        statements.Enlist(transaction);
    }

    internal override ValueTask<IngestSnapshot> LoadAsync(IngestScope scope, CancellationToken cancellationToken)
    {
        var leases = new List<ShardLease>();
        foreach (var shard in scope.Shards)
        {
            using var reader = Set(_statements.Lease, shard).ExecuteReader();
            if (reader.Read() && !reader.IsDBNull(0))
            {
                leases.Add(new ShardLease(shard, reader.GetString(0), reader.GetInt64(1)));
            }
        }

        var gateways = new Dictionary<int, GatewayProgress>();
        foreach (var id in scope.Gateways)
        {
            if (ReadGateway(id) is { } gateway)
            {
                gateways.Add(id, gateway);
            }
        }

        foreach (var (id, name) in scope.Epochs)
        {
            if (gateways.TryGetValue(id, out var gateway))
            {
                ReadEpoch(gateway, name);
            }
        }

        return ValueTask.FromResult(new IngestSnapshot(leases, gateways));
    }

    internal override async ValueTask WriteAsync(IngestWrites writes, CancellationToken cancellationToken)
    {
        foreach (var row in writes.Events)
        {
            WriteEvent(row);
        }

        foreach (var ((gateway, type), count) in writes.Tally)
        {
            Set(_statements.Tally, gateway, type, count).ExecuteNonQuery();
        }

        foreach (var (gateway, epoch) in writes.Epochs)
        {
            var c = epoch.Clock;
            Set(
                _statements.SaveEpoch,
                [
                    gateway, epoch.Ordinal, epoch.Name, epoch.First, epoch.Position, SqliteTime.Of(writes.At), c.StartedMs, c.LatestStartMs, c.WaitingFrom, c.WaitingTo, c.Boot,
                    SqliteTime.OrNull(c.KnownAt),
                ]).ExecuteNonQuery();
        }

        foreach (var g in writes.Gateways)
        {
            Set(
                _statements.SaveGateway,
                [
                    g.Id, g.Position, g.Epoch, g.CommittedSeq, g.EpochCount, g.HighestEpoch, g.HighestSeq, g.Status, SqliteTime.OrNull(g.StatusSince),
                    g.Version, g.Boot, SqliteTime.OrNull(g.LastEventAt), SqliteTime.OrNull(g.LastCommittedAt), g.Depth,
                    SqliteTime.OrNull(g.OldestUnsent), g.GapEvents,
                ]).ExecuteNonQuery();
        }

        foreach (var ((gateway, device), c) in writes.Devices)
        {
            Set(
                _statements.Device,
                [
                    gateway, device, c.Kind, c.Driver, c.StableName, c.Availability, SqliteTime.OrNull(c.Since), c.Reason, c.Sample,
                    SqliteTime.OrNull(c.SampleAt), c.SaysReason,
                ]).ExecuteNonQuery();
        }

        foreach (var (sql, values) in writes.MemberStatements())
        {
            WriteMember(sql, values);
        }

        foreach (var statement in EffectStatements.Of(writes.Effects, writes.At).Where(s => s.Count > 0))
        {
            WriteEffects(statement);
        }

        WriteDeadLetters(writes);
        foreach (var notice in writes.Notices)
        {
            Set(_statements.Notice, SqliteTime.Of(notice.At), notice.Gateway, notice.Kind, notice.Text).ExecuteNonQuery();
        }

        await StockIngest.ApplyAsync(_transaction, writes.Effects, writes.At, cancellationToken);
    }

    internal override ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        _transaction.Commit();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _ended = true;
            try
            {
                _transaction.Dispose();
            }
            finally
            {
                _statements.Enlist(null);
                _writer.Release();
            }
        }

        return ValueTask.CompletedTask;
    }

    private void WriteEvent(in EventRow row)
    {
        var e = row.Event;
        Set(
            _statements.Event,
            [
                row.Gateway, row.Position, row.Epoch, e.Seq, e.Type, e.Class == EventClass.Ledger ? 0 : 1, e.Device, SqliteTime.Of(e.Time),
                e.ClockSynced, e.UptimeMs, SqliteTime.Of(row.ReceivedAt), e.OriginId?.ToString(), e.Data,
                SqliteTime.OrNull(e.CorrectedAt),
            ]).ExecuteNonQuery();
    }

    private void WriteMember(string sql, object?[] values)
    {
        using var command = _transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, _transaction);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i] switch { null => DBNull.Value, DateTime time => SqliteTime.Of(time), var value => value });
        }

        command.ExecuteNonQuery();
    }

    private void WriteEffects(EffectStatement statement)
    {
        var command = _statements.Of(statement.Sqlite, statement.Columns.Count);
        for (var row = 0; row < statement.Count; row++)
        {
            for (var column = 0; column < statement.Columns.Count; column++)
            {
                command.Parameters[column].Value = statement.Columns[column].GetValue(row) switch
                {
                    null => DBNull.Value,
                    DateTime time => SqliteTime.Of(time),
                    var value => value,
                };
            }

            command.ExecuteNonQuery();
        }
    }

    private void WriteDeadLetters(IngestWrites writes)
    {
        foreach (var (letter, count, at) in writes.DeadLetters.Values)
        {
            Set(
                _statements.DeadLetter,
                [letter.Sha256, letter.Topic, letter.Gateway, letter.Seq, letter.Reason, count, SqliteTime.Of(at), letter.Size, letter.Payload])
                .ExecuteNonQuery();
        }

        if (writes.DeadLetters.Count > 0)
        {
            Set(_statements.TrimDeadLetters, writes.MaxDeadLetters).ExecuteNonQuery();
        }
    }

    private GatewayProgress? ReadGateway(int id)
    {
        using var reader = Set(_statements.Gateway, id).ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        return new GatewayProgress
        {
            Id = id,
            Name = reader.GetString(0),
            Position = reader.GetInt64(1),
            Epoch = reader.Text(2),
            CommittedSeq = reader.GetInt64(3),
            EpochCount = reader.GetInt32(4),
            HighestEpoch = reader.Text(5),
            HighestSeq = reader.GetInt64(6),
            Status = reader.GetString(7),
            StatusSince = Time(reader, 8),
            Version = reader.Text(9),
            Boot = reader.Text(10),
            LastEventAt = Time(reader, 11),
            LastCommittedAt = Time(reader, 12),
            Depth = reader.GetInt64(13),
            OldestUnsent = Time(reader, 14),
            GapEvents = reader.GetInt64(15),
        };
    }

    private void ReadEpoch(GatewayProgress gateway, string name)
    {
        using var reader = Set(_statements.Epoch, gateway.Id, name).ExecuteReader();
        if (reader.Read())
        {
            gateway.Know(new EpochProgress
            {
                Ordinal = reader.GetInt32(0), Name = name, First = reader.GetInt64(1), Position = reader.GetInt64(2),
                Clock = new EpochClock
                {
                    StartedMs = reader.Number(3), LatestStartMs = reader.Number(4), WaitingFrom = reader.Number(5), WaitingTo = reader.Number(6), Boot = reader.Text(7), KnownAt = Time(reader, 8),
                },
            });
        }
    }

    private static DateTime? Time(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : SqliteTime.Read(reader.GetInt64(column));
}
