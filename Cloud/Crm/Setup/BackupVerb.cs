using System.Globalization;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Setup;

/// <summary><c>headquarters backup</c> and <c>headquarters restore</c>.</summary>
internal static class BackupVerb
{
    internal const string BackupUsage =
        """
        headquarters backup --config FILE --to FILE

        Writes the whole database into one file, as of one moment, while headquarters runs. SQLite: a database of its own. PostgreSQL: by pg_dump, custom format.
        The key file is not in it: keep it, elsewhere, or contact data cannot be read. Exits 0 done, 1 failed, 2 bad usage or configuration.
        """;

    internal const string RestoreUsage =
        """
        headquarters restore --config FILE --from FILE [--replace]

        Puts a backup into the database of the configuration. Refused while a node runs on it, and where it has rows unless --replace is given: then they are lost.
        PostgreSQL: by pg_restore. Exits 0 done, 1 failed, 2 bad usage or configuration.
        """;

    /// <summary>Makes a backup.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> BackupAsync(VerbArguments arguments, HeadquartersOptions options, CancellationToken cancellationToken)
    {
        if (arguments.One("--to") is not { } file)
        {
            return arguments.Bad("expected --to FILE");
        }

        if (File.Exists(file))
        {
            return arguments.Bad($"{file} is there already; name a new file");
        }

        var whole = Path.GetFullPath(file);
        var part = whole + ".part";
        try
        {
            MakePrivate(part);
            await BackupOf(options.Database).BackupAsync(part, cancellationToken);
            File.Move(part, whole);
        }
        finally
        {
            File.Delete(part);
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{whole} {new FileInfo(whole).Length} bytes"));
        await SayKeysAsync(options);
        return VerbArguments.Done;
    }

    /// <summary>Brings a backup back.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RestoreAsync(
        VerbArguments arguments, HeadquartersOptions options, HeadquartersDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (arguments.One("--from") is not { } file)
        {
            return arguments.Bad("expected --from FILE");
        }

        if (!File.Exists(file))
        {
            return arguments.Bad($"there is no file {file}");
        }

        var backup = BackupOf(options.Database);
        var tables = await backup.TablesAsync(database, cancellationToken);
        if (tables.Contains("node") && await LivingAsync(database, clock, cancellationToken) is { } node)
        {
            throw new IOException($"node {node} runs on this database, or ended within the last seconds; stop every node first");
        }

        if (!arguments.Has("--replace"))
        {
            foreach (var table in tables)
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                if ((await connection.Command($"SELECT 1 FROM {table} LIMIT 1").ListAsync(r => 1, cancellationToken)).Count > 0)
                {
                    throw new IOException($"the database has rows ({table}); with --replace they are lost and the backup takes their place");
                }
            }
        }

        await backup.RestoreAsync(Path.GetFullPath(file), database, cancellationToken);
        await Console.Out.WriteLineAsync($"restored from {Path.GetFullPath(file)}");
        await SayKeysAsync(options);
        return VerbArguments.Done;
    }

    private static DatabaseBackup BackupOf(DatabaseOptions options) => options.Provider == "sqlite" ? new SqliteBackup(options.Connection) : new PostgresBackup(options.Connection);

    private static async Task<string?> LivingAsync(HeadquartersDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var living = await connection.Command(
            $"SELECT node FROM node WHERE expires_at > {database.NowSql} ORDER BY node LIMIT 1", ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)))
            .ListAsync(r => r.GetString(0), cancellationToken);
        return living is [var node, ..] ? node : null;
    }

    private static Task SayKeysAsync(HeadquartersOptions options) => Console.Out.WriteLineAsync(
        options.Members is { } members
            ? $"without the key file {members.KeyFile} contact data, members' codes and webhooks' secrets of this database are lost; keep a copy of it, and not beside the backup"
            : "this headquarters has no key file (members.keyFile); there is none to keep");

    /// <summary>Made before anything is in it, so that nobody else reads it meanwhile.</summary>
    private static void MakePrivate(string file)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(file, options).Dispose();
    }
}
