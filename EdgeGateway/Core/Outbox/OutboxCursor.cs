namespace EdgeGateway.Core.Outbox;

/// <summary>What headquarters says it has committed, as a number of this file. Safe for use from several threads.</summary>
internal sealed class OutboxCursor(long committed)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _aheadTold = new(StringComparer.Ordinal);
    private readonly List<OutboxPosition> _ahead = [];
    private long _committed = committed;

    /// <summary>The last committed number.</summary>
    public long Committed => Volatile.Read(ref _committed);

    /// <summary>Takes a cursor in.</summary>
    public CursorOutcome Apply(OutboxView view, string epoch, long seq)
    {
        lock (_gate)
        {
            var index = PlantedFault.Is("any-epoch-accepted") ? view.Epochs.Count - 1 : view.Epochs.IndexOf(epoch);
            var last = index < 0 ? 0 : view.Epochs.LastOf(index, view.LastSeq);
            if (index < 0 || seq > last)
            {
                if (_aheadTold.Count < 1000 && _aheadTold.Add(epoch))
                {
                    _ahead.Add(new OutboxPosition(epoch, seq));
                }

                // All that this file has of an epoch that is over is committed; of the current one it can only be a mistake.
                if (index >= 0 && index < view.Epochs.Count - 1 && last > _committed)
                {
                    Volatile.Write(ref _committed, last);
                }

                return CursorOutcome.Ahead;
            }

            var position = Math.Max(seq, view.Epochs[index].First - 1);
            if (position == _committed)
            {
                return CursorOutcome.Unchanged;
            }

            if (position < _committed)
            {
                return CursorOutcome.Behind;
            }

            Volatile.Write(ref _committed, position);
            return CursorOutcome.Advanced;
        }
    }

    /// <summary>Goes back to <paramref name="position"/>, so that what follows it is kept until it is committed again.</summary>
    public void Rewind(long position)
    {
        lock (_gate)
        {
            Volatile.Write(ref _committed, Math.Min(_committed, position));
        }
    }

    /// <summary>Goes on with a file opened again: what was committed stays so, for nobody says it again, but nothing of the new opening can be.</summary>
    /// <param name="trimmed">Up to where the file has let go.</param>
    /// <param name="first">The first number of the new opening.</param>
    public void Restart(long trimmed, long first)
    {
        lock (_gate)
        {
            Volatile.Write(ref _committed, Math.Max(trimmed, Math.Min(_committed, first - 1)));
        }
    }

    /// <summary>Takes the cursors that were ahead and have not been told of.</summary>
    public IReadOnlyList<OutboxPosition> TakeAhead()
    {
        lock (_gate)
        {
            if (_ahead.Count == 0)
            {
                return [];
            }

            var ahead = _ahead.ToArray();
            _ahead.Clear();
            return ahead;
        }
    }

    /// <summary>They could not be told of after all.</summary>
    public void PutBackAhead(IEnumerable<OutboxPosition> ahead)
    {
        lock (_gate)
        {
            _ahead.AddRange(ahead);
        }
    }
}
