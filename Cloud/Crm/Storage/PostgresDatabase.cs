using System.Data;
using System.Data.Common;
using Npgsql;

namespace Cloud.Crm.Storage;

/// <summary>PostgreSQL: several nodes, several commit lanes in each, synchronous_commit on whatever the server's default is.</summary>
internal sealed class PostgresDatabase : HeadquartersDatabase
{
    private const int MostAttempts = 5;

    // Any number that no other program on this server uses for its own advisory lock.
    private const long SchemaLock = 0x6564_6765_6372_6d01;

    private const string Name = "headquarters";

    private static readonly TimeSpan s_yield = TimeSpan.FromMilliseconds(50);

    private readonly NpgsqlDataSource _source;

    internal PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = Name,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Timezone = "UTC",
        };
        // Every statement here finds its rows by key, so one plan serves; planning anew cost a third of a small transaction. Such a plan overrates its rows, and
        // compiling it to machine code would cost a hundred times what it saves.
        settings.Options = $"{settings.Options} -c synchronous_commit=on -c plan_cache_mode=force_generic_plan -c jit=off".Trim();
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        _source = builder.Build();
    }

    internal override string Provider => "postgres";

    internal override int CommitLanes => 2;

    internal override string NowSql => "clock_timestamp()";

    internal override IReadOnlyList<string> Remains =>
    [
        "the tables' files hold earlier versions of rows until vacuum has been there (by itself usually within a day; VACUUM at once)",
        "the write-ahead log and its archive hold them until they are recycled",
        "backups that were made before",
    ];

    internal override string SkipLockedSql => "FOR UPDATE SKIP LOCKED";

    internal override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    internal override async Task EndStalledAsync(TimeSpan silence, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await connection.Command(
            $"""
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = '{Name}' AND usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()
               AND state <> 'idle' AND wait_event = 'ClientRead' AND state_change < clock_timestamp() - @silence
             """,
            ("silence", ToDuration(silence))).ListAsync(r => 1, cancellationToken);
    }

    internal override async Task<T> ReadAsync<T>(Func<DbTransaction, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await read(snapshot);
    }

    internal override async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await write(transaction);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MostAttempts)
            {
                // All of this was taken back. Whom it stood against goes on, if it is let: who asks again at once may be before it at the row that it waits for.
                await Task.Delay(s_yield, TimeProvider.System, cancellationToken);
            }
        }
    }

    internal override async ValueTask<IngestTransaction> BeginIngestAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            return new PostgresIngestTransaction(connection, await connection.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal override Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Command("SELECT pg_advisory_xact_lock(@key)", ("key", SchemaLock)).RunAsync(cancellationToken);

    internal override object ToTime(DateTime utc) => utc;

    internal override object ToDuration(TimeSpan duration) => duration;

    internal override DateTime? ReadTime(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);

    /// <remarks>Class 22: a value that does not fit; class 23: a constraint. Everything else may pass by itself.</remarks>
    internal override bool IsRefusal(Exception exception) =>
        exception is PostgresException { SqlState: { } state }
        && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
