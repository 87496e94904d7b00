using System.Data.Common;

namespace Cloud.Crm.Storage;

/// <summary>Headquarters' database: SQLite for one machine, PostgreSQL for many. What both say alike is said in the callers, in SQL.</summary>
internal abstract class HeadquartersDatabase : IAsyncDisposable
{
    /// <summary>The folder of the provider's schema scripts.</summary>
    internal abstract string Provider { get; }

    /// <summary>How many groups may commit beside each other; SQLite has one writer.</summary>
    internal abstract int CommitLanes { get; }

    /// <summary>The present in SQL: the database's own clock where nodes share it, else a parameter <c>@now</c>.</summary>
    internal abstract string NowSql { get; }

    /// <summary>At the end of a SELECT: lock its rows and pass over those that somebody else has locked; empty where there is one writer anyway.</summary>
    internal virtual string SkipLockedSql => "";

    /// <summary>
    /// Ends sessions of headquarters that have kept the server waiting inside a transaction: a node that stands still there keeps its locks
    /// on leases and gateways, and nobody could take over from it. A session that is ended wrongly commits its group again.
    /// </summary>
    /// <param name="silence">How long they must have said nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal virtual Task EndStalledAsync(TimeSpan silence, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What still holds what was deleted, and until when; for receipts of erasures.</summary>
    internal virtual IReadOnlyList<string> Remains => [];

    /// <summary>Makes what was deleted unreadable in the database's own files, as far as that can be done at once.</summary>
    internal virtual Task ForgetAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A connection of its own, open, for reading.</summary>
    internal abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Reads of one moment: nothing that is written meanwhile is seen by a part of it.</summary>
    internal abstract Task<T> ReadAsync<T>(Func<DbTransaction, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Runs one short writing transaction outside ingest. Where two waited for each other and this one was ended for it, it is done from its beginning again.</summary>
    /// <param name="write">What is done in it, more than once where need be: it changes nothing that is not taken back with the transaction.</param>
    /// <param name="cancellationToken">Gives up; nothing of it is written then.</param>
    internal abstract Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>Begins a transaction of ingest.</summary>
    internal abstract ValueTask<IngestTransaction> BeginIngestAsync(CancellationToken cancellationToken);

    /// <summary>Takes the lock under which one process at a time changes the schema; held until <paramref name="transaction"/> ends.</summary>
    internal abstract Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>A moment as a parameter value.</summary>
    internal abstract object ToTime(DateTime utc);

    /// <summary>A length of time as a parameter value that can be added to a moment.</summary>
    internal abstract object ToDuration(TimeSpan duration);

    /// <summary>A moment from a column, UTC; null where the column is.</summary>
    internal abstract DateTime? ReadTime(DbDataReader reader, int column);

    /// <summary>Whether the data itself was refused, so that offering it again would fail again.</summary>
    internal abstract bool IsRefusal(Exception exception);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
