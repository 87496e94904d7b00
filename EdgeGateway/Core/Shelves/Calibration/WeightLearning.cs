namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Learns what a piece of a SKU weighs: the load is captured, pieces are put on step by step, and each step is captured. Pure; one caller at a time.</summary>
/// <param name="sku">The SKU.</param>
/// <param name="planned">What the planogram says of it, or null.</param>
/// <param name="scale">Counts to grams.</param>
/// <param name="capacityGrams">The most the plate may carry, or null where nobody said.</param>
internal sealed class WeightLearning(string sku, PlanogramItem? planned, PlateScale scale, decimal? capacityGrams)
{
    /// <summary>How many pieces may be put on in one step.</summary>
    public const int MostPieces = 100;

    /// <summary>How many steps there may be.</summary>
    public const int MostSteps = 50;

    private const int LeastPieces = 3;
    private const double LeastNoises = 3;
    private const double MostMiss = 0.3;
    private const double MostSpread = 0.2;

    private readonly List<WeighedPieces> _steps = [];
    private (double Grams, double Variance)? _load;

    /// <summary>The SKU.</summary>
    public string Sku => sku;

    /// <summary>Counts to grams.</summary>
    public PlateScale Scale => scale;

    /// <summary>Whether the load before the first piece is captured.</summary>
    public bool IsReady => _load is not null;

    /// <summary>The steps.</summary>
    public IReadOnlyList<WeighedPieces> Steps => _steps;

    /// <summary>What they say; null before the first.</summary>
    public WeightEstimate? Estimate => WeightEstimate.Of(_steps, planned);

    /// <summary>By how many percent a piece differs from what the planogram says; null where it says nothing or nothing was weighed.</summary>
    public double? ChangePercent => planned is not null && Estimate is { } estimate ? 100 * (estimate.UnitGrams / planned.UnitGrams - 1) : null;

    /// <summary>Captures the load before the first piece, as soon as it is steady.</summary>
    /// <returns>Whether it is captured now and was not before.</returns>
    public bool TryBegin(Steadiness window)
    {
        if (_load is not null || SteadyRefusal.Of(window, scale.CountsPerGram, CalibrationFit.NoiseLimit(0)) is not null)
        {
            return false;
        }

        _load = Load(window);
        return true;
    }

    /// <summary>Captures that so many pieces were put on since the last capture.</summary>
    /// <returns>Why not, or null where it is a step now.</returns>
    public CalibrationRefusal? Capture(int pieces, Steadiness window)
    {
        if (pieces is < 1 or > MostPieces)
        {
            return CalibrationRefusal.Invalid(CalibrationRefusalReason.Pieces, "pieces", $"came {pieces}; expected how many pieces were put on, 1 to {MostPieces}", ("came", pieces), ("limit", MostPieces));
        }

        if (_steps.Count >= MostSteps)
        {
            return CalibrationRefusal.Conflict(CalibrationRefusalReason.Full, $"there are {MostSteps} steps already; finish", ("limit", MostSteps));
        }

        if (SteadyRefusal.Of(window, scale.CountsPerGram, CalibrationFit.NoiseLimit(0)) is { } unsteady)
        {
            return unsteady;
        }

        if (_load is not { } before)
        {
            return CalibrationRefusal.Conflict(CalibrationRefusalReason.Waiting, $"the load before the first piece is not captured yet; expected three quiet seconds: take the pieces off and wait", ("came", window.Samples));
        }

        var now = Load(window);
        var step = new WeighedPieces(pieces, now.Grams - before.Grams, now.Variance + before.Variance);
        if (Wrong(step, now.Grams, window.NoiseCounts / Math.Abs(scale.CountsPerGram)) is { } wrong)
        {
            return wrong;
        }

        _steps.Add(step);
        _load = now;
        return null;
    }

