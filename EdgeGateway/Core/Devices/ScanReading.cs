namespace EdgeGateway.Core.Devices;

/// <summary>One code read by a scanner.</summary>
/// <param name="DeviceId">The scanner, or the scale that shares its line with one.</param>
/// <param name="Time">When the scan was complete.</param>
/// <param name="Symbology">The AIM identifier such as <c>]E0</c>; null where the device does not say.</param>
/// <param name="Data">What was read, without the AIM identifier; a group separator (0x1D) is kept.</param>
public sealed record ScanReading(string DeviceId, DateTimeOffset Time, string? Symbology, string Data) : Reading(DeviceId, Time);
