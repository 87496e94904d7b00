namespace EdgeGateway.Core.Shelves;

/// <summary>Puts decisions about a plate into events.</summary>
internal sealed class PlateTelling(string plate, PlateGoods goods, NeighbourTakes neighbours)
{
    private const double MostConfident = 0.9999;
    private const double LeastCandidate = 0.001;
    private const int MostWhenAmbiguous = 8;
    private const int MostBeside = 4;
    private const double ForeignShare = 0.05;

    /// <summary>No goods of this plate moved; goods of another that may lie here now are candidates.</summary>
    public ShelfEvent Disturbed(Explanation best, long atMs, Plateau before, Plateau now, bool moved)
    {
        var (change, variance) = (now.Grams - before.Grams, before.Variance + now.Variance);
        var strays = moved && best.ForeignGrams > 0
            ? neighbours.Candidates(plate, change, variance, now.FirstMs, ForeignShare * ActionPrior.ForeignWeight(change)) : [];
        return new ShelfEvent(
            now.LastMs, atMs, plate, ShelfEventKind.Disturbed, null, 0, Grams(moved ? change : 0), Math.Min(MostConfident, best.Weight), strays);
    }

    /// <summary>Goods moved: a line for each SKU; what the change differs from the expected is shared out by how uncertain each SKU is.</summary>
    public void Moved(Explanation best, List<Explanation> posterior, long atMs, Plateau before, Plateau now, bool corrects, List<ShelfEvent> events)
    {
        var candidates = Candidates(posterior, best.Weight > 0.999 ? 0 : MostBeside);
        var story = goods.Hypotheses[best.From];
        var (innovation, expected) = story.Misfit(best.Net, goods.Spread, now.Grams - before.Grams, before.Variance + now.Variance);
        if (best.ForeignGrams > 0 || best.Gone != 0 || corrects)
        {
            // A thing that is not goods moved too, or these moved before: the change says nothing about these pieces.
            innovation = 0;
        }

        var alone = best.Net.Count(n => n != 0) == 1;
        for (var s = 0; s < best.Net.Length; s++)
        {
            var pieces = best.Net[s];
            if (pieces < 0 && alone && innovation != 0)
            {
                neighbours.Add(plate, goods.Skus[s], -pieces, before.Grams - now.Grams, before.Variance + now.Variance, atMs);
            }

            if (pieces != 0)
            {
                var batch = (double)pieces * pieces * story.Batches.Covariance[s * best.Net.Length + s];
                var share = alone ? 1 : (Math.Abs(pieces) * (goods.Spread[s] + story.Batches.Mixed[s]) + batch) / expected;
                events.Add(new ShelfEvent(
                    now.LastMs,
                    atMs,
                    plate,
                    pieces < 0 ? ShelfEventKind.Taken : ShelfEventKind.Returned,
                    goods.Skus[s],
                    Math.Abs(pieces),
                    Grams(pieces * story.Batches.Units[s] + share * innovation),
                    Math.Min(MostConfident, best.Weight),
                    candidates));
            }
        }
    }

    /// <summary>What moved cannot be told.</summary>
    public ShelfEvent Ambiguous(List<Explanation> posterior, long atMs, Plateau before, Plateau now) => new(
        now.LastMs,
        atMs,
        plate,
        ShelfEventKind.Ambiguous,
        null,
        0,
        Grams(now.Grams - before.Grams),
        Math.Min(MostConfident, posterior[0].Weight),
        Candidates(posterior, MostWhenAmbiguous));

    private List<ShelfCandidate> Candidates(List<Explanation> posterior, int most)
    {
        var candidates = new List<ShelfCandidate>();
        foreach (var explanation in posterior.Where(explanation => !explanation.Unknown && !explanation.NoGoods && explanation.Weight >= LeastCandidate).Take(most))
        {
            var number = candidates.Count == 0 ? 0 : candidates[^1].Explanation + 1;
            for (var s = 0; s < explanation.Net.Length; s++)
            {
                if (explanation.Net[s] != 0)
                {
                    candidates.Add(new ShelfCandidate(number, goods.Skus[s], explanation.Net[s], explanation.Weight));
                }
            }
        }

        return candidates;
    }

    private static decimal Grams(double grams) => decimal.Round((decimal)grams, 1);
}
