using EdgeGateway.Core.Shelves;

namespace Bench.Shelves;

/// <summary>What a day's work gives: median of five, wait for quiet, take the most likely of goods. Knows nothing of foreign objects, batches or short levels.</summary>
internal sealed class PlainBaseline(PlanogramPlate plate)
{
    private const int Quiet = 8;
    private const double Sure = 0.9;

    private readonly List<double> _last = [];
    private readonly List<double> _medians = [];
    private double? _level;
    private long? _left;

    /// <summary>One conversion.</summary>
    public void Take(LoadSample sample, List<Told> told)
    {
        Keep(_last, (sample.Counts - plate.ZeroCounts) / plate.CountsPerGram, 5);
        Keep(_medians, _last.Order().ElementAt(_last.Count / 2), Math.Max(Quiet, (int)(plate.SampleHz * 0.8)));
        var now = _medians.Average();
        var band = 2.0;
        if (_level is { } level && Math.Abs(_medians[^1] - level) > band)
        {
            _left ??= sample.TimeMs;
        }

        if (_medians.Count < Quiet || _medians.Max() - _medians.Min() > band)
        {
            return;
        }

        if (_level is { } before && Math.Abs(now - before) > band)
        {
            Explain(now - before, sample.TimeMs, told);
        }

        (_level, _left) = (now, null);
    }

    private void Explain(double grams, long timeMs, List<Told> told)
    {
        var options = new List<(double Likely, (int Item, int Pieces)[] Moves)> { (Likely(0.1, grams, []), []) };
        for (var i = 0; i < plate.Items.Count; i++)
        {
            for (var k = -12; k <= 12; k++)
            {
                options.Add((k == 0 ? 0 : Likely((k < 0 ? 0.6 : 0.2) * Math.Pow(0.3, Math.Abs(k) - 1), grams, (i, k)), [(i, k)]));
                for (var j = i + 1; j < plate.Items.Count && Math.Abs(k) == 1; j++)
                {
                    options.Add((Likely(0.03, grams, (i, k), (j, 1)), [(i, k), (j, 1)]));
                    options.Add((Likely(0.03, grams, (i, k), (j, -1)), [(i, k), (j, -1)]));
                }
            }
        }

        var best = options.MaxBy(option => option.Likely);
        if (best.Likely < Sure * options.Sum(option => option.Likely))
        {
            told.Add(new Told(timeMs, _left ?? timeMs, null, 0, true));
            return;
        }

        foreach (var (item, pieces) in best.Moves)
        {
            told.Add(new Told(timeMs, _left ?? timeMs, plate.Items[item].Sku, pieces, false));
        }
    }

    private double Likely(double prior, double grams, params ReadOnlySpan<(int Item, int Pieces)> moves)
    {
        double mean = 0, variance = 0.25;
        foreach (var (item, pieces) in moves)
        {
            mean += pieces * plate.Items[item].UnitGrams;
            variance += (Math.Abs(pieces) * plate.Items[item].SigmaGrams * plate.Items[item].SigmaGrams) + Math.Pow(0.003 * pieces * plate.Items[item].UnitGrams, 2);
        }

        return prior / plate.Items.Count * Math.Exp(-0.5 * (grams - mean) * (grams - mean) / variance) / Math.Sqrt(variance) + 1e-12;
    }

    private static void Keep(List<double> values, double value, int most)
    {
        values.Add(value);
        if (values.Count > most)
        {
            values.RemoveAt(0);
        }
    }
}
