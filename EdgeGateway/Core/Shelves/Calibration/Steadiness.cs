namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Whether a plate can be captured now.</summary>
public enum SteadyState
{
    /// <summary>No samples come.</summary>
    Silent,

    /// <summary>Too few samples since it was captured last.</summary>
    Waiting,

    /// <summary>The device reports a fault.</summary>
    Fault,

    /// <summary>The load cell or its converter is at its end.</summary>
    Saturated,

    /// <summary>The load is moving.</summary>
    Moving,

    /// <summary>The samples scatter too much.</summary>
    Noisy,

    /// <summary>It can.</summary>
    Steady,
}

/// <summary>What the last seconds of a plate say.</summary>
/// <param name="State">Whether it can be captured.</param>
/// <param name="Counts">The mean, odd samples left out; meaningless where there are no samples.</param>
/// <param name="NoiseCounts">Scatter of a sample, one standard deviation; 0 while waiting.</param>
/// <param name="Samples">Samples that count.</param>
/// <param name="Celsius">The plate's temperature, where it is measured.</param>
/// <param name="Fault">What the device reports, snake_case, or null.</param>
internal readonly record struct Steadiness(SteadyState State, double Counts, double NoiseCounts, int Samples, decimal? Celsius, string? Fault);
