namespace EdgeGateway.Core.Shelves;

/// <summary>What could explain one change of load, each with its likelihood times its prior.</summary>
internal sealed partial class ChangeExplainer
{
    private const int MostInPair = 4;
    private const int MostInTriple = 2;
    private const int MostBeside = 3;
    private const double LightestThing = 40;
    private const double TailShare = 0.03;
    private const double TailFactor = 9;
    private const double Window = 7;

    private readonly Habits _habits;
    private readonly HandTime _hand;
    private readonly Func<double, double, long, double> _stray;
    private readonly int?[] _start;
    private readonly bool[] _counted;
    private readonly double[] _spread;
    private readonly int _skus;

    private PlateHypothesis _story = null!;
    private double[] _units = [];
    private double[] _batches = [];
    private double _change;
    private double _variance;
    private double _seconds;
    private long _atMs;
    private int[] _alsoOut = [];
    private List<Explanation> _into = [];

    /// <summary>Explains changes of one plate.</summary>
    /// <param name="spread">Spread between pieces of each SKU, in square grams.</param>
    /// <param name="start">Pieces of each SKU when the shelf is full, as far as known.</param>
    /// <param name="counted">Whether the counts of a hypothesis mean anything; may change.</param>
    /// <param name="habits">What is learnt of the store's shoppers.</param>
    /// <param name="hand">How long one hand keeps the plate unsettled.</param>
    /// <param name="stray">Density of a change (grams, variance, milliseconds) by goods of another plate that are put down here.</param>
    public ChangeExplainer(double[] spread, int?[] start, bool[] counted, Habits habits, HandTime hand, Func<double, double, long, double> stray) =>
        (_spread, _start, _counted, _habits, _hand, _stray, _skus) = (spread, start, counted, habits, hand, stray, spread.Length);

    /// <summary>Explains a change.</summary>
    /// <param name="story">What is taken to be so before it.</param>
    /// <param name="change">Grams.</param>
    /// <param name="variance">How uncertain they are, in square grams.</param>
    /// <param name="seconds">How long the load was unsettled.</param>
    /// <param name="atMs">When, in milliseconds.</param>
    /// <param name="alsoOut">Pieces of each SKU taken just before, beside those known.</param>
    /// <param name="into">Receives the explanations; weights are densities a gram, not normalised.</param>
    public void Explain(PlateHypothesis story, double change, double variance, double seconds, long atMs, int[] alsoOut, List<Explanation> into)
    {
        (_story, _units, _batches) = (story, story.Batches.Units, story.Batches.Covariance);
        (_change, _variance, _seconds, _alsoOut, _into) = (change, variance + Square(0.0003 * change), seconds, alsoOut, into);
        _atMs = atMs;
        Recall();
        Objects();
        Lumps();
        Refills();
        Singles(_change, _variance, Moves(1), Moves(2), 0, false);
        Pairs();
        if (_skus is > 2 and <= 8)
        {
            Triples();
        }
    }

    /// <summary>Explains a change by the going of a thing that was put down a moment ago, alone or with goods; for use right after <see cref="Explain"/>.</summary>
    public void ExplainGone(double grams, double variance, List<Explanation> into)
    {
        _into = into;
        Gone(grams, variance, ActionPrior.GoneNext(0), 0, false);
    }

    private static double Square(double x) => x * x;

    private static double Gauss(double off, double variance) => Math.Exp(-off * off / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);

    private static double Density(double off, double variance) =>
        (1 - TailShare) * Gauss(off, variance) + TailShare * Gauss(off, variance * TailFactor);

    // Spread and batch together of so many pieces of one SKU.
    private double Variance(int item, int pieces) => Math.Abs(pieces) * (_spread[item] + _story.Batches.Mixed[item]) + (double)pieces * pieces * _batches[item * _skus + item];

    private void Objects()
    {
        var (one, two) = (Moves(1), Moves(2));
        Add([], ActionPrior.Nothing * Gauss(_change, _variance + 0.04));
        for (var s = 0; s < _skus; s++)
        {
            // One piece taken and another of the same SKU put back.
            Add([], 2 * two * Prior(s, -1) * Prior(s, 1) * Gauss(_change, _variance + 2 * (_spread[s] + _story.Batches.Mixed[s])));
        }

        if (_change > 8)
        {
            Add([], one * (_habits.Foreign * ActionPrior.ForeignWeight(_change) + _stray(_change, _variance, _atMs)), _change);
        }

        for (var i = 0; i < _story.Foreign.Length; i++)
        {
            var thing = _story.Foreign[i];
            Gone(thing.Grams, thing.Variance, ActionPrior.GoneNext(_atMs - thing.AtMs), 1 << i, thing.Mixed);
        }

        // Goods together with a thing of any weight: when it goes, its weight will say which.
        var together = 2 * Math.Max(0, two - 0.035) * _habits.Foreign;
        for (var s = 0; s < _skus; s++)
        {
            for (var n = -MostBeside; n <= MostBeside; n++)
            {
                var thing = _change - n * _units[s];
                if (n != 0 && thing > LightestThing)
                {
                    Add([(s, n)], together * Prior(s, n) * ActionPrior.ForeignWeight(thing), thing);
                }
            }
        }

        var several = 0.2 * together * ActionPrior.AnyWeight(_change);
        _into.Add(new Explanation(new int[_skus], true, ActionPrior.Unknown(_change) * ActionPrior.AnyWeight(_change) + several));
    }

