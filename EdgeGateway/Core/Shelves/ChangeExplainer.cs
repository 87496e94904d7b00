namespace EdgeGateway.Core.Shelves;

/// <summary>What could explain one change of load, each with its likelihood times its prior.</summary>
internal sealed class ChangeExplainer(IReadOnlyList<StockedItem> items, IReadOnlyList<ForeignObject> foreign, Habits habits)
{
    private const int MostInPair = 4;
    private const int MostInTriple = 2;
    private const double TailShare = 0.03;
    private const double TailFactor = 9;
    private const double Window = 7;

    private double _change;
    private double _variance;
    private double _seconds;
    private long _atMs;
    private int[] _alsoOut = [];
    private int _takenSkus;
    private List<Explanation> _into = [];

    /// <summary>Explains a change.</summary>
    /// <param name="change">Grams.</param>
    /// <param name="variance">How uncertain they are, in square grams.</param>
    /// <param name="seconds">How long the load was unsettled.</param>
    /// <param name="atMs">When, in milliseconds.</param>
    /// <param name="alsoOut">Pieces of each SKU taken just before, beside those known.</param>
    /// <param name="into">Receives the explanations; weights are densities a gram, not normalised.</param>
    public void Explain(double change, double variance, double seconds, long atMs, int[] alsoOut, List<Explanation> into)
    {
        (_change, _variance, _seconds, _alsoOut, _into) = (change, variance + Square(0.0003 * change), seconds, alsoOut, into);
        _atMs = atMs;
        _takenSkus = 0;
        for (var s = 0; s < items.Count; s++)
        {
            _takenSkus += items[s].OutPieces + alsoOut[s] > 0 ? 1 : 0;
        }

        Objects();
        Singles(_change, _variance, Moves(1), Moves(2), 0, false);
        Pairs();
        if (items.Count > 2 && items.Count <= 8)
        {
            Triples();
        }
    }

    /// <summary>Explains a change by the going of a thing that was put down a moment ago, alone or with goods; for use right after <see cref="Explain"/>.</summary>
    public void ExplainGone(double grams, double variance, List<Explanation> into)
    {
        _into = into;
        Gone(grams, variance, ActionPrior.ForeignGone, 0);
    }

    /// <summary>Grams by which the change differs from what the goods should weigh, and the expected square of it.</summary>
    public (double Innovation, double Variance) Misfit(double change, double variance, IReadOnlyList<int> net)
    {
        var (mean, spread) = (0.0, variance + Square(0.0003 * change));
        for (var s = 0; s < net.Count; s++)
        {
            mean += net[s] * items[s].UnitGrams;
            spread += net[s] == 0 ? 0 : items[s].Variance(net[s]);
        }

        return (change - mean, spread);
    }

    private static double Square(double x) => x * x;

    private static double Gauss(double off, double variance) => Math.Exp(-off * off / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);

    private static double Density(double off, double variance) =>
        (1 - TailShare) * Gauss(off, variance) + TailShare * Gauss(off, variance * TailFactor);

    private void Objects()
    {
        var (one, two) = (Moves(1), Moves(2));
        Add([], ActionPrior.Nothing * Gauss(_change, _variance + 0.04));
        for (var s = 0; s < items.Count; s++)
        {
            // One piece taken and another of the same SKU put back.
            Add([], 2 * two * Prior(s, -1) * Prior(s, 1) * Gauss(_change, _variance + 2 * items[s].UnitVariance));
        }

        if (_change > 8)
        {
            Add([], one * habits.Foreign * ActionPrior.ForeignWeight(_change), _change);
        }

        for (var i = 0; i < foreign.Count; i++)
        {
            Gone(foreign[i].Grams, foreign[i].Variance, ActionPrior.ForeignGone * foreign[i].Probability * ActionPrior.StillThere(_atMs - foreign[i].AtMs), 1 << i);
        }

        // Goods together with a thing of any weight: nothing says which goods.
        var together = Math.Max(0, two - 0.035) * habits.Foreign * ActionPrior.AnyWeight(_change);
        _into.Add(new Explanation(new int[items.Count], true, ActionPrior.Unknown(_change) * ActionPrior.AnyWeight(_change) + together));
    }

    private void Gone(double grams, double variance, double prior, int bit)
    {
        var left = _change + grams;
        var spread = _variance + variance + 0.1;
        Add([], Moves(1) * prior * Gauss(left, spread), 0, bit);
        Singles(left, spread, Moves(2) * prior, 0, bit, bit != 0);
    }

    private void Singles(double change, double spread, double once, double twice, int gone, bool late)
    {
        for (var s = 0; s < items.Count; s++)
        {
            var nearest = (int)Math.Clamp(Math.Round(change / items[s].UnitGrams), -200, 200);
            for (var n = nearest - 1; n <= nearest + 1; n++)
            {
                var variance = spread + items[s].Variance(n);
                var off = change - n * items[s].UnitGrams;
                if (n == 0 || off * off > Window * Window * variance * TailFactor)
                {
                    continue;
                }

                var density = Density(off, variance);
                if (n > 0 && SamePieces(items[s], n, change, spread) is { } same)
                {
                    density = (density + same) / 2;
                }

                var prior = once * Prior(s, n) + (twice > 0 ? twice * Twice(s, n) : 0);
                Add([(s, n)], prior * density, 0, gone, late);
            }
        }
    }

