using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>Copies every readable and intact row of one file into another, and those that stand in its log behind a damaged place.</summary>
internal sealed class SalvageCopy(SqliteDatabase? source, SqliteDatabase target, IReadOnlyList<EpochStart> rememberedEpochs, IReadOnlyCollection<StrayRow> stray)
{
    /// <summary>Numbers that may have been given after the mark was written last: one mark interval and two commits.</summary>
    private const long UncountedAtMost = 8192 + (2 * 1024);

    private readonly SortedDictionary<long, EpochStart> _epochs = [];
    private long _trimmed = -1;
    private long _counted;
    private long _rows;
    private long _last;

    /// <summary>Copies, and answers how many events were kept.</summary>
    public long Run()
    {
        ReadEpochs();
        TryEach("SELECT trimmed, counted FROM mark", row => (_trimmed, _counted) = (row.Long(0), row.Long(1)));
        CopyOthers();
        _last = Math.Max(_counted, _epochs.Count == 0 ? 0 : _epochs.Values.Last().First - 1);
        var endIsSafe = CopyEvents();
        CopyStray();
        if (_epochs.Count == 0 && _rows > 0)
        {
            // Without an epoch a row has no identity: sent under a new one, headquarters might count it twice.
            target.Execute("DELETE FROM event");
            _rows = 0;
        }

        if (!endIsSafe)
        {
            _last = Math.Max(_last, _counted + UncountedAtMost);
        }

        WriteEpochsAndMark();
        return _rows;
    }

    private void ReadEpochs()
    {
        foreach (var epoch in rememberedEpochs)
        {
            _epochs[epoch.Ordinal] = epoch;
        }

        var found = new SortedDictionary<long, EpochStart>();
        if (TryEach("SELECT ordinal, name, first FROM epoch ORDER BY ordinal", row => found[row.Long(0)] = new(row.Long(0), row.Text(1), row.Long(2))))
        {
            // The file's own word counts: what is remembered beside it may be of another copy of the file. Openings that it has not may be behind the damage in its log.
            var isItsOwn = stray.Count > 0 && found.Count > 0 && _epochs.TryGetValue(found.Keys.Last(), out var last) && last == found.Values.Last();
            foreach (var ordinal in _epochs.Keys.Where(ordinal => !isItsOwn || ordinal <= found.Keys.Last()).ToList())
            {
                _epochs.Remove(ordinal);
            }
        }

        foreach (var (ordinal, epoch) in found)
        {
            _epochs[ordinal] = epoch;
        }
    }

    private void CopyOthers()
    {
        using var gap = target.Prepare("INSERT OR IGNORE INTO gap(told, first, last, count, why) VALUES(?1, ?2, ?3, ?4, ?5)");
        TryEach(
            "SELECT told, first, last, count, why FROM gap",
            row => gap.Bind(1, row.Long(0)).Bind(2, row.Long(1)).Bind(3, row.Long(2)).Bind(4, row.Long(3)).Bind(5, row.Text(4)).Run());
        using var origin = target.Prepare("INSERT OR IGNORE INTO origin(ordinal, seq, id) VALUES(?1, ?2, ?3)");
        TryEach(
            "SELECT ordinal, seq, id FROM origin WHERE length(id) = 16",
            row => origin.Bind(1, row.Long(0)).Bind(2, row.Long(1)).Bind(3, row.Blob(2)).Run());
    }

    /// <summary>False where the end of the table cannot be read, so that nobody knows how far it went.</summary>
    private bool CopyEvents()
    {
        using var insert = target.Prepare("INSERT OR IGNORE INTO event(seq, class, time, crc, body) VALUES(?1, ?2, ?3, ?4, ?5)");
        for (var from = 0L; ;)
        {
            var next = from;
            if (TryEach(Select(from), row => next = CopyRow(row, insert) + 1))
            {
                return true;
            }

            if (FirstReadable(next) is not { } readable)
            {
                return false;
            }

            from = readable;
        }
    }

    private void CopyStray()
    {
        using var insert = target.Prepare("INSERT OR IGNORE INTO event(seq, class, time, crc, body) VALUES(?1, ?2, ?3, ?4, ?5)");
        foreach (var row in stray.Where(row => row.Seq > _trimmed))
        {
            insert.Bind(1, row.Seq).Bind(2, row.Class).Bind(3, row.Time).Bind(4, row.Crc).Bind(5, row.Body).Run();
            _rows += target.Changes;
            _last = Math.Max(_last, row.Seq);
        }
    }

    private long CopyRow(SqliteStatement row, SqliteStatement insert)
    {
        var seq = row.Long(0);
        if (OutboxSchema.IsIntact(row))
        {
            insert.Bind(1, seq).Bind(2, row.Long(1)).Bind(3, row.Long(2)).Bind(4, row.Long(3)).Bind(5, row.Blob(4)).Run();
            _rows++;
            _last = Math.Max(_last, seq);
        }

        return seq;
    }

    /// <summary>The nearest number after a row that cannot be read from which reading works again; doubling steps, then halving.</summary>
    private long? FirstReadable(long bad)
    {
        var good = bad;
        for (var step = 1L; !CanRead(good); step *= 2)
        {
            good += step;
            if (good > bad + (1L << 40))
            {
                return null;
            }
        }

        while (good - bad > 1)
        {
            var middle = bad + ((good - bad) / 2);
            (bad, good) = CanRead(middle) ? (bad, middle) : (middle, good);
        }

        return good;
    }

    private bool CanRead(long seq) => TryEach(Select(seq) + " LIMIT 1", _ => { });

    private static string Select(long from) => FormattableString.Invariant($"SELECT seq, class, time, crc, body FROM event WHERE seq >= {from} ORDER BY seq");

    private void WriteEpochsAndMark()
    {
        if (_epochs.Count == 0)
        {
            _trimmed = _last;
        }
        else if (_trimmed < 0)
        {
            _trimmed = _epochs.Values.First().First - 1;
        }

        using var insert = target.Prepare("INSERT OR IGNORE INTO epoch(ordinal, name, first, opened) VALUES(?1, ?2, ?3, 0)");
        foreach (var epoch in _epochs.Values)
        {
            insert.Bind(1, epoch.Ordinal).Bind(2, epoch.Name).Bind(3, epoch.First).Run();
        }

        using var mark = target.Prepare(
            $"""
            UPDATE mark SET trimmed = ?1, counted = ?2, rows = (SELECT count(*) FROM event),
              bytes = (SELECT coalesce(sum(length(body) + {OutboxSchema.RowOverhead}), 0) FROM event),
              telemetry = (SELECT coalesce(sum(class = 1), 0) FROM event)
            """);
        mark.Bind(1, _trimmed).Bind(2, _last).Run();
    }

    /// <summary>Runs something on each row; false where the file gave up before the end.</summary>
    private bool TryEach(string sql, Action<SqliteStatement> each)
    {
        if (source is null)
        {
            return false;
        }

        try
        {
            using var statement = source.Prepare(sql);
            while (statement.Step())
            {
                each(statement);
            }

            return true;
        }
        catch (SqliteFault fault) when (fault.IsDamage || fault.Primary == SQLitePCL.raw.SQLITE_ERROR)
        {
            return false;
        }
    }
}
