using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Cloud.Contracts;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>The write connection: every statement that changes the file, and the counters that go with it. No policy.</summary>
/// <remarks>For the writer thread only. Every method but the constructor's may throw <see cref="SqliteFault"/>.</remarks>
internal sealed class OutboxFile : IDisposable
{
    /// <summary>Numbers that may be given before the mark is written again: what an opening has to count.</summary>
    private const int MarkEvery = 8192;

    private const long KeptEpochs = 1000;

    /// <summary>
    /// Gaps that are remembered after headquarters has been told: it may be put back to before it was. So many that to tell them all again fits what is kept free
    /// under the smallest cap.
    /// </summary>
    private const long KeptGaps = 100;

    /// <summary>Makes what tells epochs of one ordinal apart: files that were copied. The simulation, which has no chance of its own, makes it otherwise.</summary>
    internal static Func<string> EpochMark { get; set; } = static () => RandomNumberGenerator.GetHexString(8, lowercase: true);

    /// <summary>Pages in the write-ahead log after which it is copied into the file: 4 MiB.</summary>
    public const int CheckpointPages = 1000;

    /// <summary>Unused pages above which they are given back to the file system, so many at once: 4 MiB.</summary>
    public const int ShrinkPages = 1024;

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _insertGap;
    private readonly SqliteStatement _sumUpTo;
    private readonly SqliteStatement _deleteUpTo;
    private readonly SqliteStatement _deleteGaps;
    private readonly SqliteStatement _writeMark;
    private readonly SqliteStatement _oldestTime;
    private readonly SqliteStatement _pageCount;
    private readonly SqliteStatement _freePages;
    private OutboxTally _saved;
    private bool _begun;
    private bool _markDue;

    /// <summary>The counters as the open transaction leaves them.</summary>
    public OutboxTally Tally;

    private OutboxFile(SqliteDatabase database, OutboxOptions options)
    {
        _database = database;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _insert = database.Prepare("INSERT INTO event(seq, class, time, crc, body) VALUES(?1, ?2, ?3, ?4, ?5)");
        _insertGap = database.Prepare("INSERT INTO gap(told, first, last, count, why) VALUES(?1, ?2, ?3, ?4, ?5)");
        _sumUpTo = database.Prepare(
            $"SELECT count(*), total(length(body) + {OutboxSchema.RowOverhead}), total(class = 1) FROM event WHERE seq > ?1 AND seq <= ?2");
        _deleteUpTo = database.Prepare("DELETE FROM event WHERE seq <= ?1");
        _deleteGaps = database.Prepare(
            $"DELETE FROM gap WHERE told <= (SELECT told FROM gap WHERE told <= ?1 ORDER BY told DESC LIMIT 1 OFFSET {KeptGaps})");
        _writeMark = database.Prepare("UPDATE mark SET trimmed = ?1, counted = ?2, rows = ?3, bytes = ?4, telemetry = ?5 WHERE id = 1");
        _oldestTime = database.Prepare("SELECT time FROM event ORDER BY seq LIMIT 1");
        _pageCount = database.Prepare("PRAGMA page_count");
        _freePages = database.Prepare("PRAGMA freelist_count");
        Load();
        Epochs = ReadEpochs(database);
        Rows = new OutboxRows(database, this);
        Origins = new OutboxOrigins(database, this, options);
        Tally.UsedBytes = MeasureUsed();
    }

    /// <summary>The openings, this one last once <see cref="BeginEpoch"/> has run.</summary>
    public EpochLog Epochs { get; private set; }

    /// <summary>Looks at rows and takes single ones out.</summary>
    public OutboxRows Rows { get; }

    /// <summary>The remembered origins.</summary>
    public OutboxOrigins Origins { get; }

