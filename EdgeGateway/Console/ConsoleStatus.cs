using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Console;

/// <summary>Everything the console shows; on the wire in camel case, with <c>now</c> in front.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Gateway">The gateway's name.</param>
/// <param name="Version">The software's version.</param>
/// <param name="StartedAt">When the service started, by the gateway's clock.</param>
/// <param name="Outbox">The outbox at a glance.</param>
/// <param name="Uplink">The way to headquarters.</param>
/// <param name="Epochs">The epochs in the file, oldest first.</param>
/// <param name="Devices">The devices, in the order of the configuration. What no longer holds is not in it: a weight is never one from before.</param>
public sealed record ConsoleStatus(
    string Store,
    string Gateway,
    string Version,
    DateTimeOffset StartedAt,
    OutboxSnapshot Outbox,
    UplinkView Uplink,
    IReadOnlyList<EpochView> Epochs,
    IReadOnlyList<DeviceState> Devices);

/// <summary>The way to headquarters.</summary>
/// <param name="State"><c>online</c>, <c>connecting</c> or <c>offline</c>.</param>
/// <param name="Since">Since when, or null.</param>
/// <param name="Reason">Why it is not online, or null.</param>
/// <param name="InFlightBatches">Batches sent and not yet committed.</param>
/// <param name="LastCommittedAt">When headquarters last said that it has something, or null.</param>
public sealed record UplinkView(string State, DateTimeOffset? Since, string? Reason, int InFlightBatches, DateTimeOffset? LastCommittedAt);

/// <summary>One epoch of the outbox and its sequence numbers.</summary>
public sealed record EpochView(string Epoch, long First, long Last);
