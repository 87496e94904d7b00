namespace EdgeGateway.Core.Health;

/// <summary>What the gateway measures of itself, beside its outbox; what is not known is null.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="ResidentBytes">Memory of the process.</param>
/// <param name="Uptime">How long the process runs.</param>
/// <param name="DevicesOnline">Devices that answer.</param>
/// <param name="DevicesTotal">Devices configured.</param>
/// <param name="ClockSynced">Whether the clock can be trusted.</param>
public sealed record HealthReading(
    MachineReading Machine, long ResidentBytes, TimeSpan Uptime, int DevicesOnline, int DevicesTotal, bool ClockSynced)
{
    /// <summary>The machine's name of its present start; null where it gives none.</summary>
    public string? Boot { get; init; }

    /// <summary>How far the clock is from the time it is told.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>How old the oldest event is that headquarters has not committed; null where none waits.</summary>
    public TimeSpan? OldestUnsent { get; init; }

    /// <summary>How long the last batch took from sending until headquarters' commit was heard; null before the first.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>How long a piece of work waited for a thread of the pool.</summary>
    public TimeSpan? Lag { get; init; }
}
