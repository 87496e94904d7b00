using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Cloud.Crm.Storage;

/// <summary>PostgreSQL's own programs: pg_dump and pg_restore, found in the path or where Debian keeps them.</summary>
internal sealed class PostgresBackup(string connection) : DatabaseBackup
{
    private const string Aside = "_before_restore";

    internal override async Task BackupAsync(string file, CancellationToken cancellationToken)
    {
        await RunAsync("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--file", file], cancellationToken);
        await RunAsync("pg_restore", ["--list", file], cancellationToken);
    }

    internal override async Task RestoreAsync(string file, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await RunAsync("pg_restore", ["--list", file], cancellationToken);
        // What is there goes aside and comes back where the restore fails.
        var schema = await SchemaAsync(database, cancellationToken);
        await SwapAsync(database, $"ALTER SCHEMA \"{schema}\" RENAME TO \"{schema}{Aside}\"", $"CREATE SCHEMA \"{schema}\"", cancellationToken);
        try
        {
            await RunAsync(
                "pg_restore",
                ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--dbname", new NpgsqlConnectionStringBuilder(connection).Database!, file], cancellationToken);
        }
        catch
        {
            await SwapAsync(database, $"DROP SCHEMA \"{schema}\" CASCADE", $"ALTER SCHEMA \"{schema}{Aside}\" RENAME TO \"{schema}\"", CancellationToken.None);
            throw;
        }

        await SwapAsync(database, $"DROP SCHEMA \"{schema}{Aside}\" CASCADE", "SELECT 1", cancellationToken);
    }

    internal override async Task<IReadOnlyList<string>> TablesAsync(HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var open = await database.OpenAsync(cancellationToken);
        return await open.Command("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename").ListAsync(r => r.GetString(0), cancellationToken);
    }

    private static async Task<string> SchemaAsync(HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var open = await database.OpenAsync(cancellationToken);
        var schema = (await open.Command("SELECT current_schema()").ListAsync(r => r.GetString(0), cancellationToken)).Single();
        var aside = await open.Command("SELECT 1 FROM pg_namespace WHERE nspname = @name", ("name", schema + Aside)).ListAsync(r => 1, cancellationToken);
        return aside.Count == 0
            ? schema
            : throw new IOException($"schema {schema}{Aside} is there, of a restore that was interrupted; it holds what was there before. Rename it back, or drop it");
    }

    private static Task<bool> SwapAsync(HeadquartersDatabase database, string first, string second, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await transaction.Command(first).RunAsync(cancellationToken);
            await transaction.Command(second).RunAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(program)) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // By the environment: others on the machine can read arguments.
        var settings = new NpgsqlConnectionStringBuilder(connection);
        foreach (var (name, value) in new (string, string?)[]
        {
            ("PGHOST", settings.Host), ("PGPORT", settings.Port.ToString(CultureInfo.InvariantCulture)), ("PGUSER", settings.Username), ("PGPASSWORD", settings.Password),
            ("PGDATABASE", settings.Database), ("PGSSLMODE", Word(settings.SslMode)), ("PGSSLROOTCERT", settings.RootCertificate), ("PGSSLCERT", settings.SslCertificate),
            ("PGSSLKEY", settings.SslKey), ("PGPASSFILE", settings.Passfile),
        })
        {
            if (!string.IsNullOrEmpty(value))
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start) ?? throw new IOException($"{program} does not start");
        var words = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await output;
        if (process.ExitCode != 0)
        {
            throw new IOException($"{program} ended with exit code {process.ExitCode}: {(await words).Trim()}");
        }
    }

    private static string Word(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static string Find(string program)
    {
        // Debian keeps one folder a version; the newest reads what older servers have.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            folders = folders.Concat(Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0)
                .Select(f => Path.Combine(f, "bin")));
        }

        return folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists)
            ?? throw new IOException($"{program} is not installed; it comes with the package postgresql-client");
    }
}
