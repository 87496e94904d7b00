namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Milliseconds that never step, over restarts too, for the samples; and the way back to the gateway's clock.</summary>
/// <remarks>
/// The gateway's clock may be set while it runs, and a box without a battery boots in 1970. A sample's time is moved by what that clock is off now, and is
/// never later than now. So a step costs at most the samples that were on their way.
/// </remarks>
internal sealed class ShelfClock
{
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly long _base;

    /// <summary>Goes on after <paramref name="last"/>, the last moment that was kept; 0 where none was.</summary>
    public ShelfClock(TimeProvider clock, long last)
    {
        (_clock, _startedAt) = (clock, clock.GetTimestamp());
        _base = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), last + 1);
    }

    /// <summary>Now, in milliseconds of this clock.</summary>
    public long Now => _base + (long)_clock.GetElapsedTime(_startedAt).TotalMilliseconds;

    /// <summary>A moment of the gateway's clock on this one.</summary>
    public long Of(DateTimeOffset time)
    {
        var now = Now;
        return Math.Min(now, now + (long)(time - _clock.GetUtcNow()).TotalMilliseconds);
    }

    /// <summary>A moment of this clock on the gateway's.</summary>
    public DateTimeOffset At(long ms) => _clock.GetUtcNow() + TimeSpan.FromMilliseconds(ms - Now);
}
