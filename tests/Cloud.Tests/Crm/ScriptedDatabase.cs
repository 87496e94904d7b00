using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm;

/// <summary>A real database whose next transactions fail as scripted.</summary>
internal sealed class ScriptedDatabase(HeadquartersDatabase inner) : HeadquartersDatabase
{
    private int _failures;

    /// <summary>Asked with everything a transaction writes; an exception from it stands for the database's.</summary>
    internal Action<IngestWrites>? OnWrite { get; set; }

    internal override string Provider => inner.Provider;

    internal override int CommitLanes => inner.CommitLanes;

    internal override string NowSql => inner.NowSql;

    internal override string SkipLockedSql => inner.SkipLockedSql;

    /// <summary>How many transactions of ingest have begun.</summary>
    internal int Begun { get; private set; }

    /// <summary>What every other transaction ends with, so that all of it is taken back; null where they go well.</summary>
    internal Exception? Fails { get; set; }

    internal void FailBegins(int times) => Volatile.Write(ref _failures, times);

    internal override ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    internal override Task<T> ReadAsync<T>(Func<DbTransaction, Task<T>> read, CancellationToken cancellationToken) => inner.ReadAsync(read, cancellationToken);

    internal override Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken) =>
        inner.WriteAsync(
            async transaction =>
            {
                var result = await write(transaction);
                return Fails is { } failure ? throw failure : result;
            },
            cancellationToken);

    internal override async ValueTask<IngestTransaction> BeginIngestAsync(CancellationToken cancellationToken)
    {
        Begun++;
        return Interlocked.Decrement(ref _failures) >= 0
            ? throw new IOException("the database is away")
            : new Transaction(await inner.BeginIngestAsync(cancellationToken), this);
    }

    internal override Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancellationToken) => inner.LockSchemaAsync(transaction, cancellationToken);

    internal override object ToTime(DateTime utc) => inner.ToTime(utc);

    internal override object ToDuration(TimeSpan duration) => inner.ToDuration(duration);

    internal override DateTime? ReadTime(DbDataReader reader, int column) => inner.ReadTime(reader, column);

    internal override bool IsRefusal(Exception exception) => exception is InvalidDataException || inner.IsRefusal(exception);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Transaction(IngestTransaction inner, ScriptedDatabase script) : IngestTransaction
    {
        internal override ValueTask<IngestSnapshot> LoadAsync(IngestScope scope, CancellationToken cancellationToken) => inner.LoadAsync(scope, cancellationToken);

        internal override ValueTask WriteAsync(IngestWrites writes, CancellationToken cancellationToken)
        {
            script.OnWrite?.Invoke(writes);
            return inner.WriteAsync(writes, cancellationToken);
        }

        internal override ValueTask CommitAsync(CancellationToken cancellationToken) => inner.CommitAsync(cancellationToken);

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
