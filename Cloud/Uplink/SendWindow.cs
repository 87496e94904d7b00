namespace Cloud.Uplink;

/// <summary>Batches that were sent and are not known to be committed, in order.</summary>
internal sealed class SendWindow(int capacity)
{
    private readonly Queue<SentBatch> _sent = new();
    private string? _epoch;

    internal int Count => _sent.Count;

    internal bool HasRoom => _sent.Count < capacity;

    /// <summary>Whether a batch of <paramref name="epoch"/> must wait: another epoch's are not all committed.</summary>
    internal bool Holds(string epoch) => _sent.Count > 0 && _epoch != epoch;

    internal void Add(SentBatch batch)
    {
        _epoch = batch.Epoch;
        _sent.Enqueue(batch);
    }

    /// <summary>Takes the oldest batch out where it ends at or before <paramref name="committed"/>.</summary>
    internal bool TryTakeCommitted(long committed, out SentBatch batch) => TryTake(b => b.Last <= committed, out batch);

    /// <summary>Takes the oldest batch out where the broker has acknowledged it.</summary>
    internal bool TryTakeAcknowledged(out SentBatch batch) => TryTake(b => b.Acknowledged, out batch);

    internal void Clear() => _sent.Clear();

    private bool TryTake(Func<SentBatch, bool> ready, out SentBatch batch)
    {
        if (_sent.TryPeek(out batch!) && ready(batch))
        {
            _sent.Dequeue();
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
