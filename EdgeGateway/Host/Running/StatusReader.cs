using Cloud.Uplink;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;

namespace EdgeGateway.Host.Running;

/// <summary>Puts together what the console shows.</summary>
internal sealed class StatusReader(GatewayParts parts, DeviceBoard board, UplinkService uplink, DateTimeOffset startedAt)
{
    /// <summary>The status now. Does no I/O.</summary>
    public ConsoleStatus Read() => new(
        parts.Options.Store,
        parts.Options.Gateway,
        ProductVersion.Text,
        startedAt,
        parts.Outbox.Snapshot(),
        View(uplink.Status),
        [.. parts.Outbox.Epochs().Select(e => new EpochView(e.Epoch, e.First, e.Last))],
        [.. board.Snapshot().Select(ToTheSecond)]);

    private static UplinkView View(UplinkStatus status) => new(
        status.State switch
        {
            UplinkState.Online => "online",
            UplinkState.Connecting => "connecting",
            _ => "offline",
        },
        status.Since,
        status.Reason,
        status.InFlightBatches,
        status.LastCommittedAt);

    /// <summary>"Last seen" to the second, so that a page at rest is not sent again with every reading.</summary>
    private static DeviceState ToTheSecond(DeviceState device) => device.LastSeen is { } seen
        ? device with { LastSeen = seen.AddTicks(-(seen.Ticks % TimeSpan.TicksPerSecond)) }
        : device;
}
