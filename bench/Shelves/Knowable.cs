namespace Bench.Shelves;

/// <summary>What could be known of an episode at best.</summary>
/// <param name="Probability">Of the most likely net change.</param>
/// <param name="Right">Whether that is what happened.</param>
internal readonly record struct Knowable(double Probability, bool Right)
{
    /// <summary>Out of what could be known of its acts.</summary>
    public static Knowable Of(Episode episode)
    {
        Dictionary<long, double> all = new() { [0] = 1 };
        foreach (var known in episode.Acts.Select(act => act.Known).Where(known => known is not null))
        {
            var next = new Dictionary<long, double>();
            foreach (var (net, probability) in all)
            {
                foreach (var (change, share) in known!)
                {
                    if (probability * share > 1e-6)
                    {
                        next[net + change] = next.GetValueOrDefault(net + change) + (probability * share);
                    }
                }
            }

            all = next;
        }

        if (all.Count == 0)
        {
            return new Knowable(0, false);
        }

        var best = all.MaxBy(pair => pair.Value);
        return new Knowable(best.Value, best.Key == episode.Net);
    }

    /// <summary>What committing from a probability on gives.</summary>
    public static Tally Committing(IEnumerable<Knowable> all, double from)
    {
        var tally = new Tally();
        foreach (var one in all)
        {
            tally.Add(one.Probability < from ? Outcome.Ambiguous : one.Right ? Outcome.Right : Outcome.Wrong);
        }

        return tally;
    }

    /// <summary>The most that can be right while at most this share is wrong, as a share of all.</summary>
    public static double Reachable(IReadOnlyCollection<Knowable> all, double wrongShare)
    {
        int right = 0, wrong = 0, best = 0;
        foreach (var one in all.OrderByDescending(one => one.Probability))
        {
            (right, wrong) = one.Right ? (right + 1, wrong) : (right, wrong + 1);
            best = wrong <= wrongShare * all.Count ? Math.Max(best, right) : best;
        }

        return all.Count == 0 ? 0 : (double)best / all.Count;
    }
}
