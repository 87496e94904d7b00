using Cloud.Contracts;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>The read connection, for one thread at a time; opened when first used.</summary>
internal sealed class OutboxReader(string path) : IDisposable
{
    /// <summary>Bodies are copied into blocks of this size, well below the large object heap.</summary>
    private const int BlockSize = 32 * 1024;

    /// <summary>More gaps than this would not fit the batch's header.</summary>
    private const int MostGaps = 1000;

    private readonly Lock _gate = new();
    private bool _closed;
    private SqliteDatabase? _database;
    private SqliteStatement? _rows;
    private SqliteStatement? _gaps;

    /// <summary>Reads rows of <paramref name="range"/> from its beginning.</summary>
    /// <param name="range">One epoch's, and all of it durable.</param>
    /// <param name="maxEvents">The most rows.</param>
    /// <param name="maxBytes">The most bytes of bodies; one row is read however large it is.</param>
    /// <param name="suspects">Receives the runs that are missing or damaged and that nothing explains.</param>
    public OutboxSlice Read(SeqRange range, int maxEvents, int maxBytes, List<SeqRange> suspects)
    {
        lock (_gate)
        {
            Open();
            try
            {
                // One snapshot for rows and gaps, so that a drop between the two cannot look like damage.
                _database!.Execute("BEGIN");
                var slice = ReadRows(range, maxEvents, maxBytes, suspects);
                FindUnexplained(slice.Gaps, suspects);
                _database.Execute("COMMIT");
                return slice;
            }
            catch (SqliteFault)
            {
                CloseConnection();
                throw;
            }
        }
    }

    /// <summary>Runs something while nobody reads and the file is let go.</summary>
    public void WhileClosed(Action action)
    {
        lock (_gate)
        {
            CloseConnection();
            action();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            CloseConnection();
            _closed = true;
        }
    }

    private OutboxSlice ReadRows(SeqRange range, int maxEvents, int maxBytes, List<SeqRange> suspects)
    {
        var rows = new List<OutboxRow>(Math.Min(maxEvents, 512));
        var gaps = new List<SeqRange>();
        var block = Array.Empty<byte>();
        var used = 0;
        var bytes = 0L;
        var next = range.First;
        _rows!.Bind(1, range.First).Bind(2, range.Last);
        while (_rows.Step())
        {
            var seq = _rows.Long(0);
            var body = _rows.Blob(4);
            if (gaps.Count >= MostGaps || (rows.Count > 0 && (rows.Count >= maxEvents || bytes + body.Length > maxBytes)))
            {
                _rows.Reset();
                return new OutboxSlice(rows, gaps, next - 1);
            }

            if (seq > next && !PlantedFault.Is("gap-hidden"))
            {
                SeqRuns.Append(gaps, new SeqRange(next, seq - 1));
            }

            next = seq + 1;
            if (!OutboxSchema.IsIntact(_rows))
            {
                var bad = new SeqRange(seq, seq);
                SeqRuns.Append(gaps, bad);
                suspects.Add(bad);
                continue;
            }

            if (used + body.Length > block.Length)
            {
                block = new byte[Math.Max(BlockSize, body.Length)];
                used = 0;
            }

            body.CopyTo(block.AsSpan(used));
            rows.Add(new OutboxRow(
                seq,
                (EventClass)_rows.Long(1),
                new DateTimeOffset(_rows.Long(2), TimeSpan.Zero),
                block.AsMemory(used, body.Length)));
            used += body.Length;
            bytes += body.Length;
        }

        if (next <= range.Last)
        {
            SeqRuns.Append(gaps, new SeqRange(next, range.Last));
        }

        return new OutboxSlice(rows, gaps, range.Last);
    }

    private void FindUnexplained(List<SeqRange> gaps, List<SeqRange> suspects)
    {
        foreach (var gap in gaps)
        {
            var explained = new List<SeqRange>();
            _gaps!.Bind(1, gap.First).Bind(2, gap.Last);
            while (_gaps.Step())
            {
                explained.Add(new SeqRange(_gaps.Long(0), _gaps.Long(1)));
            }

            suspects.AddRange(SeqRuns.Subtract(gap, explained));
        }
    }

    private void Open()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(Outbox));
        if (_database is not null)
        {
            return;
        }

        _database = SqliteDatabase.OpenRead(path);
        try
        {
            _database.Execute("PRAGMA busy_timeout=5000; PRAGMA cache_size=-1024");
            _rows = _database.Prepare("SELECT seq, class, time, crc, body FROM event WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq");
            _gaps = _database.Prepare("SELECT first, last FROM gap WHERE last >= ?1 AND first <= ?2 ORDER BY first");
        }
        catch
        {
            CloseConnection();
            throw;
        }
    }

    private void CloseConnection()
    {
        _rows?.Dispose();
        _gaps?.Dispose();
        _database?.Dispose();
        _rows = null;
        _gaps = null;
        _database = null;
    }
}

/// <summary>What one read found: the rows, the runs without a row, and the last number it answers for.</summary>
internal readonly record struct OutboxSlice(List<OutboxRow> Rows, List<SeqRange> Gaps, long Last);
