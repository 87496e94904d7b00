namespace Cloud.Uplink;

/// <summary>Batches that were sent and are not known to be committed, in order.</summary>
/// <remarks>
/// Until something of an epoch is committed over this connection, one batch of it travels alone: headquarters takes the first it sees of
/// an epoch it does not know for the epoch's beginning, so that a second one must not overtake a first that was lost. The same rule
/// has an epoch wholly committed before the next one begins.
/// </remarks>
internal sealed class SendWindow(int capacity)
{
    private readonly Queue<SentBatch> _sent = new();
    private string? _knownEpoch;

    internal int Count => _sent.Count;

    /// <summary>Whether there may be room; <see cref="Admits"/> has the last word.</summary>
    internal bool HasRoom => _sent.Count == 0 || (_knownEpoch is not null && _sent.Count < capacity + (PlantedFault.Is("window-off-by-one") ? 1 : 0));

    /// <summary>Whether a batch of <paramref name="epoch"/> may go now.</summary>
    internal bool Admits(string epoch) => _sent.Count == 0 || (epoch == _knownEpoch && _sent.Count < capacity + (PlantedFault.Is("window-off-by-one") ? 1 : 0));

    internal void Add(SentBatch batch) => _sent.Enqueue(batch);

    /// <summary>Takes the oldest batch out where it ends at or before <paramref name="committed"/>.</summary>
    internal bool TryTakeCommitted(long committed, out SentBatch batch) => TryTake(b => b.Last <= committed, out batch);

    /// <summary>Takes the oldest batch out where the broker has acknowledged it.</summary>
    internal bool TryTakeAcknowledged(out SentBatch batch) => TryTake(b => b.Acknowledged, out batch);

    /// <summary>Forgets what was sent: it is to be sent again.</summary>
    internal void Clear()
    {
        _sent.Clear();
        _knownEpoch = null;
    }

    private bool TryTake(Func<SentBatch, bool> ready, out SentBatch batch)
    {
        if (_sent.TryPeek(out batch!) && ready(batch))
        {
            _sent.Dequeue();
            _knownEpoch = batch.Epoch;
            return true;
        }

        return false;
    }
}

/// <summary>One batch on its way.</summary>
internal sealed class SentBatch(string epoch, long last, long sentAt)
{
    private volatile bool _acknowledged;

    internal string Epoch { get; } = epoch;

    internal long Last { get; } = last;

    /// <summary>The clock's timestamp of the sending.</summary>
    internal long SentAt { get; } = sentAt;

    /// <summary>Whether the broker has acknowledged it; set from another thread.</summary>
    internal bool Acknowledged
    {
        get => _acknowledged;
        set => _acknowledged = value;
    }
}
