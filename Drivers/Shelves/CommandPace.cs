using System.Collections.Concurrent;

namespace Drivers.Shelves;

/// <summary>Lets at most one command in ten seconds through to a transmitter, over all openings of its port: some makers keep zero and tare in a
/// memory that wears out. Thread-safe; one entry a transmitter.</summary>
internal sealed class CommandPace
{
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>The one of this process.</summary>
    public static CommandPace Shared { get; } = new();

    /// <summary>Takes the turn of a transmitter.</summary>
    /// <returns>Null, or how long it is until the next turn.</returns>
    public TimeSpan? Take(string transmitter, TimeProvider clock)
    {
        long now = clock.GetTimestamp();
        long taken = _last.AddOrUpdate(transmitter, now, (_, last) => clock.GetElapsedTime(last, now) >= s_apart ? now : last);
        return taken == now ? null : s_apart - clock.GetElapsedTime(taken, now);
    }
}
