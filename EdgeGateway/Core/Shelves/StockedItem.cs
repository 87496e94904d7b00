namespace EdgeGateway.Core.Shelves;

/// <summary>What is known of one SKU on one plate: how many there are, how heavy this batch is, and which pieces are out.</summary>
internal sealed class StockedItem(PlanogramItem item, int? startCount)
{
    private const double BatchSigma = 0.006;
    private const double LeastBatchSigma = 0.0008;
    private const double MostBatch = 0.03;
    private const int RememberedTakes = 16;

    private readonly List<TakenPieces> _out = [];

    /// <summary>The SKU.</summary>
    public string Sku => item.Sku;

    /// <summary>Pieces at the start, or null where nobody counted.</summary>
    public int? StartCount { get; } = startCount;

    /// <summary>Pieces on the plate as far as decided, or null where nobody counted.</summary>
    public int? Count { get; set; } = startCount;

    /// <summary>By how much <see cref="Count"/> may be wrong, from what stayed ambiguous.</summary>
    public int Slack { get; set; }

    /// <summary>How much heavier this batch is than the planogram says, as a share of the unit weight.</summary>
    public double Batch { get; set; }

    /// <summary>How uncertain <see cref="Batch"/> is.</summary>
    public double BatchVariance { get; set; } = BatchSigma * BatchSigma;

    /// <summary>Pieces taken and not brought back.</summary>
    public int OutPieces { get; set; }

    /// <summary>The last takes, with what they weighed.</summary>
    public List<TakenPieces> Out => _out;

    /// <summary>One piece of this batch, in grams.</summary>
    public double UnitGrams => item.UnitGrams * (1 + Batch);

    /// <summary>Spread between pieces, in square grams.</summary>
    public double UnitVariance => item.SigmaGrams * item.SigmaGrams;

    /// <summary>How uncertain the mean of so many pieces of this batch is, in square grams.</summary>
    public double Variance(int pieces)
    {
        var unit = pieces * item.UnitGrams;
        return Math.Abs(pieces) * UnitVariance + unit * unit * BatchVariance;
    }

    /// <summary>Pieces missing against the start.</summary>
    public int Missing => StartCount is { } start && Count is { } count ? start - count : 0;

    /// <summary>How credible it is that so many are moved, by the count alone: 1, or little where there are not that many.</summary>
    public double Possible(int pieces) => pieces >= 0 || Count is not { } count || -pieces <= count + Slack ? 1 : 0.002;

    /// <summary>Pieces were moved for certain, or nearly so.</summary>
    /// <param name="pieces">Negative taken, positive brought.</param>
    /// <param name="grams">What they weighed where they moved alone; null in a swap.</param>
    /// <param name="variance">How uncertain that is.</param>
    public void Move(int pieces, double? grams, double variance)
    {
        if (Count is { } count)
        {
            // Fewer than none: an earlier count was wrong.
            Count = Math.Max(0, count + pieces);
        }

        OutPieces = Math.Max(0, OutPieces - pieces);
        if (pieces < 0)
        {
            if (grams is { } weight)
            {
                Remember(new TakenPieces(-pieces, -weight, variance));
            }

            return;
        }

        var same = _out.FindLastIndex(taken => taken.Pieces == pieces && grams is { } back && Math.Abs(taken.Grams - back) < 1 + 3 * Math.Sqrt(variance + taken.Variance));
        if (same >= 0)
        {
            _out.RemoveAt(same);
        }
    }

    /// <summary>Keeps what a take weighed: the same pieces may come back.</summary>
    public void Remember(TakenPieces taken)
    {
        if (_out.Count == RememberedTakes)
        {
            _out.RemoveAt(0);
        }

        _out.Add(taken);
    }

    /// <summary>Learns the batch from a clear take. An odd weight teaches nothing, and no batch is further off than 3 %.</summary>
    /// <param name="pieces">Pieces moved, signed.</param>
    /// <param name="innovation">Grams by which the change differed from what was expected.</param>
    /// <param name="variance">The expected square of it.</param>
    public void Learn(int pieces, double innovation, double variance)
    {
        var reach = pieces * item.UnitGrams;
        var gain = BatchVariance * reach / variance;
        Batch = Math.Clamp(Batch + gain * innovation, -MostBatch, MostBatch);
        BatchVariance = Math.Max(BatchVariance * (1 - gain * reach), LeastBatchSigma * LeastBatchSigma);
    }
}

/// <summary>Pieces that were taken together.</summary>
/// <param name="Pieces">How many.</param>
/// <param name="Grams">What they weighed together.</param>
/// <param name="Variance">How uncertain that is, in square grams.</param>
public sealed record TakenPieces(int Pieces, double Grams, double Variance);

/// <summary>Something on a plate that is not goods.</summary>
/// <param name="Grams">What it weighs.</param>
/// <param name="Variance">How uncertain that is, in square grams.</param>
/// <param name="AtMs">When it was put down.</param>
/// <param name="Probability">How likely it is that it was not goods.</param>
public sealed record ForeignObject(double Grams, double Variance, long AtMs, double Probability);
