namespace Drivers.Shelves;

/// <summary>Paces a poll by the clock, so that the time an answer takes does not slow the rate. What is late is not made up for.</summary>
/// <remarks>Polls of the same interval fall together on multiples of it: a processor that wakes ten times a second for sixty plates uses a fraction of
/// what six hundred wake-ups cost.</remarks>
internal sealed class PollPace
{
    private readonly TimeProvider _clock;
    private readonly long _period;
    private long _due;

    public PollPace(TimeSpan interval, TimeProvider clock)
    {
        (_clock, _period) = (clock, (long)(interval.TotalSeconds * clock.TimestampFrequency));
        _due = BeatBefore(clock.GetTimestamp());
    }

    /// <summary>How long it is until the next poll, which this counts as begun; zero where it is late.</summary>
    public TimeSpan Next()
    {
        long now = _clock.GetTimestamp();
        _due += _period;
        if (_due > now)
            return _clock.GetElapsedTime(now, _due);
        _due = BeatBefore(now);
        return TimeSpan.Zero;
    }

    /// <summary>Waits until the next poll is due; not at all where it is late.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Next() is { Ticks: > 0 } left)
            await Task.Delay(left, _clock, cancellationToken).ConfigureAwait(false);
    }

    private long BeatBefore(long now) => now - (now % _period);
}
