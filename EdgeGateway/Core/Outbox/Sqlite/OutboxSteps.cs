using System.Globalization;

namespace EdgeGateway.Core.Outbox.Sqlite;

/// <summary>Brings a file from an older schema to this program's, and says whether this program can work with the file of a newer one.</summary>
internal static class OutboxSteps
{
    /// <summary>The steps so far: none, there has been one schema.</summary>
    public static IReadOnlyList<OutboxStep> All => [];

    /// <summary>Whether a program of <paramref name="mine"/> may write to the file: its schema is not newer, or says that this program's may.</summary>
    public static bool Accepts(SqliteDatabase database, long version, int mine) =>
        version <= mine || (database.ReadLong("SELECT count(*) FROM sqlite_schema WHERE name = 'format'") > 0
            && database.ReadLong("SELECT back FROM format WHERE id = 1") is { } back && back <= mine);

    /// <summary>Takes every step that the file has not taken, each in a transaction of its own: a power cut leaves the one before.</summary>
    /// <exception cref="SqliteFault">The disk fails; the file is as it was before that step.</exception>
    public static void Take(SqliteDatabase database, IReadOnlyList<OutboxStep> steps)
    {
        var version = database.ReadLong("PRAGMA user_version") ?? 0;
        foreach (var step in steps.Where(step => step.Version > version))
        {
            database.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                BEGIN IMMEDIATE;
                {step.Statements};
                CREATE TABLE IF NOT EXISTS format(id INTEGER PRIMARY KEY CHECK(id = 1), back INTEGER NOT NULL) STRICT;
                INSERT INTO format(id, back) VALUES(1, {step.Back}) ON CONFLICT(id) DO UPDATE SET back = {step.Back};
                PRAGMA user_version={step.Version};
                COMMIT
                """));
        }
    }
}
