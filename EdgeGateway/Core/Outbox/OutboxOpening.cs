using System.Buffers.Binary;
using System.Globalization;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace EdgeGateway.Core.Outbox;

/// <summary>Brings a file to the point where it can be written: looks what it is, salvages what is damaged, begins an epoch.</summary>
internal static class OutboxOpening
{
    /// <summary>Files up to this size are checked page by page; larger ones row by row as they are read, so that a start stays quick.</summary>
    private const long CheckedSize = 64L * 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Opens the file whose lock is held.</summary>
    /// <param name="options">Where, and how large.</param>
    /// <param name="held">The lock.</param>
    /// <param name="stamp">For the events that tell of damage.</param>
    /// <param name="logger">Told of every damage.</param>
    /// <param name="knownDamaged">True where SQLite has already stumbled over it.</param>
    /// <exception cref="OutboxOpenException">It is not ours, or newer than this program.</exception>
    /// <exception cref="SqliteFault">The disk fails.</exception>
    public static OutboxFile Open(OutboxOptions options, OutboxLock held, EventStamp stamp, ILogger logger, bool knownDamaged)
    {
        var salvage = new OutboxSalvage(options.Path, held, stamp.Clock);
        salvage.FinishInterrupted();

        // Before SQLite opens the file: when it closes it, the log is gone.
        var stray = DamagedLog.Rows(options.Path + "-wal");
        var damage = knownDamaged ? "SQLite cannot read a page of it"
            : stray.Count > 0 ? "its log is damaged before its end" : FindDamage(options.Path, held.WasOurs);
        if (damage is null)
        {
            try
            {
                return Begin(options, held, stamp, logger);
            }
            catch (SqliteFault fault) when (fault.IsDamage || fault.Primary == raw.SQLITE_ERROR)
            {
                damage = fault.Message;
            }
        }

        logger.OutboxDamaged(options.Path, damage);
        var salvaged = salvage.Run(stray);
        var file = Begin(options, held, stamp, logger);
        try
        {
            var lost = new OutboxGaps(file, stamp).TellDamage(new(file.Tally.Trimmed + 1, file.Epochs.Current.First - 1));
            file.Commit();
            logger.OutboxSalvaged(options.Path, salvaged.Rows, lost, salvaged.Aside);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static OutboxFile Begin(OutboxOptions options, OutboxLock held, EventStamp stamp, ILogger logger)
    {
        var file = OutboxFile.Open(options);
        try
        {
            file.BeginEpoch(stamp.Clock.GetUtcNow());
            held.Write(file.Epochs);
            logger.OutboxOpened(options.Path, file.Epochs.Current.Name, file.Epochs.Current.First, file.Tally.Rows);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string? FindDamage(string path, bool wasOurs)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length == 0)
        {
            return null;
        }

        var header = new byte[100];
        using (var stream = File.OpenRead(path))
        {
            if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan().StartsWith(Magic))
            {
                return wasOurs
                    ? "its header is not SQLite's"
                    : throw new OutboxOpenException(
                        $"{path} is not an outbox: it does not begin as an SQLite file. Set another path, or move that file away.");
            }
        }

        var wal = new FileInfo(path + "-wal");
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(28));
        if ((!wal.Exists || wal.Length == 0) && pages * (long)OutboxSchema.PageSize > length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it is cut short: {length} bytes, {pages} pages expected");
        }

        try
        {
            return Check(path, length);
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            return wasOurs || BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(68)) == OutboxSchema.ApplicationId
                ? fault.Message
                : throw new OutboxOpenException($"{path} cannot be read as an outbox: {fault.Message} Set another path, or move that file away.", fault);
        }
    }

    private static string? Check(string path, long length)
    {
        using var database = SqliteDatabase.OpenWrite(path);
        var application = database.ReadLong("PRAGMA application_id");
        var version = database.ReadLong("PRAGMA user_version");
        if (application != OutboxSchema.ApplicationId && database.ReadLong("SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new OutboxOpenException($"{path} is another program's database. Set another path, or move that file away.");
        }

        if (version is { } schema && !OutboxSteps.Accepts(database, schema, OutboxSchema.Version))
        {
            throw new OutboxOpenException(
                $"{path} was written by a newer version (schema {version}, this one knows {OutboxSchema.Version}). "
                + "Install that version again, or let it empty the outbox first.");
        }

        if (length > CheckedSize)
        {
            return null;
        }

        var answer = database.ReadText("PRAGMA quick_check(1)");
        return answer == "ok" ? null : answer.ReplaceLineEndings(" ");
    }
}