    /// <summary>Opens a file that is known to be an outbox, or empty. It is not checked here.</summary>
    public static OutboxFile Open(OutboxOptions options)
    {
        var database = SqliteDatabase.OpenWrite(options.Path);
        try
        {
            Prepare(database, options);
            return new OutboxFile(database, options);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The openings as they stand in a file.</summary>
    public static EpochLog ReadEpochs(SqliteDatabase database)
    {
        var starts = ImmutableArray.CreateBuilder<EpochStart>();
        using var select = database.Prepare("SELECT ordinal, name, first FROM epoch ORDER BY ordinal");
        while (select.Step())
        {
            starts.Add(new EpochStart(select.Long(0), select.Text(1), select.Long(2)));
        }

        return new EpochLog(starts.ToImmutable());
    }

    /// <summary>Begins this opening's epoch, durably, and forgets openings that nothing can refer to any more.</summary>
    public void BeginEpoch(DateTimeOffset now)
    {
        if (PlantedFault.Is("epoch-not-renewed") && Epochs.Count > 0)
        {
            return;
        }

        Begin();
        var ordinal = (_database.ReadLong("SELECT max(ordinal) FROM epoch") ?? 0) + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{ordinal}-{EpochMark()}");
        using (var insert = _database.Prepare("INSERT INTO epoch(ordinal, name, first, opened) VALUES(?1, ?2, ?3, ?4)"))
        {
            insert.Bind(1, ordinal).Bind(2, name).Bind(3, Tally.LastSeq + 1).Bind(4, now.UtcTicks).Run();
        }

        using (var forget = _database.Prepare(
            """
            DELETE FROM epoch WHERE ordinal <= ?1 AND
              coalesce((SELECT min(e.first) FROM epoch e WHERE e.ordinal > epoch.ordinal), 0) - 1
                <= min(?2, coalesce((SELECT seq - 1 FROM origin ORDER BY ordinal LIMIT 1), ?2))
            """))
        {
            forget.Bind(1, ordinal - KeptEpochs).Bind(2, Tally.Trimmed).Run();
        }

        Commit();
        Epochs = ReadEpochs(_database);
    }

    /// <summary>Opens the transaction unless it is open already.</summary>
    public void Begin()
    {
        if (!_begun)
        {
            _begin.Run();
            _begun = true;
            _saved = Tally;
        }
    }

    /// <summary>Commits what was begun; when it returns, everything is on the disk.</summary>
    public void Commit()
    {
        if (!_begun)
        {
            return;
        }

        if (_markDue || Tally.LastSeq - Tally.Counted > MarkEvery)
        {
            Tally.Counted = Tally.LastSeq;
            _writeMark.Bind(1, Tally.Trimmed).Bind(2, Tally.Counted).Bind(3, Tally.Rows).Bind(4, Tally.Bytes).Bind(5, Tally.Telemetry).Run();
        }

        if (Tally.OldestTicks < 0 && Tally.Rows > 0)
        {
            Tally.OldestTicks = _oldestTime.ReadLong() ?? 0;
        }

        _commit.Run();
        _begun = false;
        _markDue = false;
        Origins.Settle(committed: true);
    }

    /// <summary>Undoes what was begun. Does not throw: there may be nothing to undo.</summary>
    public void Rollback()
    {
        if (!_begun)
        {
            return;
        }

        _begun = false;
        _markDue = false;
        Tally = _saved;
        Origins.Settle(committed: false);
        try
        {
            if (!_database.IsIdle)
            {
                _database.Execute("ROLLBACK");
            }
        }
        catch (SqliteFault)
        {
            // SQLite rolls back by itself where the fault is so bad that it cannot be asked to.
        }
    }

    /// <summary>Appends a row and answers its number.</summary>
    public long Insert(EventClass eventClass, long timeTicks, ReadOnlySpan<byte> body)
    {
        Begin();
        var seq = Tally.LastSeq + 1;
        _insert.Bind(1, seq).Bind(2, (long)eventClass).Bind(3, timeTicks)
            .Bind(4, OutboxSchema.Checksum(seq, eventClass, timeTicks, body)).Bind(5, body).Run();
        Tally.LastSeq = seq;
        if (Tally.Rows++ == 0)
        {
            Tally.OldestTicks = timeTicks;
        }

        Tally.Bytes += body.Length + OutboxSchema.RowOverhead;
        Tally.Telemetry += eventClass == EventClass.Telemetry ? 1 : 0;
        Tally.UsedBytes += OutboxSchema.RoomFor(body.Length);
        return seq;
    }

    /// <summary>Records that a run is explained, by the number of the event that tells of it.</summary>
    public void InsertGap(long told, SeqRange range, long count, string why)
    {
        Begin();
        _insertGap.Bind(1, told).Bind(2, range.First).Bind(3, range.Last).Bind(4, count).Bind(5, why).Run();
        Tally.UsedBytes += 128;
    }

    /// <summary>Lets everything up to <paramref name="seq"/> go.</summary>
    public void Trim(long seq)
    {
        seq += PlantedFault.Is("trim-one-more") && seq < Tally.LastSeq ? 1 : 0;
        Begin();
        _sumUpTo.Bind(1, Tally.Trimmed).Bind(2, seq).Step();
        var (rows, bytes, telemetry) = (_sumUpTo.Long(0), _sumUpTo.Long(1), _sumUpTo.Long(2));
        _sumUpTo.Reset();
        _deleteUpTo.Bind(1, seq).Run();
        _deleteGaps.Bind(1, seq).Run();
        Removed(rows, bytes, telemetry);
        Tally.Trimmed = seq;
        _markDue = true;
    }

    /// <summary>Counts rows that have been taken out.</summary>
    public void Removed(long rows, long bytes, long telemetry)
    {
        Tally.Rows -= rows;
        Tally.Bytes -= bytes;
        Tally.Telemetry -= telemetry;
        Tally.OldestTicks = -1;
        _markDue = true;
    }

    /// <summary>Counts every row anew: after damage the counters cannot be carried on.</summary>
    public void Recount()
    {
        _sumUpTo.Bind(1, Tally.Trimmed).Bind(2, long.MaxValue).Step();
        (Tally.Rows, Tally.Bytes, Tally.Telemetry) = (_sumUpTo.Long(0), _sumUpTo.Long(1), _sumUpTo.Long(2));
        _sumUpTo.Reset();
        Tally.OldestTicks = -1;
        _markDue = true;
    }

    /// <summary>Bytes of the file in use now, inside the transaction if one is open.</summary>
    public long MeasureUsed() => ((_pageCount.ReadLong() ?? 0) - (_freePages.ReadLong() ?? 0)) * OutboxSchema.PageSize;

    /// <summary>Writes the mark alone: a transaction that proves the disk takes writes.</summary>
    public void Touch()
    {
        Begin();
        _markDue = true;
        Commit();
    }

    /// <summary>How many pages have been written since this was asked last.</summary>
    public int TakePagesWritten() => _database.TakePagesWritten();

    /// <summary>Copies the write-ahead log into the file; false where a reader was in the way.</summary>
    public bool Checkpoint(bool truncate) => _database.Checkpoint(truncate);

    /// <summary>Gives unused pages back to the file system where there are many.</summary>
    public void Shrink(int pages)
    {
        if ((_freePages.ReadLong() ?? 0) > pages)
        {
            _database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({pages})"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rollback();
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)
            [_begin, _commit, _insert, _insertGap, _sumUpTo, _deleteUpTo, _deleteGaps, _writeMark, _oldestTime, _pageCount, _freePages])
        {
            statement.Dispose();
        }

        Rows.Dispose();
        Origins.Dispose();
        _database.Dispose();
    }

    private static void Prepare(SqliteDatabase database, OutboxOptions options)
    {
        database.Execute($"PRAGMA page_size={OutboxSchema.PageSize}; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL");
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=8388608; PRAGMA temp_store=MEMORY;
            PRAGMA cache_size=-2048; PRAGMA busy_timeout=5000; PRAGMA max_page_count={options.CapacityBytes / OutboxSchema.PageSize}
            """));
        if (database.ReadLong("PRAGMA user_version") == 0)
        {
            database.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                BEGIN IMMEDIATE;
                PRAGMA application_id={OutboxSchema.ApplicationId};
                PRAGMA user_version={OutboxSchema.Oldest};
                {OutboxSchema.Tables}
                COMMIT
                """));
        }

        OutboxSteps.Take(database, OutboxSteps.All);
        if (PlantedFault.Is("sync-skipped") || PlantedFault.Is("sync-normal"))
        {
            database.Execute(PlantedFault.Is("sync-skipped") ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=NORMAL");
        }
    }

    private void Load()
    {
        using var mark = _database.Prepare("SELECT trimmed, counted, rows, bytes, telemetry FROM mark");
        if (!mark.Step())
        {
            throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT, "the mark row is missing");
        }

        Tally.Trimmed = mark.Long(0);
        Tally.Counted = mark.Long(1);
        Tally.LastSeq = Math.Max(
            PlantedFault.Is("seq-reused") ? 0 : Math.Max(Tally.Trimmed, Tally.Counted),
            Math.Max(
                _database.ReadLong("SELECT max(seq) FROM event") ?? 0,
                PlantedFault.Is("seq-reused") ? 0 : (_database.ReadLong("SELECT max(first) FROM epoch") ?? 1) - 1));
        _sumUpTo.Bind(1, Tally.Counted).Bind(2, long.MaxValue).Step();
        Tally.Rows = mark.Long(2) + _sumUpTo.Long(0);
        Tally.Bytes = mark.Long(3) + _sumUpTo.Long(1);
        Tally.Telemetry = mark.Long(4) + _sumUpTo.Long(2);
        _sumUpTo.Reset();
        Tally.OldestTicks = _oldestTime.ReadLong() ?? -1;
    }
}