    private void Gone(double grams, double variance, double prior, int bit, bool mixed)
    {
        var left = _change + grams;
        var spread = _variance + variance + 0.1;
        Add([], (mixed ? 0.3 : 1) * Moves(1) * prior * Gauss(left, spread), 0, bit);
        Singles(left, spread, Moves(mixed ? 1 : 2) * prior, 0, bit, mixed);
    }

    private void Singles(double change, double spread, double once, double twice, int gone, bool late)
    {
        for (var s = 0; s < _skus; s++)
        {
            var nearest = (int)Math.Clamp(Math.Round(change / _units[s]), -200, 200);
            for (var n = nearest - 1; n <= nearest + 1; n++)
            {
                var variance = spread + Variance(s, n);
                var off = change - n * _units[s];
                if (n == 0 || off * off > (n > 0 ? 2 : 1) * Window * Window * variance * TailFactor)
                {
                    continue;
                }

                var density = Density(off, variance);
                var two = twice > 0 ? twice * Twice(s, n) * density : 0;
                if (n < 0)
                {
                    Add([(s, n)], once * Prior(s, n) * density + two, 0, gone, late);
                    continue;
                }

                var back = SamePieces(s, n, change, spread) is { } same ? (1 - OwnPieces) * density + OwnPieces * same : density;
                Add([(s, n)], once * (Back(s, n) * back + Fresh(s, n) * NewPieces(s, n, change, spread, density)) + two, 0, gone, late);
            }
        }
    }

    private void Pairs()
    {
        var moves = 2 * Moves(2);
        for (var s = 0; s < _skus; s++)
        {
            for (var t = s + 1; t < _skus; t++)
            {
                for (var a = -MostInPair; a <= MostInPair; a++)
                {
                    if (a != 0)
                    {
                        var left = _change - a * _units[s];
                        Last([(s, a)], t, MostInPair, left, Variance(s, a) + Unfamiliar(s, a), moves * Prior(s, a));
                    }
                }
            }
        }
    }

    private void Triples()
    {
        var moves = 6 * Moves(3);
        for (var s = 0; s < _skus; s++)
        {
            for (var t = s + 1; t < _skus; t++)
            {
                for (var a = -MostInTriple; a <= MostInTriple; a++)
                {
                    for (var b = -MostInTriple; b <= MostInTriple; b++)
                    {
                        for (var u = t + 1; u < _skus && a != 0 && b != 0; u++)
                        {
                            var left = _change - a * _units[s] - b * _units[t];
                            Last([(s, a), (t, b)], u, MostInTriple, left, Variance(s, a) + Variance(t, b) + 2 * a * b * _batches[s * _skus + t], moves * Prior(s, a) * Prior(t, b));
                        }
                    }
                }
            }
        }
    }

    // The count of the last SKU of a combination follows from what is left of the change.
    private void Last(ReadOnlySpan<(int Item, int Pieces)> others, int item, int most, double left, double variance, double prior)
    {
        var nearest = left / _units[item];
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

            var all = _variance + variance + Variance(item, n) + Unfamiliar(item, n);
            foreach (var (other, pieces) in others)
            {
                all += 2.0 * n * pieces * _batches[item * _skus + other];
            }

            var off = left - n * _units[item];
            if (off * off > Window * Window * all * TailFactor)
            {
                continue;
            }

            var density = Density(off, all);
            if (others.Length == 1)
            {
                var (other, pieces) = others[0];
                var same = n > 0 ? SamePieces(item, n, left, _variance + variance)
                    : pieces > 0 ? SamePieces(other, pieces, _change - n * _units[item], _variance + Variance(item, n))
                    : null;
                density = same is { } likely ? (density + likely) / 2 : density;
            }

            // To take some and bring several others at once is odd.
            var odd = others.Length == 1 && n * others[0].Pieces < -1 ? 0.2 : 1;
            Add([.. others, (item, n)], (prior * odd * Prior(item, n) + Exchange(others, item, n)) * density);
        }
    }

    private double Moves(int moves) => ActionPrior.Moves(moves, _seconds, _hand.LongSeconds);

    // How credible it is that so many are moved, by the count alone.
    private double Possible(int item, int pieces) => pieces >= 0 || !_counted[item] || -pieces <= _story.Counts[item] ? 1 : 0.002;

    private double Exchange(ReadOnlySpan<(int Item, int Pieces)> others, int item, int pieces)
    {
        if (others.Length != 1 || Math.Abs(pieces) != 1 || others[0].Pieces != -pieces)
        {
            return 0;
        }

        var (brought, taken) = pieces > 0 ? (item, others[0].Item) : (others[0].Item, item);
        return ActionPrior.Exchanging(_skus, _story.OutPieces[brought] + _alsoOut[brought] > 0, _habits) * (_recalled > 0 ? 0.5 : 1) * Possible(taken, -1);
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

        return sum * Possible(item, pieces);
    }

    private void Add(ReadOnlySpan<(int Item, int Pieces)> goods, double weight, double foreignGrams = 0, int gone = 0, bool late = false)
    {
        if (weight <= 1e-30)
        {
            return;
        }

        var net = new int[_skus];
        foreach (var (item, pieces) in goods)
        {
            net[item] = pieces;
        }

        _into.Add(new Explanation(net, false, weight, foreignGrams, gone, late));
    }
}
