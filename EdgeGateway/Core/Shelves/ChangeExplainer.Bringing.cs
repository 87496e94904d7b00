namespace EdgeGateway.Core.Shelves;

/// <content>Goods that come: back from a hand that took them, or from the store room.</content>
internal sealed partial class ChangeExplainer
{
    private const int MostRecalled = 16;
    private const double OwnPieces = 0.6;
    private const double WholeLump = 0.7;
    private const double OneOfLump = 0.25;
    private const double SomeOfLump = 0.05;
    private const double FromSeveral = 0.08;
    private const double AsDelivered = 0.7;
    private const int MostBesideRefill = 2;

    private readonly double[] _recall = new double[MostRecalled];
    private readonly Dictionary<(int Item, int Pieces), double> _priors = [];
    private double _recalled;
    private double _justTaken;
    private int _takenSkus;

    // How likely it is that each hand's goods are those that come back: what was taken just now most of all.
    private void Recall()
    {
        _priors.Clear();
        _recalled = 0;
        for (var i = 0; i < _story.Held.Length; i++)
        {
            _recall[i] = ActionPrior.Recall(_atMs - _story.Held[i].AtMs);
            _recalled += _recall[i];
        }

        _takenSkus = 0;
        for (var s = 0; s < _skus; s++)
        {
            _takenSkus += _story.OutPieces[s] + _alsoOut[s] > 0 ? 1 : 0;
        }

        _justTaken = Array.Exists(_alsoOut, n => n > 0) ? 1 : 0;
        var all = _recalled + _justTaken;
        for (var i = 0; i < _story.Held.Length && all > 0; i++)
        {
            _recall[i] /= all;
        }

        _justTaken = all > 0 ? _justTaken / all : 0;
    }

    private double Prior(int item, int pieces)
    {
        if (!_priors.TryGetValue((item, pieces), out var prior))
        {
            prior = pieces < 0
                ? ActionPrior.Taking(-pieces, _skus, _habits) * Possible(item, pieces)
                : Back(item, pieces) + Fresh(item, pieces);
            _priors[(item, pieces)] = prior;
        }

        return prior;
    }

    // So many pieces of one SKU come back in one hand.
    private double Back(int item, int pieces)
    {
        var share = _alsoOut[item] >= pieces ? _justTaken * (_alsoOut[item] == pieces ? WholeLump : OneOfLump) : 0;
        for (var i = 0; i < _story.Held.Length; i++)
        {
            var (there, all) = (_story.Held[i].Pieces[item], _story.Held[i].Count);
            if (there >= pieces)
            {
                share += _recall[i] * (all == pieces ? pieces == 1 ? 1 : WholeLump : pieces == 1 ? OneOfLump : SomeOfLump);
            }
        }

        var several = _story.OutPieces[item] + _alsoOut[item] >= pieces ? FromSeveral / Math.Max(1, _takenSkus) * _habits.Pieces(pieces) : 0;
        return _habits.Returns * (share + several);
    }

    // So many pieces come that nobody took from here.
    private double Fresh(int item, int pieces)
    {
        var (count, start) = (_counted[item] ? _story.Counts[item] : (int?)null, _start[item]);
        var unasked = _habits.Unasked / _skus * _habits.Pieces(pieces);
        return unasked + ActionPrior.Refilling(pieces, _skus, count, start, _story.RefilledItem == item ? _atMs - _story.RefilledMs : null);
    }

    // A delivery may be of another batch than what lies there.
    private double NewPieces(int item, int pieces, double grams, double variance, double density)
    {
        var (nominal, batch) = (pieces * _story.Batches.Nominal(item), pieces * _story.Batches.NewBatchGrams(item));
        return AsDelivered * density + (1 - AsDelivered) * Gauss(grams - nominal, variance + pieces * _spread[item] + batch * batch);
    }

    // What goods that nobody took may weigh beyond what is known of those that lie there, in square grams.
    private double Unfamiliar(int item, int pieces)
    {
        if (pieces < 3)
        {
            return 0;
        }

        var fresh = Fresh(item, pieces);
        return fresh / (fresh + Back(item, pieces)) * Square(pieces * _story.Batches.NewBatchGrams(item));
    }

    // What left in one hand comes back in one hand, perhaps for one other piece.
    private void Lumps()
    {
        var one = Moves(1);
        for (var i = 0; i < _story.Held.Length; i++)
        {
            var held = _story.Held[i];
            var known = _variance + held.Variance + 0.02;
            if (Array.FindAll(held.Pieces, n => n > 0).Length > 1)
            {
                var (mean, spread) = Expected(held.Pieces);
                var density = OwnPieces * Gauss(_change - held.Grams, known) + (1 - OwnPieces) * Density(_change - mean, _variance + spread);
                AddLump(held.Pieces, one * _habits.Returns * _recall[i] * WholeLump * density);
            }

            for (var s = 0; s < _skus; s++)
            {
                var instead = (int[])held.Pieces.Clone();
                instead[s]--;
                var likely = 0.5 * _habits.Exchanges * _recall[i] / _skus * Possible(s, -1);
                AddLump(instead, one * likely * Density(_change - held.Grams + _units[s], known + Variance(s, 1)));
            }
        }
    }

    // Staff fills up, and another hand takes or brings a little at the same time.
    private void Refills()
    {
        var two = Moves(2);
        for (var s = 0; s < _skus; s++)
        {
            for (var t = 0; t < _skus; t++)
            {
                for (var n = -MostBesideRefill; n <= MostBesideRefill && t != s; n++)
                {
                    var left = _change - n * _units[t];
                    var pieces = (int)Math.Clamp(Math.Round(left / _units[s]), -200, 200);
                    if (n != 0 && pieces > MostInPair)
                    {
                        var variance = _variance + Variance(t, n);
                        var density = Density(left - pieces * _units[s], variance + Variance(s, pieces));
                        Add([(s, pieces), (t, n)], two * Prior(t, n) * Fresh(s, pieces) * NewPieces(s, pieces, left, variance, density));
                    }
                }
            }
        }
    }

    private (double Mean, double Variance) Expected(int[] net)
    {
        var (mean, variance) = (0.0, _story.Batches.Variance(net));
        for (var s = 0; s < _skus; s++)
        {
            mean += net[s] * _units[s];
            variance += Math.Abs(net[s]) * (_spread[s] + _story.Batches.Mixed[s]);
        }

        return (mean, variance);
    }

    private double? SamePieces(int item, int pieces, double grams, double variance)
    {
        var (sum, all) = (0.0, 0.0);
        for (var i = 0; i < _story.Held.Length; i++)
        {
            var held = _story.Held[i];
            if (held.Pieces[item] == pieces && held.Count == pieces)
            {
                sum += _recall[i] * Gauss(grams - held.Grams, variance + held.Variance + 0.02);
                all += _recall[i];
            }
        }

        return all > 0 ? sum / all : null;
    }

    private void AddLump(int[] net, double weight)
    {
        if (weight > 1e-30)
        {
            _into.Add(new Explanation((int[])net.Clone(), false, weight));
        }
    }
}
