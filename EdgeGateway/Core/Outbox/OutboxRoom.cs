using Cloud.Contracts;

namespace EdgeGateway.Core.Outbox;

/// <summary>Keeps the file under its cap: measures, lets acknowledged rows go, then drops the oldest telemetry.</summary>
internal sealed class OutboxRoom(OutboxFile file, OutboxGaps gaps, OutboxOptions options)
{
    private const int DropBatch = 1024;

    /// <summary>Fewer rows than this may free less than the event that tells of them takes.</summary>
    private const int LeastDrop = 8;

    /// <summary>Kept free, so that the event that tells of a drop always fits: more than one drop can ever need.</summary>
    private readonly long _limit = options.CapacityBytes - Math.Clamp(options.CapacityBytes / 64, 64 * 1024, 4 * 1024 * 1024);

    /// <summary>A drop frees this much more than is needed, so that there is one gap for many appends.</summary>
    private readonly long _headway = Math.Min(options.CapacityBytes / 64, 8 * 1024 * 1024);

    /// <summary>Whether <paramref name="need"/> bytes fit. Costs nothing until the file has come near its cap.</summary>
    public bool Fits(long need)
    {
        if (file.Tally.UsedBytes + need <= _limit)
        {
            return true;
        }

        file.Tally.UsedBytes = file.MeasureUsed();
        return file.Tally.UsedBytes + need <= _limit;
    }

    /// <summary>Makes room for <paramref name="need"/> bytes. False where nothing that may be dropped is left.</summary>
    /// <param name="need">Bytes wanted.</param>
    /// <param name="committed">What headquarters has: all of it may go first.</param>
    public bool TryMake(long need, long committed)
    {
        if (Fits(need))
        {
            return true;
        }

        if (committed > file.Tally.Trimmed)
        {
            file.Trim(committed);
        }

        return Fits(need) || (TryDrop(need) && Fits(need));
    }

    /// <summary>Why nothing is accepted, in numbers.</summary>
    public string Refusal() =>
        $"The outbox is full: {file.Tally.Rows} events wait in {file.Tally.UsedBytes} bytes of at most {_limit} (cap {options.CapacityBytes}), "
        + "none of them telemetry that may still be dropped. Headquarters has to take some first, or the cap has to be raised.";

    private bool TryDrop(long need)
    {
        var committed = file.Tally.Trimmed;
        if (file.Tally.Telemetry == 0 || file.Rows.Nth(committed, options.InFlightEvents) is not { } inFlight)
        {
            return false;
        }

        file.Tally.DropFrom = Math.Max(file.Tally.DropFrom, inFlight);
        var drops = new DroppedRuns(file);
        var freed = 0L;
        while (!Fits(need + _headway))
        {
            var oldest = file.Rows.OldestTelemetry(file.Tally.DropFrom, DropBatch);
            if (oldest.Count == 0 || (freed == 0 && oldest.Count < LeastDrop))
            {
                break;
            }

            foreach (var seq in oldest)
            {
                freed += file.Rows.Delete(seq);
                drops.Add(seq);
            }

            file.Tally.DropFrom = oldest[^1];
            file.Tally.UsedBytes = file.MeasureUsed();
        }

        foreach (var (epoch, range, count) in drops.Runs)
        {
            gaps.Tell(OutboxGaps.TelemetryClass, epoch, range, count, GapReason.Capacity);
            file.Tally.Dropped += count;
        }

        return freed > 0;
    }
}

/// <summary>What one drop took, one run an epoch, never reaching over a gap told before.</summary>
internal sealed class DroppedRuns(OutboxFile file)
{
    private SeqRange? _nextGap;

    /// <summary>The runs: epoch, first to last, and how many of that were dropped.</summary>
    public List<(string Epoch, SeqRange Range, long Count)> Runs { get; } = [];

    /// <summary>Takes in one dropped row; they come ascending.</summary>
    public void Add(long seq)
    {
        var epoch = file.Epochs.PositionAt(seq).Epoch;
        if (Runs.Count > 0 && Runs[^1].Epoch == epoch && !(_nextGap is { } gap && gap.First < seq))
        {
            Runs[^1] = (epoch, new SeqRange(Runs[^1].Range.First, seq), Runs[^1].Count + 1);
            return;
        }

        Runs.Add((epoch, new SeqRange(seq, seq), 1));
        _nextGap = file.Rows.Explained(new SeqRange(seq, long.MaxValue)).Where(g => g.First > seq).Select(g => (SeqRange?)g).FirstOrDefault();
    }
}
