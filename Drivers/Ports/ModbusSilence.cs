namespace Drivers.Ports;

/// <summary>Keeps devices that do not answer from slowing the others on their line: each is asked again only after a pause.</summary>
/// <remarks>
/// After an unanswered question the pause is ten times what waiting for it cost, for each device that is silent now, at most five seconds: so all
/// the silent ones together take about a tenth of the line's time. Thread-safe.
/// </remarks>
internal sealed class ModbusSilence(TimeProvider clock)
{
    private const int PauseFactor = 10;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, (long At, TimeSpan Pause)> _silent = [];

    /// <summary>How long a device is to be left alone from now on; zero where it may be asked.</summary>
    public TimeSpan Remaining(int unit)
    {
        lock (_lock)
        {
            if (!_silent.TryGetValue(unit, out var silent))
                return TimeSpan.Zero;
            TimeSpan left = silent.Pause - clock.GetElapsedTime(silent.At);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The device said something, be it a refusal.</summary>
    public void Heard(int unit)
    {
        lock (_lock)
            _silent.Remove(unit);
    }

    /// <summary>A device did not answer within <paramref name="waited"/>.</summary>
    public void Unheard(int unit, TimeSpan waited)
    {
        lock (_lock)
        {
            _silent.Remove(unit);
            TimeSpan pause = waited * PauseFactor * (_silent.Count + 1);
            _silent[unit] = (clock.GetTimestamp(), pause < s_longest ? pause : s_longest);
        }
    }
}
