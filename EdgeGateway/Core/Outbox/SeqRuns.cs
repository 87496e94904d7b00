using Cloud.Contracts;

namespace EdgeGateway.Core.Outbox;

/// <summary>Arithmetic on runs of sequence numbers.</summary>
internal static class SeqRuns
{
    /// <summary>What is left of <paramref name="run"/> outside <paramref name="others"/>, ascending.</summary>
    public static IEnumerable<SeqRange> Subtract(SeqRange run, IEnumerable<SeqRange> others)
    {
        var at = run.First;
        foreach (var other in others.OrderBy(o => o.First))
        {
            if (other.Last < at || other.First > run.Last)
            {
                continue;
            }

            if (other.First > at)
            {
                yield return new SeqRange(at, other.First - 1);
            }

            at = other.Last + 1;
        }

        if (at <= run.Last)
        {
            yield return new SeqRange(at, run.Last);
        }
    }

    /// <summary>Adds one run to an ascending list, growing its last one where they touch.</summary>
    public static void Append(List<SeqRange> runs, SeqRange run)
    {
        if (runs.Count > 0 && runs[^1].Last + 1 == run.First)
        {
            runs[^1] = new SeqRange(runs[^1].First, run.Last);
        }
        else
        {
            runs.Add(run);
        }
    }
}
