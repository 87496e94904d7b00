using EdgeGateway.Core.Devices;

namespace EdgeGateway.Host.Updating;

/// <summary>How a running gateway stands, as far as a version is judged by it.</summary>
/// <param name="Devices">Every device.</param>
/// <param name="UplinkOnline">Whether headquarters is reached.</param>
/// <param name="Stuck">The part that gives no sign of life, or null.</param>
/// <param name="Refused">Why the outbox takes no events just now, or null.</param>
/// <param name="LastSeq">The number of the last event that was kept.</param>
internal sealed record GatewayVitals(IReadOnlyList<DeviceState> Devices, bool UplinkOnline, string? Stuck, string? Refused, long LastSeq);
