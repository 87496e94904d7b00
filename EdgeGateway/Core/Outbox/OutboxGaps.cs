using Cloud.Contracts;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Outbox;

/// <summary>Tells headquarters what it will never get: each gap as one ledger event, recorded in the same transaction.</summary>
internal sealed class OutboxGaps(OutboxFile file, EventStamp stamp)
{
    /// <summary>More runs than this of one epoch are told as one gap from the first to the last, with their count.</summary>
    private const int MostRuns = 16;

    /// <summary>The class of what is dropped at the cap.</summary>
    public const string TelemetryClass = "telemetry";

    private const string UnknownClass = "unknown";

    /// <summary>Appends one <c>buffer.gap</c>, and records the run as explained unless it never was in this file.</summary>
    public void Tell(string eventClass, string epoch, SeqRange range, long count, string why)
    {
        if (PlantedFault.Is("gap-not-told"))
        {
            return;
        }

        var data = EventData.BufferGap(eventClass, epoch, range.First, range.Last, count, why);
        var entry = stamp.Stamp(new EventDraft(EventTypes.BufferGap, null, stamp.Clock.GetUtcNow(), data));
        var told = file.Insert(entry.Class, entry.Time.UtcTicks, entry.Body);
        if (why != GapReason.Restored)
        {
            file.InsertGap(told, range, count, why);
        }
    }

    /// <summary>Takes out what is damaged in a run, tells of it and of what is missing, and answers how many events that is.</summary>
    public long TellDamage(SeqRange suspect)
    {
        var first = Math.Max(suspect.First, file.Tally.Trimmed + 1);
        var last = Math.Min(suspect.Last, file.Tally.LastSeq);
        if (first > last)
        {
            return 0;
        }

        var count = 0L;
        foreach (var runs in Split(file.Rows.FindDamage(new SeqRange(first, last))))
        {
            foreach (var run in runs.Runs)
            {
                count += run.Count;
                file.Rows.Delete(run);
            }

            if (runs.Runs.Count > MostRuns)
            {
                Tell(UnknownClass, runs.Epoch, new SeqRange(runs.Runs[0].First, runs.Runs[^1].Last), runs.Runs.Sum(r => r.Count), GapReason.Damaged);
                continue;
            }

            foreach (var run in runs.Runs)
            {
                Tell(UnknownClass, runs.Epoch, run, run.Count, GapReason.Damaged);
            }
        }

        if (count > 0)
        {
            file.Recount();
        }

        return count;
    }

    /// <summary>
    /// Tells what headquarters, put back to <paramref name="position"/>, has lost and this file has let go: gaps before the position of which it was told after
    /// it, and every number after it. What an event that is still here tells is not told again, unless rows of its run may have been lost with it.
    /// </summary>
    public void TellLost(long position)
    {
        foreach (var (range, count, why) in file.Rows.TakeGapsToldIn(position, file.Tally.Trimmed).Where(g => file.Epochs.IndexAt(g.Range.First) >= 0))
        {
            Tell(why == GapReason.Capacity ? TelemetryClass : UnknownClass, file.Epochs.PositionAt(range.First).Epoch, range, count, why);
        }

        var lost = new SeqRange(position + 1, file.Tally.Trimmed);
        foreach (var run in SeqRuns.Subtract(lost, file.Rows.ExplainedWhole(lost, file.Tally.Trimmed)).ToList())
        {
            foreach (var (epoch, part) in file.Epochs.Split(run, file.Tally.LastSeq))
            {
                Tell(UnknownClass, epoch, part, part.Count, GapReason.Trimmed);
            }
        }
    }

    private List<(string Epoch, List<SeqRange> Runs)> Split(List<SeqRange> damage) => damage
        .SelectMany(run => file.Epochs.Split(run, file.Tally.LastSeq))
        .GroupBy(part => part.Epoch, part => part.Range)
        .Select(parts => (parts.Key, parts.ToList()))
        .ToList();
}
