namespace Cloud.Crm.Storage;

/// <summary>A database into a file and back.</summary>
internal abstract class DatabaseBackup
{
    /// <summary>Writes the database into an empty file that is there.</summary>
    /// <exception cref="IOException">It cannot be done; the message says why.</exception>
    internal abstract Task BackupAsync(string file, CancellationToken cancellationToken);

    /// <summary>Makes the database what the file holds; all of it or nothing.</summary>
    /// <exception cref="IOException">It cannot be done; the message says why.</exception>
    internal abstract Task RestoreAsync(string file, HeadquartersDatabase database, CancellationToken cancellationToken);

    /// <summary>The tables that the database has now.</summary>
    internal abstract Task<IReadOnlyList<string>> TablesAsync(HeadquartersDatabase database, CancellationToken cancellationToken);
}
