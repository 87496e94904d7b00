namespace EdgeGateway.Core.Devices;

/// <summary>One sample of a shelf plate.</summary>
/// <param name="DeviceId">The plate.</param>
/// <param name="Time">When the sample was taken.</param>
/// <param name="Counts">Raw counts of the load cell, unscaled.</param>
/// <param name="Grams">The load in grams by the profile's scale, or null where the transmitter reports a fault, or counts are all it sends.</param>
/// <param name="Stable">What the transmitter says of settling; null where it does not.</param>
/// <param name="Errors">Faults the transmitter reports, snake_case (<c>over_range</c>, <c>sensor_fault</c>).</param>
public sealed record LoadReading(
    string DeviceId,
    DateTimeOffset Time,
    long Counts,
    decimal? Grams,
    bool? Stable,
    IReadOnlyList<string> Errors) : Reading(DeviceId, Time)
{
    /// <summary>The plate's temperature in degrees Celsius, or null where it is not measured.</summary>
    public decimal? Celsius { get; init; }

    /// <summary>What happened to the device just before this sample that does not void it, in words (it restarted, samples were lost); mostly null.
    /// Told once, as <c>device.fault</c>.</summary>
    public string? Incident { get; init; }
}
