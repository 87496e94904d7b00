namespace EdgeGateway.Core.Shelves;

/// <summary>What was taken from the store's plates a moment ago: it may be put down on another plate, where it is not planned.</summary>
/// <remarks>Ordered by the clock of the samples, so that the same recording gives the same answer. Bounded.</remarks>
internal sealed class NeighbourTakes
{
    private const int Most = 64;
    private const long WithinMs = 120_000;
    private const double StrayShare = 0.01;

    private readonly List<Take> _takes = [];

    /// <summary>Goods left a plate.</summary>
    public void Add(string plate, string sku, int pieces, double grams, double variance, long atMs)
    {
        if (_takes.Count == Most)
        {
            _takes.RemoveAt(0);
        }

        _takes.Add(new Take(plate, sku, pieces, grams, variance, atMs));
    }

    /// <summary>Density a gram of a change of a plate's load by goods of another plate that are put down on it.</summary>
    public double Density(string plate, double change, double variance, long atMs)
    {
        var (sum, recent) = (0.0, 0);
        foreach (var take in _takes)
        {
            if (Recent(take, atMs))
            {
                recent++;
                sum += take.Plate == plate ? 0 : take.Density(change, variance);
            }
        }

        return recent == 0 ? 0 : StrayShare * sum / recent;
    }

    /// <summary>Goods of other plates that weigh what was put down, each with its probability.</summary>
    /// <param name="plate">The plate they may lie on now.</param>
    /// <param name="change">What was put down, in grams.</param>
    /// <param name="variance">How uncertain that is, in square grams.</param>
    /// <param name="atMs">When.</param>
    /// <param name="anything">Density a gram of something that is no goods at all.</param>
    public List<ShelfCandidate> Candidates(string plate, double change, double variance, long atMs, double anything)
    {
        var found = new Dictionary<(string Sku, int Pieces), double>();
        var recent = _takes.Count(take => Recent(take, atMs));
        foreach (var take in _takes.Where(take => take.Plate != plate && Recent(take, atMs)))
        {
            found[(take.Sku, take.Pieces)] = found.GetValueOrDefault((take.Sku, take.Pieces)) + StrayShare / recent * take.Density(change, variance);
        }

        var all = anything + found.Values.Sum();
        return [.. found.Where(one => one.Value > 0.05 * all).OrderByDescending(one => one.Value).ThenBy(one => one.Key.Sku, StringComparer.Ordinal).Take(4)
            .Select((one, i) => new ShelfCandidate(i, one.Key.Sku, one.Key.Pieces, one.Value / all))];
    }

    private static bool Recent(Take take, long atMs) => take.AtMs <= atMs && atMs - take.AtMs <= WithinMs;

    private sealed record Take(string Plate, string Sku, int Pieces, double Grams, double Variance, long AtMs)
    {
        public double Density(double change, double variance)
        {
            var all = variance + Variance + 0.02;
            return Math.Exp(-(change - Grams) * (change - Grams) / (2 * all)) / Math.Sqrt(2 * Math.PI * all);
        }
    }
}
