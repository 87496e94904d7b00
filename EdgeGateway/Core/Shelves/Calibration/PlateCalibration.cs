namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>How a plate's counts become grams, as somebody found with known weights.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="CountsPerGram">Counts a gram; finite, not 0, negative where the cell is mounted upside down.</param>
/// <param name="ZeroCounts">Counts of the empty plate.</param>
/// <param name="At">When it was finished.</param>
/// <param name="Who">By whom, 1 to 64 characters.</param>
/// <param name="Points">The known weights in the order in which they were put on, the empty plate first; two or more.</param>
/// <param name="LinearityGrams">By how much the points miss the straight line at the most, in grams; null where two points leave nothing to check it with.</param>
/// <param name="NoiseGrams">Scatter of a sample at the noisiest point, one standard deviation.</param>
public sealed record PlateCalibration(
    string Plate,
    double CountsPerGram,
    double ZeroCounts,
    DateTimeOffset At,
    string Who,
    IReadOnlyList<CalibrationPoint> Points,
    double? LinearityGrams,
    double NoiseGrams)
{
    /// <summary>The load in grams that so many counts are.</summary>
    public double Grams(double counts) => (counts - ZeroCounts) / CountsPerGram;
}

/// <summary>One known weight on a plate.</summary>
/// <param name="Grams">What was put on, 0 or more.</param>
/// <param name="Counts">What the load cell said, the mean of a steady window.</param>
/// <param name="NoiseCounts">Scatter of a sample in that window, one standard deviation, 0 or more.</param>
/// <param name="Samples">Samples in the window.</param>
/// <param name="Celsius">The plate's temperature then, where it is measured.</param>
/// <param name="At">When it was captured.</param>
public sealed record CalibrationPoint(decimal Grams, double Counts, double NoiseCounts, int Samples, decimal? Celsius, DateTimeOffset At);