    /// <summary>The result.</summary>
    public LearntWeight? Finish(string plate, string who, DateTimeOffset now, out CalibrationRefusal? refusal)
    {
        refusal = null;
        var pieces = _steps.Sum(step => step.Pieces);
        if (Estimate is not { } estimate || pieces < LeastPieces)
        {
            refusal = CalibrationRefusal.Conflict(CalibrationRefusalReason.FewPieces, $"{pieces} pieces were weighed; expected {LeastPieces} at least: put more on", ("came", pieces), ("limit", LeastPieces));
            return null;
        }

        if (estimate.MeasuredSigmaGrams > MostSpread * estimate.UnitGrams)
        {
            var (sigma, unit) = (GramsText.Of(estimate.MeasuredSigmaGrams.Value), GramsText.Of(estimate.UnitGrams));
            refusal = CalibrationRefusal.Conflict(
                CalibrationRefusalReason.Spread, $"the pieces differ by {sigma} g at {unit} g each; expected a fifth of that at most: see that they are all the same goods, or begin again", ("came", sigma), ("unit", unit));
            return null;
        }

        return new LearntWeight(
            sku, estimate.UnitGrams, estimate.UnitUncertaintyGrams, estimate.SigmaGrams, estimate.MeasuredSigmaGrams, estimate.SigmaUncertaintyGrams, pieces, _steps.Count, plate, now, who);
    }

    private (double Grams, double Variance) Load(Steadiness window)
    {
        // No mean is better known than a twelfth of the square of one count: a transmitter that rounds has no noise, and is not exact.
        var (noise, step) = (window.NoiseCounts / scale.CountsPerGram, 1 / scale.CountsPerGram);
        return (scale.Grams(window.Counts), noise * noise / window.Samples + step * step / 12);
    }

    private CalibrationRefusal? Wrong(WeighedPieces step, double load, double noise)
    {
        var came = GramsText.Of(step.Grams, 1);
        if (step.Grams <= LeastNoises * Math.Sqrt(step.Variance))
        {
            return CalibrationRefusal.Conflict(CalibrationRefusalReason.Nothing, $"the load changed by {came} g; expected more of it: put {step.Pieces} pieces on, then capture", ("came", came), ("pieces", step.Pieces));
        }

        if (step.Grams / step.Pieces < LeastNoises * noise)
        {
            return CalibrationRefusal.Conflict(
                CalibrationRefusalReason.TooLight, $"a piece would weigh {GramsText.Of(step.Grams / step.Pieces)} g, a sample scatters by {GramsText.Of(noise)} g; expected {LeastNoises} times that at least: these goods are too light for this plate",
                ("came", GramsText.Of(step.Grams / step.Pieces)), ("limit", GramsText.Of(LeastNoises * noise)));
        }

        if (capacityGrams is { } most && load > (double)most)
        {
            return CalibrationRefusal.Conflict(CalibrationRefusalReason.Overloaded, $"{GramsText.Of(load, 0)} g lie there; expected at most {GramsText.Of(most)} g: take pieces off", ("came", GramsText.Of(load, 0)), ("limit", GramsText.Of(most)));
        }

        if (Estimate is not { } estimate || Math.Abs(step.Grams - step.Pieces * estimate.UnitGrams) <= MostMiss * estimate.UnitGrams + LeastNoises * Math.Sqrt(step.Variance))
        {
            return null;
        }

        var expected = GramsText.Of(step.Pieces * estimate.UnitGrams, 1);
        return CalibrationRefusal.Conflict(
            CalibrationRefusalReason.Miscounted, $"the load grew by {came} g; {step.Pieces} pieces are expected to weigh {expected} g: count what was put on, and see that it is the same goods",
            ("came", came), ("expected", expected), ("pieces", step.Pieces));
    }
}

/// <summary>Counts to grams.</summary>
/// <param name="CountsPerGram">Counts a gram, not 0.</param>
/// <param name="ZeroCounts">Counts of the empty plate.</param>
public readonly record struct PlateScale(double CountsPerGram, double ZeroCounts)
{
    /// <summary>The load in grams that so many counts are.</summary>
    public double Grams(double counts) => (counts - ZeroCounts) / CountsPerGram;
}
