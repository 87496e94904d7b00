using Microsoft.Data.Sqlite;

namespace Cloud.Crm.Storage;

/// <summary>SQLite's online backup: the copy is of one moment, and writers go on.</summary>
internal sealed class SqliteBackup(string connection) : DatabaseBackup
{
    internal override async Task BackupAsync(string file, CancellationToken cancellationToken)
    {
        var source = new SqliteConnectionStringBuilder(connection);
        if (!File.Exists(source.DataSource))
        {
            throw new IOException($"there is no database {source.DataSource}");
        }

        await CopyAsync(source.ToString(), Of(file), cancellationToken);
        await CheckAsync(file, cancellationToken);
    }

    internal override async Task RestoreAsync(string file, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await CheckAsync(file, cancellationToken);
        await CopyAsync(Of(file), connection, cancellationToken);
    }

    internal override async Task<IReadOnlyList<string>> TablesAsync(HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (!File.Exists(new SqliteConnectionStringBuilder(connection).DataSource))
        {
            return [];
        }

        await using var open = await database.OpenAsync(cancellationToken);
        return await open.Command("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").ListAsync(r => r.GetString(0), cancellationToken);
    }

    private static string Of(string file) => new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = new SqliteConnection(new SqliteConnectionStringBuilder(from) { Pooling = false, DefaultTimeout = 30 }.ToString());
        await using var target = new SqliteConnection(new SqliteConnectionStringBuilder(to) { Pooling = false, DefaultTimeout = 30 }.ToString());
        await source.OpenAsync(cancellationToken);
        await target.OpenAsync(cancellationToken);
        source.BackupDatabase(target);
    }

    /// <summary>Throws unless the file is a whole database of headquarters.</summary>
    private static async Task CheckAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var open = new SqliteConnection(Of(file));
            await open.OpenAsync(cancellationToken);
            var said = await open.Command("PRAGMA integrity_check(1)").ListAsync(r => r.GetString(0), cancellationToken);
            if (said is not ["ok"])
            {
                throw new IOException($"{file} is damaged: {string.Join("; ", said)}");
            }

            await open.Command("SELECT max(version) FROM schema_version").ListAsync(r => 1, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{file} is no backup of headquarters: {exception.Message}", exception);
        }
    }
}
