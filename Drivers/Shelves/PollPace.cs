namespace Drivers.Shelves;

/// <summary>Paces a poll by the clock, so that the time an answer takes does not slow the rate. What is late is not made up for.</summary>
internal sealed class PollPace(TimeSpan interval, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();
    private long _polls;

    /// <summary>Waits until the next poll is due; not at all where it is late.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TimeSpan sinceStart = clock.GetElapsedTime(_start);
        _polls = Math.Max(_polls + 1, sinceStart.Ticks / interval.Ticks);
        TimeSpan left = (interval * _polls) - sinceStart;
        if (left > TimeSpan.Zero)
            await Task.Delay(left, clock, cancellationToken).ConfigureAwait(false);
    }
}
