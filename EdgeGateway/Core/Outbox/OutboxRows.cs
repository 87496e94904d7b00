using Cloud.Contracts;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>Looks at rows on the write connection and takes single ones out.</summary>
internal sealed class OutboxRows : IDisposable
{
    private readonly OutboxFile _file;
    private readonly SqliteStatement _scan;
    private readonly SqliteStatement _scanTelemetry;
    private readonly SqliteStatement _nth;
    private readonly SqliteStatement _measure;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _deleteRun;
    private readonly SqliteStatement _gaps;
    private readonly SqliteStatement _wholeGaps;
    private readonly SqliteStatement _lostGaps;
    private readonly SqliteStatement _deleteGap;

    public OutboxRows(SqliteDatabase database, OutboxFile file)
    {
        _file = file;
        _scan = database.Prepare("SELECT seq, class, time, crc, body FROM event WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq");
        _scanTelemetry = database.Prepare($"SELECT seq, class, time, crc, body FROM event WHERE seq > ?1 AND {(PlantedFault.Is("ledger-dropped") ? "class >= 0" : "class = 1")} ORDER BY seq LIMIT ?2");
        _nth = database.Prepare("SELECT seq FROM event WHERE seq > ?1 ORDER BY seq LIMIT 1 OFFSET ?2");
        _measure = database.Prepare($"SELECT class, length(body) + {OutboxSchema.RowOverhead} FROM event WHERE seq = ?1");
        _delete = database.Prepare("DELETE FROM event WHERE seq = ?1");
        _deleteRun = database.Prepare("DELETE FROM event WHERE seq >= ?1 AND seq <= ?2");
        _gaps = database.Prepare("SELECT first, last FROM gap WHERE last >= ?1 AND first <= ?2 ORDER BY first");
        _wholeGaps = database.Prepare("SELECT first, last FROM gap WHERE last >= ?1 AND first <= ?2 AND told > ?3 AND count = last - first + 1 ORDER BY first");
        _lostGaps = database.Prepare("SELECT told, first, last, count, why FROM gap WHERE told > ?1 AND told <= ?2 AND first <= ?1 ORDER BY told");
        _deleteGap = database.Prepare("DELETE FROM gap WHERE told = ?1");
    }

    /// <summary>The runs in <paramref name="range"/> that are missing or fail their checksum, and that nothing explains.</summary>
    public List<SeqRange> FindDamage(SeqRange range)
    {
        var explained = Explained(range);
        var bad = new List<SeqRange>();
        var next = range.First;
        _scan.Bind(1, range.First).Bind(2, range.Last);
        while (_scan.Step())
        {
            var seq = _scan.Long(0);
            AddMissing(bad, next, seq - 1, explained);
            if (!OutboxSchema.IsIntact(_scan))
            {
                SeqRuns.Append(bad, new SeqRange(seq, seq));
            }

            next = seq + 1;
        }

        AddMissing(bad, next, range.Last, explained);
        return bad;
    }

    /// <summary>The recorded gaps that touch <paramref name="range"/>.</summary>
    public List<SeqRange> Explained(SeqRange range)
    {
        var gaps = new List<SeqRange>();
        _gaps.Bind(1, range.First).Bind(2, range.Last);
        while (_gaps.Step())
        {
            gaps.Add(new SeqRange(_gaps.Long(0), _gaps.Long(1)));
        }

        return gaps;
    }

    /// <summary>The recorded gaps that touch <paramref name="range"/>, took all of their run, and are told by an event after <paramref name="told"/>.</summary>
    public List<SeqRange> ExplainedWhole(SeqRange range, long told)
    {
        var gaps = new List<SeqRange>();
        _wholeGaps.Bind(1, range.First).Bind(2, range.Last).Bind(3, told);
        while (_wholeGaps.Step())
        {
            gaps.Add(new SeqRange(_wholeGaps.Long(0), _wholeGaps.Long(1)));
        }

        return gaps;
    }

    /// <summary>The gaps that begin up to <paramref name="position"/> and were told by an event after it, up to <paramref name="last"/>; forgets them.</summary>
    public List<(SeqRange Range, long Count, string Why)> TakeGapsToldIn(long position, long last)
    {
        var gaps = new List<(long Told, SeqRange Range, long Count, string Why)>();
        _lostGaps.Bind(1, position).Bind(2, last);
        while (_lostGaps.Step())
        {
            gaps.Add((_lostGaps.Long(0), new SeqRange(_lostGaps.Long(1), _lostGaps.Long(2)), _lostGaps.Long(3), _lostGaps.Text(4)));
        }

        foreach (var gap in gaps)
        {
            _file.Begin();
            _deleteGap.Bind(1, gap.Told).Run();
        }

        return gaps.ConvertAll(g => (g.Range, g.Count, g.Why));
    }

    /// <summary>The number of the <paramref name="count"/>th row after <paramref name="seq"/>, or null where there are fewer.</summary>
    public long? Nth(long seq, int count) => count == 0 ? seq : _nth.Bind(1, seq).Bind(2, count - 1).ReadLong();

    /// <summary>The oldest telemetry after <paramref name="seq"/>, whole rows only; a damaged one is no telemetry to be dropped.</summary>
    public List<long> OldestTelemetry(long seq, int limit)
    {
        var rows = new List<long>(limit);
        _scanTelemetry.Bind(1, seq).Bind(2, limit);
        while (_scanTelemetry.Step())
        {
            if (OutboxSchema.IsIntact(_scanTelemetry))
            {
                rows.Add(_scanTelemetry.Long(0));
            }
        }

        return rows;
    }

    /// <summary>Takes one row out, if it is there, and answers its bytes.</summary>
    public long Delete(long seq)
    {
        _file.Begin();
        if (!_measure.Bind(1, seq).Step())
        {
            return 0;
        }

        var (eventClass, bytes) = (_measure.Long(0), _measure.Long(1));
        _measure.Reset();
        _delete.Bind(1, seq).Run();
        _file.Removed(1, bytes, eventClass == (long)EventClass.Telemetry ? 1 : 0);
        return bytes;
    }

    /// <summary>Takes out what is there of a run; the counters have to be made anew afterwards.</summary>
    public void Delete(SeqRange run)
    {
        _file.Begin();
        _deleteRun.Bind(1, run.First).Bind(2, run.Last).Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_scan, _scanTelemetry, _nth, _measure, _delete, _deleteRun, _gaps, _wholeGaps, _lostGaps, _deleteGap])
        {
            statement.Dispose();
        }
    }

    private static void AddMissing(List<SeqRange> bad, long first, long last, List<SeqRange> explained)
    {
        if (first > last)
        {
            return;
        }

        foreach (var run in SeqRuns.Subtract(new SeqRange(first, last), explained))
        {
            SeqRuns.Append(bad, run);
        }
    }
}
