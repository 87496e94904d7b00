namespace EdgeGateway.Core.Outbox;

/// <summary>The outbox at a glance.</summary>
/// <param name="Epoch">The epoch of this opening.</param>
/// <param name="LastSeq">The last sequence number given, 0 where none ever was.</param>
/// <param name="CommittedSeq">The last one headquarters said it has.</param>
/// <param name="Depth">Events waiting.</param>
/// <param name="Bytes">Their size on disk, estimated.</param>
/// <param name="CapacityBytes">The cap.</param>
/// <param name="OldestTime">The time of the oldest waiting event, or null.</param>
/// <param name="Dropped">Telemetry events dropped since this opening.</param>
/// <param name="Refused">Why appends are refused just now, or null.</param>
public sealed record OutboxSnapshot(
    string Epoch,
    long LastSeq,
    long CommittedSeq,
    long Depth,
    long Bytes,
    long CapacityBytes,
    DateTimeOffset? OldestTime,
    long Dropped,
    string? Refused);
