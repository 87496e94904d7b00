namespace EdgeGateway.Core.Shelves;

/// <summary>What one piece of each SKU of a plate weighs: the batches' departures from the planogram as one joint normal distribution.</summary>
/// <remarks>
/// Immutable. A take of one SKU tells of that SKU's batch, a change of several and the whole load at the start of all of them together.
/// An odd weight teaches nothing, and no batch is believed to be more than 3 % off, so nobody can talk the plate into another weight.
/// </remarks>
internal sealed class BatchWeights
{
    private const double BatchSigma = 0.006;
    private const double LeastBatchSigma = 0.0008;
    private const double MostBatch = 0.03;
    private const double LearnWithin = 3;

    private readonly double[] _nominal;
    private readonly double[] _off;
    private readonly double[] _covariance;

    private BatchWeights(double[] nominal, double[] off, double[] covariance, double[] mixed)
    {
        (_nominal, _off, _covariance, Mixed) = (nominal, off, covariance, mixed);
        var n = nominal.Length;
        (Units, Covariance) = (new double[n], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            Units[i] = nominal[i] * (1 + off[i]);
            for (var j = 0; j < n; j++)
            {
                Covariance[i * n + j] = nominal[i] * nominal[j] * covariance[i * n + j];
            }
        }
    }

    /// <summary>One piece of each SKU, in grams.</summary>
    public double[] Units { get; }

    /// <summary>How uncertain <see cref="Units"/> are, in square grams, row by row.</summary>
    public double[] Covariance { get; }

    /// <summary>How much pieces of several batches that lie there together differ beyond their spread, in square grams a piece.</summary>
    public double[] Mixed { get; }

    /// <summary>Departure from the planogram as a share of the unit weight.</summary>
    public IReadOnlyList<double> Off => _off;

    /// <summary>The covariance of <see cref="Off"/>, row by row.</summary>
    public IReadOnlyList<double> OffCovariance => _covariance;

    /// <summary>Nothing is known yet but the planogram.</summary>
    public static BatchWeights Unlearnt(IReadOnlyList<PlanogramItem> items)
    {
        var covariance = new double[items.Count * items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            covariance[i * items.Count + i] = BatchSigma * BatchSigma;
        }

        return new BatchWeights([.. items.Select(item => item.UnitGrams)], new double[items.Count], covariance, new double[items.Count]);
    }

    /// <summary>Takes up what was kept; what is no number, out of bounds or of another plate is left out.</summary>
    public BatchWeights With(Func<int, double?> off, Func<int, int, double?> covariance, Func<int, double?> mixed)
    {
        var n = _off.Length;
        var (offs, all) = ((double[])_off.Clone(), (double[])_covariance.Clone());
        for (var i = 0; i < n; i++)
        {
            if (off(i) is { } kept && double.IsFinite(kept) && covariance(i, i) is { } variance && variance is > 0 and < 0.01)
            {
                (offs[i], all[i * n + i]) = (Math.Clamp(kept, -MostBatch, MostBatch), Math.Max(variance, LeastBatchSigma * LeastBatchSigma));
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var both = covariance(i, j) is { } kept && double.IsFinite(kept) ? kept : 0;
                var most = 0.98 * Math.Sqrt(all[i * n + i] * all[j * n + j]);
                all[i * n + j] = all[j * n + i] = Math.Clamp(both, -most, most);
            }
        }

        return new BatchWeights(_nominal, offs, all, [.. Enumerable.Range(0, n).Select(i => mixed(i) is { } kept and >= 0 && kept <= MostMixed(i) ? kept : 0)]);
    }

    /// <summary>How uncertain the mean weight of so many pieces is, in square grams; the spread between pieces is not in it.</summary>
    public double Variance(IReadOnlyList<int> pieces)
    {
        var (sum, n) = (0.0, _off.Length);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n && pieces[i] != 0; j++)
            {
                sum += pieces[i] * pieces[j] * Covariance[i * n + j];
            }
        }

        return sum;
    }

    /// <summary>Learns from pieces that were weighed together.</summary>
    /// <param name="pieces">How many of each SKU, signed as the load changed.</param>
    /// <param name="innovation">Grams by which the load differs from what was expected.</param>
    /// <param name="variance">The expected square of it, batches included.</param>
    public BatchWeights Learn(IReadOnlyList<int> pieces, double innovation, double variance)
    {
        if (innovation * innovation > LearnWithin * LearnWithin * variance)
        {
            return this;
        }

        var n = _off.Length;
        var gain = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                gain[i] += _covariance[i * n + j] * pieces[j] * _nominal[j];
            }
        }

        var (off, covariance) = (new double[n], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            off[i] = Math.Clamp(_off[i] + gain[i] / variance * innovation, -MostBatch, MostBatch);
            for (var j = 0; j < n; j++)
            {
                covariance[i * n + j] = _covariance[i * n + j] - gain[i] * gain[j] / variance;
            }

            covariance[i * n + i] = Math.Max(covariance[i * n + i], LeastBatchSigma * LeastBatchSigma);
        }

        return new BatchWeights(_nominal, off, covariance, Mixed);
    }

    /// <summary>A piece as the planogram has it, in grams.</summary>
    public double Nominal(int item) => _nominal[item];

    /// <summary>How far a piece of a batch never seen is off the planogram, one standard deviation in grams.</summary>
    public double NewBatchGrams(int item) => BatchSigma * _nominal[item];

    /// <summary>Pieces of perhaps another batch were put to those that lie there.</summary>
    /// <param name="item">The SKU.</param>
    /// <param name="before">Pieces that lay there.</param>
    /// <param name="pieces">Pieces brought, above 0.</param>
    /// <param name="grams">What those weigh together, where they were weighed alone.</param>
    /// <param name="variance">How uncertain that is, in square grams, spread between pieces included.</param>
    public BatchWeights Deliver(int item, int before, int pieces, double? grams, double variance)
    {
        var n = _off.Length;
        var (fresh, doubt) = (0.0, BatchSigma * BatchSigma);
        if (grams is { } weighed)
        {
            var measured = variance / Math.Pow(pieces * _nominal[item], 2);
            fresh = doubt / (doubt + measured) * (weighed / (pieces * _nominal[item]) - 1);
            doubt = doubt * measured / (doubt + measured);
        }

        var share = (double)pieces / (pieces + Math.Max(0, before));
        var apart = Math.Clamp(fresh, -MostBatch, MostBatch) - _off[item];
        var (off, covariance, mixed) = ((double[])_off.Clone(), (double[])_covariance.Clone(), (double[])Mixed.Clone());
        off[item] += share * apart;
        for (var j = 0; j < n; j++)
        {
            covariance[item * n + j] *= 1 - share;
            covariance[j * n + item] *= 1 - share;
        }

        covariance[item * n + item] = Math.Max(covariance[item * n + item] + share * share * doubt, LeastBatchSigma * LeastBatchSigma);
        mixed[item] = Math.Min(MostMixed(item), (1 - share) * mixed[item] + share * (1 - share) * (apart * apart) * _nominal[item] * _nominal[item]);
        return new BatchWeights(_nominal, off, covariance, mixed);
    }

    private double MostMixed(int item) => Math.Pow(MostBatch * _nominal[item], 2);
}
