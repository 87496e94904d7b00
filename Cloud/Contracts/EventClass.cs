namespace Cloud.Contracts;

/// <summary>What may happen to an event when the gateway's disk is full.</summary>
public enum EventClass
{
    /// <summary>Must reach headquarters; when no room is left the producer is refused instead.</summary>
    Ledger,

    /// <summary>May be dropped, oldest first; every dropped range is told to headquarters as a <c>buffer.gap</c>.</summary>
    Telemetry,
}
