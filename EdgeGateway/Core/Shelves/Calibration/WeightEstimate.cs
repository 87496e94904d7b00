namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Pieces that were put on together.</summary>
/// <param name="Pieces">How many, 1 or more.</param>
/// <param name="Grams">By how much the load grew.</param>
/// <param name="Variance">How uncertain that is by the plate's noise, in square grams.</param>
internal readonly record struct WeighedPieces(int Pieces, double Grams, double Variance);

/// <summary>What a piece weighs, by the steps so far.</summary>
/// <remarks>
/// The mean is all grams by all pieces. A step of n pieces misses n means by a variance of n times that of a piece, and by the plate's; so the spread is what is left of the
/// mean of (misses squared by n) when the plate's part is taken off, with one degree of freedom less than there are steps.
/// </remarks>
/// <param name="UnitGrams">One piece.</param>
/// <param name="UnitUncertaintyGrams">How uncertain that is, one standard deviation.</param>
/// <param name="MeasuredSigmaGrams">Spread between pieces, 0 or more; null with a single step.</param>
/// <param name="SigmaUncertaintyGrams">How uncertain that is, one standard deviation; null with a single step.</param>
/// <param name="SigmaGrams">The spread for the planogram, above 0.</param>
internal sealed record WeightEstimate(double UnitGrams, double UnitUncertaintyGrams, double? MeasuredSigmaGrams, double? SigmaUncertaintyGrams, double SigmaGrams)
{
    /// <summary>What is usual counts like so many steps: a spread of few steps can be far too small by chance, and makes the inference too sure.</summary>
    private const double UsualSteps = 4;

    private const double UsualSpread = 0.005;

    /// <summary>The estimate; null while nothing was weighed.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="planned">What the planogram says of the SKU; null where nothing.</param>
    public static WeightEstimate? Of(IReadOnlyList<WeighedPieces> steps, PlanogramItem? planned)
    {
        if (steps.Count == 0)
        {
            return null;
        }

        var pieces = steps.Sum(step => step.Pieces);
        var unit = steps.Sum(step => step.Grams) / pieces;
        var usual = planned is null ? UsualSpread * unit : planned.SigmaGrams * unit / planned.UnitGrams;
        double? measured = null;
        double? uncertainty = null;
        var freedom = steps.Count - 1;
        if (freedom > 0)
        {
            var misses = steps.Sum(step => Square(step.Grams - step.Pieces * unit) / step.Pieces) / freedom;
            var variance = Math.Max(0, misses - steps.Average(step => step.Variance / step.Pieces));
            measured = Math.Sqrt(variance);
            var ofVariance = misses * Math.Sqrt(2.0 / freedom);
            uncertainty = variance > 0 ? Math.Min(Math.Sqrt(ofVariance), ofVariance / (2 * measured.Value)) : Math.Sqrt(ofVariance);
        }

        var sigma = Math.Sqrt((UsualSteps * Square(usual) + freedom * Square(measured ?? 0)) / (UsualSteps + freedom));
        var error = Math.Sqrt(Square(sigma) / pieces + (steps[0].Variance + steps[^1].Variance) / 2 / Square(pieces));
        return new WeightEstimate(unit, error, measured, uncertainty, sigma);
    }

    private static double Square(double value) => value * value;
}
