namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>The straight line through the points of a calibration, by least squares.</summary>
/// <param name="CountsPerGram">Its slope, not 0.</param>
/// <param name="ZeroCounts">Counts of the empty plate on the line.</param>
/// <param name="ResidualGrams">By how much each point is above the line, in the order of the points.</param>
/// <param name="SpanGrams">The heaviest known weight.</param>
/// <param name="NoiseGrams">Scatter of a sample at the noisiest point.</param>
internal sealed record CalibrationFit(double CountsPerGram, double ZeroCounts, IReadOnlyList<double> ResidualGrams, double SpanGrams, double NoiseGrams)
{
    private const double LinearityShare = 0.001;
    private const double LinearityNoises = 3;
    private const double NoiseShare = 0.0003;
    private const double LeastNoiseLimit = 0.5;

    /// <summary>The largest distance of a point from the line; null where two points leave nothing to check it with.</summary>
    public double? LinearityGrams => ResidualGrams.Count < 3 ? null : ResidualGrams.Max(Math.Abs);

    /// <summary>How large it may be: 0.1 % of the heaviest weight, three times the noise or one count, whatever is most.</summary>
    public double LinearityLimitGrams => Math.Max(Math.Max(LinearityShare * SpanGrams, LinearityNoises * NoiseGrams), 1 / Math.Abs(CountsPerGram));

    /// <summary>The noise that is accepted: 0.5 g, or 0.03 % of the heaviest weight where that is more.</summary>
    public double NoiseLimitGrams => NoiseLimit(SpanGrams);

    /// <summary>The noise that is accepted for a heaviest weight.</summary>
    public static double NoiseLimit(double spanGrams) => Math.Max(LeastNoiseLimit, NoiseShare * spanGrams);

    /// <summary>The line; null while there are no two different weights, or they give the same counts.</summary>
    public static CalibrationFit? Of(IReadOnlyList<CalibrationPoint> points)
    {
        var grams = points.Select(point => (double)point.Grams).ToArray();
        if (grams.Distinct().Count() < 2)
        {
            return null;
        }

        var (middle, mean) = (grams.Average(), points.Average(point => point.Counts));
        var slope = points.Zip(grams, (point, g) => (g - middle) * (point.Counts - mean)).Sum() / grams.Sum(g => (g - middle) * (g - middle));
        if (slope == 0 || !double.IsFinite(slope))
        {
            return null;
        }

        var zero = mean - slope * middle;
        return new CalibrationFit(
            slope,
            zero,
            [.. points.Zip(grams, (point, g) => (point.Counts - zero) / slope - g)],
            grams.Max(),
            points.Max(point => point.NoiseCounts) / Math.Abs(slope));
    }
}
