namespace EdgeGateway.Core.Devices;

/// <summary>The device is open and waits for something to say: a scanner between two customers. It is no sight of the device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Time">Since when.</param>
public sealed record ReadyReading(string DeviceId, DateTimeOffset Time) : Reading(DeviceId, Time);
