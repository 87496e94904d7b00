using EdgeGateway.Core.Shelves;

namespace Bench.Shelves;

/// <summary>Delta by unit weight, rounded (the claim of US11450011): five conversions in a row that agree are a level; the SKU whose rounding leaves least is told.</summary>
internal sealed class ThresholdBaseline(PlanogramPlate plate)
{
    private const int Steady = 5;

    private readonly List<double> _last = [];
    private double? _level;
    private long? _left;

    /// <summary>One conversion.</summary>
    public void Take(LoadSample sample, List<Told> told)
    {
        _last.Add((sample.Counts - plate.ZeroCounts) / plate.CountsPerGram);
        if (_last.Count > Steady)
        {
            _last.RemoveAt(0);
        }

        var band = plate.Items.Min(item => item.UnitGrams) / 2;
        if (_level is { } level && Math.Abs(_last[^1] - level) > band)
        {
            _left ??= sample.TimeMs;
        }

        if (_last.Count < Steady || _last.Max() - _last.Min() > band / 2)
        {
            return;
        }

        var now = _last.Average();
        if (_level is { } before && Math.Abs(now - before) > band)
        {
            var best = plate.Items.MinBy(item => Math.Abs((now - before) - (item.UnitGrams * Pieces(now - before, item))))!;
            told.Add(new Told(sample.TimeMs, _left ?? sample.TimeMs, best.Sku, Pieces(now - before, best), false));
        }

        (_level, _left) = (now, null);
    }

    private static int Pieces(double grams, PlanogramItem item)
    {
        var pieces = (int)Math.Round(grams / item.UnitGrams);
        return pieces == 0 ? Math.Sign(grams) : pieces;
    }
}
