namespace Cloud.Crm.Storage;

/// <summary>One transaction of ingest. Disposed without <see cref="CommitAsync"/>, nothing of it happened.</summary>
internal abstract class IngestTransaction : IAsyncDisposable
{
    /// <summary>Locks the lease rows and the gateways' rows and reads them.</summary>
    internal abstract ValueTask<IngestSnapshot> LoadAsync(IngestScope scope, CancellationToken cancellationToken);

    /// <summary>Writes everything gathered. Called at most once.</summary>
    internal abstract ValueTask WriteAsync(IngestWrites writes, CancellationToken cancellationToken);

    /// <summary>Makes it durable. After an exception it is unknown whether it is; the same messages may then be offered again.</summary>
    internal abstract ValueTask CommitAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
