using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>Which ids of programs in the store are known, and the number each got. Changes are part of the file's transaction.</summary>
internal sealed class OutboxOrigins : IDisposable
{
    /// <summary>Origins forgotten at once, so that most appends forget none.</summary>
    private const int ForgetBatch = 256;

    /// <summary>What an origin takes on disk, counted generously; they may fill a quarter of the cap.</summary>
    private const int OriginBytes = 48;

    private readonly OutboxFile _file;
    private readonly OriginIndex _index = new();
    private readonly Dictionary<Guid, long> _added = [];
    private readonly List<(uint Hash, long Ordinal)> _forgotten = [];
    private readonly SqliteStatement _select;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _selectOldest;
    private readonly SqliteStatement _deleteOldest;
    private readonly long _limit;

    public OutboxOrigins(SqliteDatabase database, OutboxFile file, OutboxOptions options)
    {
        _file = file;
        _limit = Math.Max(1, Math.Min(options.RememberedOrigins, options.CapacityBytes / 4 / OriginBytes));
        _select = database.Prepare("SELECT seq, id FROM origin WHERE ordinal = ?1");
        _insert = database.Prepare("INSERT INTO origin(ordinal, seq, id) VALUES(?1, ?2, ?3)");
        _selectOldest = database.Prepare("SELECT ordinal, id FROM origin WHERE ordinal <= ?1");
        _deleteOldest = database.Prepare("DELETE FROM origin WHERE ordinal <= ?1");
        _file.Tally.FirstOrigin = 1;
        using var all = database.Prepare("SELECT ordinal, id FROM origin ORDER BY ordinal");
        for (var first = true; all.Step(); first = false)
        {
            var ordinal = all.Long(0);
            _file.Tally.FirstOrigin = first ? ordinal : _file.Tally.FirstOrigin;
            _file.Tally.LastOrigin = ordinal;
            _index.Add(OriginIndex.Hash(new Guid(all.Blob(1))), ordinal);
        }
    }

    /// <summary>How many are remembered, those of an open transaction left out.</summary>
    public int Count => _index.Count;

    /// <summary>The number that the event of this id got, or null where it is not known.</summary>
    public long? Find(Guid id)
    {
        if (PlantedFault.Is("origin-forgotten"))
        {
            return null;
        }

        if (_added.TryGetValue(id, out var seq))
        {
            return seq;
        }

        var hash = OriginIndex.Hash(id);
        return _index.MayHold(hash) ? Confirm(id, hash) : null;
    }

    /// <summary>Remembers an id, forgetting the oldest where there are too many.</summary>
    public void Add(Guid id, long seq)
    {
        _file.Begin();
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        _insert.Bind(1, ++_file.Tally.LastOrigin).Bind(2, seq).Bind(3, bytes).Run();
        _file.Tally.UsedBytes += OriginBytes;
        _added.Add(id, seq);
        if (_file.Tally.LastOrigin - _file.Tally.FirstOrigin + 1 >= _limit + ForgetBatch)
        {
            Forget(_file.Tally.LastOrigin - _limit);
        }
    }

    /// <summary>The transaction is over.</summary>
    public void Settle(bool committed)
    {
        if (committed && _added.Count > 0)
        {
            // The numbers were given in order of insertion, and a dictionary that is only added to keeps that order.
            var ordinal = _file.Tally.LastOrigin - _added.Count;
            foreach (var id in _added.Keys)
            {
                _index.Add(OriginIndex.Hash(id), ++ordinal);
            }
        }

        if (committed)
        {
            foreach (var (hash, ordinal) in _forgotten)
            {
                _index.Remove(hash, ordinal);
            }
        }

        _added.Clear();
        _forgotten.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _select.Dispose();
        _insert.Dispose();
        _selectOldest.Dispose();
        _deleteOldest.Dispose();
    }

    private long? Confirm(Guid id, uint hash)
    {
        foreach (var ordinal in _index.Candidates(hash, _file.Tally.LastOrigin))
        {
            if (_select.Bind(1, ordinal).Step())
            {
                var (seq, found) = (_select.Long(0), new Guid(_select.Blob(1)));
                _select.Reset();
                if (found == id)
                {
                    return seq;
                }
            }
        }

        return null;
    }

    private void Forget(long upTo)
    {
        _selectOldest.Bind(1, upTo);
        while (_selectOldest.Step())
        {
            _forgotten.Add((OriginIndex.Hash(new Guid(_selectOldest.Blob(1))), _selectOldest.Long(0)));
        }

        _deleteOldest.Bind(1, upTo).Run();
        _file.Tally.FirstOrigin = upTo + 1;
    }
}
