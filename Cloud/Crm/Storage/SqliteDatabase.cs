using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Cloud.Crm.Storage;

/// <summary>SQLite: write-ahead log, synchronous=FULL, one writing connection held by one writer at a time, readers beside it.</summary>
internal sealed class SqliteDatabase : HeadquartersDatabase
{
    private const int Constraint = 19;
    private const int TooBig = 18;
    private const int Mismatch = 20;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private SqliteConnection? _writing;
    private SqliteIngestStatements? _statements;

    internal SqliteDatabase(string connectionString)
    {
        _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = true, DefaultTimeout = 30 }.ToString();
    }

    internal override string Provider => "sqlite";

    internal override int CommitLanes => 1;

    internal override string NowSql => "@now";

    internal override IReadOnlyList<string> Remains => ["backups that were made before", "what was deleted by versions before this one, until the file is vacuumed once"];

    /// <remarks>secure_delete writes zeros over what is deleted; the log still holds pages from before until it is written back and cut.</remarks>
    internal override async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            using var checkpoint = Writing().CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            checkpoint.ExecuteNonQuery();
        }
        finally
        {
            _writer.Release();
        }
    }

    internal override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    internal override async Task<T> ReadAsync<T>(Func<DbTransaction, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);

        // Not deferred it would keep every writer waiting.
        await using var snapshot = ((SqliteConnection)connection).BeginTransaction(deferred: true);
        return await read(snapshot);
    }

    internal override async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = Writing().BeginTransaction(deferred: false);
            var result = await write(transaction);
            transaction.Commit();
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    internal override async ValueTask<IngestTransaction> BeginIngestAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            var connection = Writing();
            _statements ??= new SqliteIngestStatements(connection);
            return new SqliteIngestTransaction(_statements, connection.BeginTransaction(deferred: false), _writer);
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    /// <remarks>BEGIN IMMEDIATE already is that lock.</remarks>
    internal override Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    internal override object ToTime(DateTime utc) => SqliteTime.Of(utc);

    internal override object ToDuration(TimeSpan duration) => (long)duration.TotalMilliseconds;

    internal override DateTime? ReadTime(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : SqliteTime.Read(reader.GetInt64(column));

    internal override bool IsRefusal(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: Constraint or TooBig or Mismatch };

    public override async ValueTask DisposeAsync()
    {
        _statements?.Dispose();
        if (_writing is not null)
        {
            await _writing.DisposeAsync();
        }

        using var own = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(own);
        _writer.Dispose();
    }

    private SqliteConnection Writing()
    {
        if (_writing is not null)
        {
            return _writing;
        }

        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-32768; PRAGMA secure_delete=ON;";
            pragmas.ExecuteNonQuery();
            if (Ingest.PlantedFault.Is("headquarters-sync-skipped"))
            {
                pragmas.CommandText = "PRAGMA synchronous=OFF";
                pragmas.ExecuteNonQuery();
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return _writing = connection;
    }
}
