using System.Data.Common;
using Cloud.Crm.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Bench;

/// <summary>The same rows into a table with the same keys and nothing else: what the database takes at best.</summary>
internal sealed class IngestRaw(HeadquartersDatabase database)
{
    private const string Columns =
        "gateway, position, epoch, seq, type, class, device, time, clock_synced, uptime, received_at, origin_id, body";

    private long _position;

    /// <summary>How rows go in.</summary>
    public string Way => database.Provider == "sqlite" ? "prepared insert" : "binary COPY";

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.Command(
            database.Provider == "sqlite"
                ? "CREATE TABLE raw (gateway INTEGER, position INTEGER, epoch INTEGER, seq INTEGER, type TEXT, class INTEGER, device TEXT, time INTEGER, clock_synced INTEGER, uptime INTEGER, received_at INTEGER, origin_id TEXT, body TEXT, PRIMARY KEY (gateway, position), UNIQUE (gateway, epoch, seq)) STRICT, WITHOUT ROWID"
                : "CREATE TABLE raw (LIKE event INCLUDING ALL)").RunAsync(cancellationToken);
    }

    /// <summary>Inserts rows, so many a transaction.</summary>
    public async Task InsertAsync(int rows, int rowsATransaction, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (connection is SqliteConnection sqlite)
        {
            InsertSqlite(sqlite, rows, rowsATransaction);
        }
        else
        {
            await CopyAsync((NpgsqlConnection)connection, rows, rowsATransaction, cancellationToken);
        }
    }

    private void InsertSqlite(SqliteConnection connection, int rows, int rowsATransaction)
    {
        using (var pragma = connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-32768;";
            pragma.ExecuteNonQuery();
        }

        using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO raw ({Columns}) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12)";
        for (var i = 0; i < 13; i++)
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        }

        for (var done = 0; done < rows; done += rowsATransaction)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < rowsATransaction; i++)
            {
                var position = ++_position;
                object[] values =
                [
                    1 + (i % 8), position, 1, position, "scan.read", 0, "till-1", position, 1, position, position, Guid.NewGuid().ToString(),
                    """{"symbology":"ean13","text":"4006381123456"}""",
                ];
                for (var p = 0; p < values.Length; p++)
                {
                    insert.Parameters[p].Value = values[p];
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private async Task CopyAsync(NpgsqlConnection connection, int rows, int rowsATransaction, CancellationToken cancellationToken)
    {
        for (var done = 0; done < rows; done += rowsATransaction)
        {
            if (rowsATransaction == 1)
            {
                await InsertOneAsync(connection, cancellationToken);
                continue;
            }

            await using var copy = await connection.BeginBinaryImportAsync($"COPY raw ({Columns}) FROM STDIN (FORMAT binary)", cancellationToken);
            for (var i = 0; i < rowsATransaction; i++)
            {
                var position = ++_position;
                copy.StartRow();
                copy.Write(1 + (i % 8), NpgsqlDbType.Integer);
                copy.Write(position, NpgsqlDbType.Bigint);
                copy.Write(1, NpgsqlDbType.Integer);
                copy.Write(position, NpgsqlDbType.Bigint);
                copy.Write("scan.read", NpgsqlDbType.Text);
                copy.Write((short)0, NpgsqlDbType.Smallint);
                copy.Write("till-1", NpgsqlDbType.Text);
                copy.Write(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
                copy.Write(true, NpgsqlDbType.Boolean);
                copy.Write(position, NpgsqlDbType.Bigint);
                copy.Write(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
                copy.Write(Guid.NewGuid(), NpgsqlDbType.Uuid);
                copy.Write("""{"symbology":"ean13","text":"4006381123456"}""", NpgsqlDbType.Text);
            }

            await copy.CompleteAsync(cancellationToken);
        }
    }

    private async Task InsertOneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var position = ++_position;
        await connection.Command(
            $"INSERT INTO raw ({Columns}) VALUES (1, @position, 1, @position, 'scan.read', 0, 'till-1', now(), true, 1, now(), NULL, @body)",
            ("position", position), ("body", """{"symbology":"ean13","text":"4006381123456"}""")).RunAsync(cancellationToken);
    }
}
