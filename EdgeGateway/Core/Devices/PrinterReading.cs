using EdgeGateway.Core.Printing;

namespace EdgeGateway.Core.Devices;

/// <summary>What a printer said of itself when nothing was printed, or unasked.</summary>
/// <param name="DeviceId">The printer.</param>
/// <param name="Time">When.</param>
/// <param name="Status">What it said.</param>
public sealed record PrinterReading(string DeviceId, DateTimeOffset Time, PrinterStatus Status) : Reading(DeviceId, Time);
