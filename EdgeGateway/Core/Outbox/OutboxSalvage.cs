using System.Globalization;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>Copies what can still be read of a damaged file into a new one, and puts the damaged one aside.</summary>
/// <remarks>
/// Rows keep their number and epoch, for that is their identity. The new file is built under another name and takes the place
/// only when it is whole, so that a salvage cut short at any point is either begun again or finished by the next opening.
/// </remarks>
internal sealed class OutboxSalvage(string path, OutboxLock held, TimeProvider clock)
{
    private readonly string _building = path + ".salvaging";
    private readonly string _built = path + ".salvaged";

    /// <summary>Ends a salvage that an earlier process did not live to end.</summary>
    public void FinishInterrupted()
    {
        File.Delete(_building);
        if (File.Exists(_built))
        {
            TakePlace();
        }
    }

    /// <summary>Salvages. Needs as much free disk as the readable rows take.</summary>
    /// <param name="stray">Rows that only the log has, behind a damaged place.</param>
    /// <returns>How many rows were kept, and where the damaged file is now.</returns>
    public (long Rows, string Aside) Run(IReadOnlyCollection<StrayRow> stray)
    {
        long rows;
        using (var target = SqliteDatabase.OpenWrite(_building))
        {
            target.Execute($"PRAGMA page_size={OutboxSchema.PageSize}; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
            target.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA application_id={OutboxSchema.ApplicationId}; PRAGMA user_version={OutboxSchema.Version}; {OutboxSchema.Tables} BEGIN"));
            rows = Copy(target, stray);
            target.Execute("COMMIT");
        }

        using (var stream = new FileStream(_building, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Flush(flushToDisk: true);
        }

        File.Move(_building, _built, overwrite: true);
        return (rows, TakePlace());
    }

    private long Copy(SqliteDatabase target, IReadOnlyCollection<StrayRow> stray)
    {
        SqliteDatabase? source = null;
        try
        {
            source = SqliteDatabase.OpenWrite(path);
            source.KeepLog();
            // Otherwise SQLite will not read a file that is shorter than its header says.
            source.Execute("PRAGMA writable_schema=ON");
            return new SalvageCopy(source, target, held.ReadEpochs(), stray).Run();
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            // Not even its header or schema: only the names of the epochs are known, so that none is given again.
            return new SalvageCopy(null, target, held.ReadEpochs(), stray).Run();
        }
        finally
        {
            source?.Dispose();
        }
    }

    private string TakePlace()
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}");
        for (var i = 2; File.Exists(aside); i++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}-{i}");
        }

        // The old log must be gone before the new file is there, or SQLite would play it into the new file.
        Move(path + "-wal", aside + "-wal");
        File.Delete(path + "-shm");
        Move(path, aside);
        File.Move(_built, path);
        return aside;
    }

    private static void Move(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Move(from, to);
        }
    }
}
