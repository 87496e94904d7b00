using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>Opens a file for looking at, touching it as little as can be.</summary>
internal static class InspectedFile
{
    /// <summary>Runs <paramref name="look"/> on the file; its second argument says whether a service has it open.</summary>
    public static T Use<T>(string path, Func<SqliteDatabase, bool, T> look)
    {
        if (!File.Exists(path))
        {
            throw new OutboxOpenException($"There is no outbox at {path}.");
        }

        var inUse = OutboxLock.IsTaken(path);
        try
        {
            // Without a log beside it the file is all there is: read it as it lies, also on a read-only disk.
            using var database = SqliteDatabase.OpenRead(path, immutable: !inUse && !File.Exists(path + "-wal"));
            database.Execute("PRAGMA busy_timeout=5000; BEGIN");
            if (database.ReadLong("PRAGMA application_id") != OutboxSchema.ApplicationId)
            {
                throw new OutboxOpenException($"{path} is not an outbox: it is another program's database.");
            }

            var version = database.ReadLong("PRAGMA user_version");
            return version is { } schema && schema >= OutboxSchema.Oldest && OutboxSteps.Accepts(database, schema, OutboxSchema.Version)
                ? look(database, inUse)
                : throw new OutboxOpenException($"{path} has schema {version}; this program knows {OutboxSchema.Version}. Use the version that wrote it.");
        }
        catch (SqliteFault fault)
        {
            throw new OutboxOpenException($"{path} cannot be read as an outbox: {fault.Message}", fault);
        }
    }
}
