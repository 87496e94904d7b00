namespace EdgeGateway.Core.Shelves;

/// <summary>One consistent story of a plate: how many pieces lie there, which are out, what the batches weigh, and what lies there that is not goods.</summary>
/// <remarks>Immutable. A plate keeps several, so that a later change may decide what an earlier one left open.</remarks>
internal sealed record PlateHypothesis
{
    private const int LeastDelivered = 2;
    private const int SureDelivered = 4;
    private const long RefillMs = 8000;
    private const int MostForeign = 6;

    /// <summary>Its probability among the plate's hypotheses.</summary>
    public required double Weight { get; init; }

    /// <summary>Pieces of each SKU on the plate; meaningless where nobody counted.</summary>
    public required int[] Counts { get; init; }

    /// <summary>Pieces of each SKU taken and not brought back.</summary>
    public required int[] OutPieces { get; init; }

    /// <summary>The last takes that have not come back, each as it left in one hand.</summary>
    public required HeldGoods[] Held { get; init; }

    /// <summary>The SKU that staff brought last; -1 where none.</summary>
    public int RefilledItem { get; init; } = -1;

    /// <summary>When they did.</summary>
    public long RefilledMs { get; init; }

    /// <summary>Pieces of each SKU that came, or went where negative, since the shoppers that are there now began.</summary>
    public required int[] Since { get; init; }

    /// <summary>What one piece weighs.</summary>
    public required BatchWeights Batches { get; init; }

    /// <summary>What lies there that is not goods.</summary>
    public required ForeignObject[] Foreign { get; init; }

    /// <summary>The story told on by one explanation.</summary>
    /// <param name="told">What happened.</param>
    /// <param name="spread">Spread between pieces of each SKU, in square grams.</param>
    /// <param name="change">The change of load in grams.</param>
    /// <param name="variance">How uncertain it is, in square grams.</param>
    /// <param name="atMs">When.</param>
    public PlateHypothesis After(Explanation told, double[] spread, double change, double variance, long atMs)
    {
        var foreign = Things(told, spread, change, variance, atMs);
        if (told.Unknown || told.NoGoods)
        {
            return this with { Weight = told.Weight, Foreign = foreign };
        }

        var skus = told.Net.Length;
        var (counts, since, outPieces) = (new int[skus], new int[skus], new int[skus]);
        var plain = told.ForeignGrams == 0 && told.Gone == 0;
        var (innovation, expected) = Misfit(told.Net, spread, change, variance);
        var batches = plain && Array.TrueForAll(told.Net, n => n <= 0) ? Batches.Learn(told.Net, innovation, expected) : Batches;
        var (refilled, refilledMs) = (RefilledItem, RefilledMs);
        for (var s = 0; s < skus; s++)
        {
            // Fewer than none: an earlier count was wrong.
            counts[s] = Math.Max(0, Counts[s] + told.Net[s]);
            since[s] = Since[s] + told.Net[s];
            outPieces[s] = Math.Max(0, OutPieces[s] - told.Net[s]);
            if (told.Net[s] >= LeastDelivered && told.Net[s] > OutPieces[s] || told.Net[s] >= LeastDelivered && refilled == s && atMs - refilledMs < RefillMs || told.Net[s] >= SureDelivered && !HeldGoods.Has(Held, told.Net))
            {
                var others = expected - told.Net[s] * told.Net[s] * Batches.Covariance[s * skus + s];
                double? grams = plain ? change - (Mean(told.Net) - told.Net[s] * Batches.Units[s]) : null;
                batches = batches.Deliver(s, Counts[s], told.Net[s], grams, Math.Max(others, variance));
                (refilled, refilledMs) = (s, atMs);
            }
        }

        return new PlateHypothesis
        {
            Weight = told.Weight,
            Counts = counts,
            Since = since,
            OutPieces = outPieces,
            Held = HeldGoods.After(Held, told.Net, plain ? change : -MeanTaken(told.Net), variance + (plain ? 0 : GoodsVariance(told.Net, spread)), atMs),
            Batches = batches,
            Foreign = foreign,
            RefilledItem = refilled,
            RefilledMs = refilledMs,
        };
    }

    /// <summary>Grams by which a change differs from what the goods should weigh, and the expected square of it.</summary>
    public (double Innovation, double Variance) Misfit(IReadOnlyList<int> net, double[] spread, double change, double variance)
    {
        var (mean, expected) = (0.0, variance + 9e-8 * change * change + Batches.Variance(net));
        for (var s = 0; s < net.Count; s++)
        {
            mean += net[s] * Batches.Units[s];
            expected += Math.Abs(net[s]) * (spread[s] + Batches.Mixed[s]);
        }

        return (change - mean, expected);
    }

    /// <summary>Leaves the plate in the same state as <paramref name="other"/>, so that the two need not be kept apart.</summary>
    public bool SameAs(PlateHypothesis other) => Counts.AsSpan().SequenceEqual(other.Counts) && Since.AsSpan().SequenceEqual(other.Since) && OutPieces.AsSpan().SequenceEqual(other.OutPieces)
        && Foreign.Length == other.Foreign.Length
        && Foreign.Zip(other.Foreign).All(pair => pair.First.AtMs == pair.Second.AtMs && Math.Abs(pair.First.Grams - pair.Second.Grams) < 0.5);

    private double Mean(int[] net)
    {
        var mean = 0.0;
        for (var s = 0; s < net.Length; s++)
        {
            mean += net[s] * Batches.Units[s];
        }

        return mean;
    }

    private double MeanTaken(int[] net) => Mean([.. net.Select(n => Math.Max(0, -n))]);

    private double GoodsVariance(int[] net, double[] spread)
    {
        var variance = Batches.Variance(net);
        for (var s = 0; s < net.Length; s++)
        {
            variance += Math.Abs(net[s]) * (spread[s] + Batches.Mixed[s]);
        }

        return variance;
    }

    private ForeignObject[] Things(Explanation told, double[] spread, double change, double variance, long atMs)
    {
        if (told.Gone == 0 && told.ForeignGrams == 0 && !(told.Unknown && change > 0))
        {
            return Foreign;
        }

        var things = Foreign.Where((_, i) => (told.Gone >> i & 1) == 0).ToList();
        if (told.ForeignGrams > 0)
        {
            things.Add(told.NoGoods && told.Gone == 0
                ? new ForeignObject(change, variance, atMs)
                : new ForeignObject(told.ForeignGrams, variance + GoodsVariance(told.Net, spread), atMs));
        }
        else if (told.Unknown && change > 0)
        {
            things.Add(new ForeignObject(change, variance, atMs, true));
        }

        if (things.Count > MostForeign)
        {
            things.RemoveAt(0);
        }

        return [.. things];
    }
}

/// <summary>Something on a plate that is not goods.</summary>
/// <param name="Grams">What it weighs.</param>
/// <param name="Variance">How uncertain that is, in square grams.</param>
/// <param name="AtMs">When it was put down.</param>
/// <param name="Mixed">Goods may have moved with it, so that its weight is not its own.</param>
public sealed record ForeignObject(double Grams, double Variance, long AtMs, bool Mixed = false);
