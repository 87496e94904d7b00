namespace Cloud.Crm.Demo;

/// <summary>A clock that is set from moment to moment of the demonstration year, and moves on by a millisecond each time it is read: what is written later is later.</summary>
/// <param name="start">Where it begins, UTC.</param>
internal sealed class DemoClock(DateTime start) : TimeProvider
{
    private long _ticks = start.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>Sets it on to a moment; one that is past leaves it where it is.</summary>
    internal void Set(DateTime utc) => _ticks = Math.Max(_ticks, utc.Ticks);
}
