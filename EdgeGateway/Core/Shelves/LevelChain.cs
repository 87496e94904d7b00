using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Shelves;

/// <summary>Explains the way from the level last decided, over the short levels between, to the level now.</summary>
/// <remarks>
/// Actions follow each other faster than a load settles for long. A short level between two others is either goods
/// that stayed there (and then narrows down what each action was) or only a hand; both are summed over.
/// </remarks>
internal sealed class LevelChain(ChangeExplainer explainer, int skus)
{
    private const int Breadth = 120;
    private const int MostExplained = 48;
    private const double Least = 1e-9;

    private readonly List<Explanation> _step = [];
    private readonly List<Explanation> _gone = [];

    /// <summary>Every way from the first level to the last, most likely first; weights are not normalised.</summary>
    /// <param name="stories">The plate's hypotheses, most likely first.</param>
    /// <param name="levels">At least two: the decided one first, the present one last.</param>
    /// <param name="wander">Wander of the zero in one second, in grams.</param>
    public List<Explanation> Explain(IReadOnlyList<PlateHypothesis> stories, IReadOnlyList<Plateau> levels, double wander)
    {
        var reached = new List<Explanation>[levels.Count];
        reached[0] = [];
        // The more levels, the fewer hypotheses: the work stays bounded.
        var steps = levels.Count * (levels.Count - 1) / 2;
        for (var i = 0; i < Math.Min(stories.Count, Math.Max(2, MostExplained / steps)); i++)
        {
            reached[0].Add(new Explanation(new int[skus], false, stories[i].Weight * Stay(stories[i], levels), From: i));
        }

        for (var to = 1; to < levels.Count; to++)
        {
            var sums = new Dictionary<long, Explanation>();
            for (var from = 0; from < to; from++)
            {
                var hands = 1.0;
                for (var between = from + 1; between < to; between++)
                {
                    hands *= HandOnly(levels[between], levels[from], levels[to], between == from + 1);
                }

                foreach (var story in reached[from].GroupBy(earlier => earlier.From))
                {
                    Step(stories[story.Key], levels[from], levels[to], [.. story], hands, wander, sums);
                }
            }

            reached[to] = Best(sums);
        }

        return reached[^1];
    }

    /// <summary>The explanations that move the same goods summed up, most likely first.</summary>
    public static List<Explanation> ByGoods(IEnumerable<Explanation> explanations)
    {
        var goods = new Dictionary<long, Explanation>();
        foreach (var explanation in explanations)
        {
            Sum(goods, explanation.GoodsKey(), explanation);
        }

        return Best(goods);
    }

    // Things that are not goods and have not been taken away yet are the less likely there, the longer it is.
    private static double Stay(PlateHypothesis story, IReadOnlyList<Plateau> levels)
    {
        var chance = 1.0;
        foreach (var thing in story.Foreign)
        {
            chance *= ActionPrior.StillThere(levels[^1].FirstMs - thing.AtMs) / ActionPrior.StillThere(levels[0].FirstMs - thing.AtMs);
        }

        return chance;
    }

    private static double HandOnly(Plateau level, Plateau before, Plateau after, bool first)
    {
        var (one, other) = (level.Grams - before.Grams, level.Grams - after.Grams);
        var off = Math.Abs(one) < Math.Abs(other) ? one : other;
        // A hand that is there already stays there.
        var chance = first ? ActionPrior.HandOnly(level.SpanMs) : Math.Max(0.85, ActionPrior.HandOnly(level.SpanMs));
        return chance * ActionPrior.AnyWeight(off) * (off < 0 ? 0.15 : 1);
    }

    private void Step(PlateHypothesis story, Plateau from, Plateau to, Explanation[] before, double factor, double wander, Dictionary<long, Explanation> sums)
    {
        _step.Clear();
        var seconds = Math.Max(0, to.FirstMs - from.LastMs) / 1000.0;
        var alsoOut = new int[skus];
        for (var s = 0; s < skus; s++)
        {
            alsoOut[s] = Math.Max(0, -before[0].Net[s]);
        }

        var variance = from.Variance + to.Variance + wander * wander * (seconds + 0.5);
        explainer.Explain(story, to.Grams - from.Grams, variance, seconds, to.FirstMs, alsoOut, _step);
        var least = Least * _step.Max(step => step.Weight);
        foreach (var earlier in before)
        {
            foreach (var step in _step)
            {
                // One thing at a time lies there that is not goods.
                if (step.Weight >= least && (step.Gone & earlier.Gone) == 0 && (step.ForeignGrams == 0 || earlier.ForeignGrams == 0))
                {
                    Add(earlier, step, factor, earlier.ForeignGrams + step.ForeignGrams, sums);
                }
            }

            if (earlier.ForeignGrams > 0)
            {
                _gone.Clear();
                explainer.ExplainGone(earlier.ForeignGrams, 2 * from.Variance, _gone);
                foreach (var step in _gone)
                {
                    Add(earlier, step, factor, 0, sums);
                }
            }
        }
    }

    private void Add(Explanation earlier, Explanation step, double factor, double foreign, Dictionary<long, Explanation> sums)
    {
        var net = new int[skus];
        for (var s = 0; s < skus; s++)
        {
            net[s] = earlier.Net[s] + step.Net[s];
        }

        var both = new Explanation(net, earlier.Unknown || step.Unknown, earlier.Weight * step.Weight * factor, foreign, earlier.Gone | step.Gone, earlier.Late || step.Late, earlier.From);
        Sum(sums, both.StateKey(), both);
    }

    private static void Sum(Dictionary<long, Explanation> sums, long key, Explanation one)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out var known);
        sum = !known ? one : (sum.Weight >= one.Weight ? sum : one) with { Weight = sum.Weight + one.Weight };
    }

    private static List<Explanation> Best(Dictionary<long, Explanation> sums)
    {
        var list = sums.Values.ToList();
        var total = list.Sum(explanation => explanation.Weight);
        if (!(total > 0))
        {
            return [];
        }

        list.Sort((x, y) => y.Weight.CompareTo(x.Weight));
        if (list.Count > Breadth)
        {
            list.RemoveRange(Breadth, list.Count - Breadth);
        }

        return list;
    }
}
