using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Schema;

/// <summary>Brings the database to this version's schema: numbered SQL scripts, each applied once, in order, in a transaction of its own.</summary>
internal static class SchemaMigration
{
    /// <summary>Applies what is missing.</summary>
    /// <returns>The numbers applied now.</returns>
    /// <exception cref="SchemaException">The database is of a newer version than this program.</exception>
    internal static Task<IReadOnlyList<int>> ApplyAsync(HeadquartersDatabase database, TimeProvider clock, CancellationToken cancellationToken) =>
        ApplyAsync(database, int.MaxValue, clock, cancellationToken);

    /// <summary>The same up to a version, as an earlier program would have; for tests of upgrades.</summary>
    internal static async Task<IReadOnlyList<int>> ApplyAsync(HeadquartersDatabase database, int upTo, TimeProvider clock, CancellationToken cancellationToken)
    {
        var applied = new List<int>();
        var scripts = Scripts(database.Provider);
        scripts.RemoveAll(script => script.Version > upTo);
        await database.WriteAsync(
            async transaction =>
            {
                await database.LockSchemaAsync(transaction, cancellationToken);
                await EnsureTableAsync(database, transaction, cancellationToken);
                return true;
            },
            cancellationToken);
        foreach (var (version, name) in scripts)
        {
            if (await database.WriteAsync(t => ApplyAsync(database, t, version, name, scripts[^1].Version, clock, cancellationToken), cancellationToken))
            {
                applied.Add(version);
            }
        }

        return applied;
    }

    private static async Task<bool> ApplyAsync(
        HeadquartersDatabase database,
        DbTransaction transaction,
        int version,
        string name,
        int newest,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await database.LockSchemaAsync(transaction, cancellationToken);
        var known = await transaction.Command("SELECT version FROM schema_version").ListAsync(r => r.GetInt32(0), cancellationToken);
        if (known.Count > 0 && known.Max() > newest)
        {
            throw new SchemaException(
                $"The database has schema {known.Max()}; this version knows schemas up to {newest}. Run the version that made it, or a newer one.");
        }

        if (known.Contains(version))
        {
            return false;
        }

        await transaction.Command(Read(name)).RunAsync(cancellationToken);
        await transaction.Command(
            "INSERT INTO schema_version (version, name, applied_at) VALUES (@version, @name, @at)",
            ("version", version),
            ("name", Path.GetFileName(name)),
            ("at", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken);
        return true;
    }

    private static Task<int> EnsureTableAsync(HeadquartersDatabase database, DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Command(
            $"CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at {(database.Provider == "sqlite" ? "INTEGER" : "timestamptz")} NOT NULL)")
            .RunAsync(cancellationToken);

    private static List<(int Version, string Name)> Scripts(string provider) =>
        [.. typeof(SchemaMigration).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith($"Schema/{provider}/", StringComparison.Ordinal))
            .Select(n => (int.Parse(Path.GetFileName(n).AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), n))
            .Order()];

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

/// <summary>The database's schema cannot be used by this version.</summary>
internal sealed class SchemaException(string message) : Exception(message);
