namespace EdgeGateway.Core.Shelves;

/// <summary>One conversion of a plate's load cell.</summary>
/// <param name="TimeMs">When, in milliseconds of any clock that does not step.</param>
/// <param name="Counts">Raw counts.</param>
/// <param name="TemperatureCelsius">The plate's temperature where it is measured.</param>
public readonly record struct LoadSample(long TimeMs, long Counts, double? TemperatureCelsius = null);
