namespace Cloud.Uplink;

/// <summary>Whether the gateway has its connection to headquarters' broker.</summary>
public enum UplinkState
{
    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Connected, subscribed, and said so.</summary>
    Online,

    /// <summary>Not connected; it is tried again and again.</summary>
    Offline,
}

/// <summary>The uplink at a glance.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why it is offline, or null.</param>
/// <param name="InFlightBatches">Batches sent and not yet committed by headquarters.</param>
/// <param name="LastCommittedAt">When headquarters last said that it has committed something, or null.</param>
public sealed record UplinkStatus(
    UplinkState State, DateTimeOffset Since, string? Reason, int InFlightBatches, DateTimeOffset? LastCommittedAt);
