using System.Globalization;

namespace EdgeGateway.Core.Outbox.Sqlite;

/// <summary>A small file of state that is one program's own: WAL, every commit synced, told from other databases by its application id.</summary>
/// <param name="ApplicationId">Four letters as a number, one for each kind of file.</param>
/// <param name="Version">The version of its tables; a file of another one is not opened.</param>
/// <param name="What">What it holds, for people, such as <c>file of print jobs</c>.</param>
/// <param name="Tables">SQL that makes its tables.</param>
internal sealed record OwnDatabase(int ApplicationId, int Version, string What, string Tables)
{
    /// <summary>Opens the file, making it where it is missing or empty, and hands it over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">Prepares what is needed of it; where that fails it is closed again.</param>
    /// <exception cref="SqliteFault">It cannot be used: another program's, another version's, or damaged.</exception>
    public T Open<T>(string path, Func<SqliteDatabase, T> use)
    {
        var database = SqliteDatabase.OpenWrite(path);
        try
        {
            database.Execute("PRAGMA journal_mode=WAL");
            database.Execute("PRAGMA synchronous=" + (PlantedFault.Is("job-sync-skipped") ? "OFF" : "FULL") + "; PRAGMA busy_timeout=5000; PRAGMA journal_size_limit=1048576; PRAGMA cache_size=-512");
            var (application, version) = (database.ReadLong("PRAGMA application_id"), database.ReadLong("PRAGMA user_version"));
            if (version == 0 && database.ReadLong("SELECT count(*) FROM sqlite_schema") == 0)
            {
                database.Execute(string.Create(
                    CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version}; {Tables} COMMIT"));
            }
            else if (application != ApplicationId || version != Version || database.ReadText("PRAGMA quick_check(1)") != "ok")
            {
                throw new SqliteFault(SQLitePCL.raw.SQLITE_NOTADB, $"{path} is no sound {What} of this version");
            }

            return use(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