    private void Pairs()
    {
        var moves = 2 * Moves(2);
        for (var s = 0; s < items.Count; s++)
        {
            for (var t = s + 1; t < items.Count; t++)
            {
                for (var a = -MostInPair; a <= MostInPair; a++)
                {
                    if (a != 0)
                    {
                        var left = _change - a * items[s].UnitGrams;
                        Last([(s, a)], t, MostInPair, left, items[s].Variance(a), moves * Prior(s, a));
                    }
                }
            }
        }
    }

    private void Triples()
    {
        var moves = 6 * Moves(3);
        for (var s = 0; s < items.Count; s++)
        {
            for (var t = s + 1; t < items.Count; t++)
            {
                for (var a = -MostInTriple; a <= MostInTriple; a++)
                {
                    for (var b = -MostInTriple; b <= MostInTriple; b++)
                    {
                        for (var u = t + 1; u < items.Count && a != 0 && b != 0; u++)
                        {
                            var left = _change - a * items[s].UnitGrams - b * items[t].UnitGrams;
                            Last([(s, a), (t, b)], u, MostInTriple, left, items[s].Variance(a) + items[t].Variance(b), moves * Prior(s, a) * Prior(t, b));
                        }
                    }
                }
            }
        }
    }

    // The count of the last SKU of a combination follows from what is left of the change.
    private void Last(ReadOnlySpan<(int Item, int Pieces)> others, int item, int most, double left, double variance, double prior)
    {
        var nearest = left / items[item].UnitGrams;
        if (Math.Abs(nearest) > most + 1)
        {
            return;
        }

        var low = (int)Math.Floor(nearest);
        for (var n = low; n <= low + 1; n++)
        {
            if (n == 0 || Math.Abs(n) > most)
            {
                continue;
            }

            var all = _variance + variance + items[item].Variance(n);
            var off = left - n * items[item].UnitGrams;
            if (off * off > Window * Window * all * TailFactor)
            {
                continue;
            }

            var density = Density(off, all);
            if (others.Length == 1)
            {
                var (other, pieces) = others[0];
                var same = n > 0 ? SamePieces(items[item], n, left, _variance + variance)
                    : pieces > 0 ? SamePieces(items[other], pieces, _change - n * items[item].UnitGrams, _variance + items[item].Variance(n))
                    : null;
                density = same is { } likely ? (density + likely) / 2 : density;
            }

            // To take some and bring several others at once is odd.
            var odd = others.Length == 1 && n * others[0].Pieces < -1 ? 0.2 : 1;
            Add([.. others, (item, n)], (prior * odd * Prior(item, n) + Exchange(others, item, n)) * density);
        }
    }

    private double Moves(int moves) => ActionPrior.Moves(moves, _seconds, habits.LongHandSeconds);

    private double Prior(int item, int pieces)
    {
        var stocked = items[item];
        return pieces < 0
            ? ActionPrior.Taking(-pieces, items.Count) * stocked.Possible(pieces)
            : ActionPrior.Returning(pieces, items.Count, _takenSkus, stocked.OutPieces + _alsoOut[item], stocked.Missing, habits.Unasked);
    }

    private double Exchange(ReadOnlySpan<(int Item, int Pieces)> others, int item, int pieces)
    {
        if (others.Length != 1 || Math.Abs(pieces) != 1 || others[0].Pieces != -pieces)
        {
            return 0;
        }

        var (brought, taken) = pieces > 0 ? (item, others[0].Item) : (others[0].Item, item);
        return ActionPrior.Exchanging(items.Count, items[brought].OutPieces + _alsoOut[brought] > 0) * items[taken].Possible(-1);
    }

    private double Twice(int item, int pieces)
    {
        var sum = 0.0;
        for (var first = -2; first <= 2 && Math.Abs(pieces) <= MostInPair; first++)
        {
            if (first != 0 && first != pieces)
            {
                sum += Prior(item, first) * Prior(item, pieces - first);
            }
        }

        return sum * items[item].Possible(pieces);
    }

    private static double? SamePieces(StockedItem item, int pieces, double grams, double variance)
    {
        var (sum, n) = (0.0, 0);
        foreach (var taken in item.Out)
        {
            if (taken.Pieces == pieces)
            {
                sum += Gauss(grams - taken.Grams, variance + taken.Variance + 0.02);
                n++;
            }
        }

        return n == 0 ? null : sum / n;
    }

    private void Add(ReadOnlySpan<(int Item, int Pieces)> goods, double weight, double foreignGrams = 0, int gone = 0, bool late = false)
    {
        if (weight <= 1e-30)
        {
            return;
        }

        var net = new int[items.Count];
        foreach (var (item, pieces) in goods)
        {
            net[item] = pieces;
        }

        _into.Add(new Explanation(net, false, weight, foreignGrams, gone, late));
    }
}
