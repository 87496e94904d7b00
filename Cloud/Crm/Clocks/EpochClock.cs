using Cloud.Crm.Health;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Clocks;

/// <summary>
/// What is known of the clock behind one epoch of a gateway. An epoch lies within one start of its machine, so that the time of an event is that start plus the
/// uptime it was stamped with, whatever the machine's clock said.
/// </summary>
/// <remarks>
/// The start is known from <c>gateway.health</c> by a synchronised clock: the only event whose time and uptime are of one moment by construction. Without one it is bounded: a machine
/// had started, and run for the uptime, by the moment at which the event came here.
/// </remarks>
internal sealed class EpochClock
{
    /// <summary>When the machine started, Unix milliseconds; null until a synchronised clock said so.</summary>
    public long? StartedMs { get; set; }

    /// <summary>When it started at the latest; null until an event with its uptime came.</summary>
    public long? LatestStartMs { get; set; }

    /// <summary>The position of the first event whose time waits for <see cref="StartedMs"/>; null where none does.</summary>
    public long? WaitingFrom { get; set; }

    /// <summary>The position of the last of them.</summary>
    public long? WaitingTo { get; set; }

    /// <summary>The machine's own name of this start: epochs that share it share the clock.</summary>
    public string? Boot { get; set; }

    /// <summary>The latest time of an event that is known, UTC.</summary>
    public DateTime? KnownAt { get; set; }

    /// <summary>Takes new events of the epoch, and gives those that need it a corrected time.</summary>
    /// <param name="events">In their order.</param>
    /// <param name="position">The position of the first; the others follow without holes.</param>
    /// <param name="receivedAt">When they came, UTC.</param>
    internal IReadOnlyList<IncomingEvent> Take(IReadOnlyList<IncomingEvent> events, long position, DateTime receivedAt)
    {
        var receivedMs = Ms(receivedAt);
        var isSynced = true;
        foreach (var e in events)
        {
            Listen(e, receivedMs);
            isSynced &= e.ClockSynced;
        }

        IReadOnlyList<IncomingEvent> taken = isSynced ? events : [.. events.Select((e, i) => e.ClockSynced ? e : Correct(e, position + i, receivedAt))];
        foreach (var e in taken)
        {
            if ((e.ClockSynced || StartedMs is not null) && e.At(receivedAt) is var at && !(KnownAt > at))
            {
                KnownAt = at;
            }
        }

        return taken;
    }

    /// <summary>When something happened that was stamped with an uptime, UTC: never later than it came. Null where nothing can be said.</summary>
    /// <param name="startMs">When the machine started.</param>
    /// <param name="uptimeMs">The uptime it was stamped with.</param>
    /// <param name="receivedAt">When it came.</param>
    internal static DateTime? TimeOf(long? startMs, long? uptimeMs, DateTime receivedAt) =>
        startMs + uptimeMs is { } ms && ms >= 0 && ms <= Ms(receivedAt) ? DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime : startMs is null || uptimeMs is null ? null : receivedAt;

    private void Listen(IncomingEvent e, long receivedMs)
    {
        if (e.UptimeMs is not { } uptime)
        {
            return;
        }

        LatestStartMs = LatestStartMs is { } latest && latest < receivedMs - uptime ? latest : receivedMs - uptime;
        if (e.Effect is not HealthEffect health)
        {
            return;
        }

        Boot ??= health.Boot;

        // While events wait they are all to be given times by one start; afterwards the newest word counts, for clocks drift.
        if (e.ClockSynced && (StartedMs is null || WaitingFrom is null))
        {
            StartedMs = Math.Min(Ms(e.Time), receivedMs) - uptime;
        }
    }

    private IncomingEvent Correct(IncomingEvent e, long position, DateTime receivedAt)
    {
        if (e.UptimeMs is not null && StartedMs is null)
        {
            WaitingFrom ??= position;
            WaitingTo = position;
        }

        return e with { CorrectedAt = TimeOf(StartedMs ?? LatestStartMs, e.UptimeMs, receivedAt) };
    }

    private static long Ms(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
