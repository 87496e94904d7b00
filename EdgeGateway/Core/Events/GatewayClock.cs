namespace EdgeGateway.Core.Events;

/// <summary>
/// The gateway's wall clock: the machine's, except where that cannot be right. It never begins before the last time that was known to be good, and a jump that nothing vouches for is
/// not followed: what expires, is forgotten or is destroyed by the gateway goes by this clock, and a battery or a typing mistake is no reason to.
/// </summary>
/// <remarks>
/// Durations and timers are the machine's. What encrypts connections asks the machine and not this clock. A step is told from drift by the machine's monotonic clock. Safe for use from
/// several threads.
/// </remarks>
public sealed class GatewayClock : TimeProvider
{
    /// <summary>The longest step that is followed although nothing disciplines the clock: somebody set it by hand.</summary>
    public static readonly TimeSpan LongestStep = TimeSpan.FromDays(1);

    /// <summary>The longest time between the last good time and a start: a box is not longer in a cupboard, and a clock chip that says more has lost its battery.</summary>
    public static readonly TimeSpan LongestOff = TimeSpan.FromDays(3 * 365);

    private const long Drift = TimeSpan.TicksPerSecond;

    private readonly TimeProvider _machine;
    private readonly Func<bool> _synchronised;
    private readonly long _floor;
    private long _ahead;

    /// <summary>Begins.</summary>
    /// <param name="machine">The machine's clocks.</param>
    /// <param name="lastGood">The last time that was known to be good, or null.</param>
    /// <param name="synchronised">Whether something disciplines the machine's clock; null asks the kernel.</param>
    public GatewayClock(TimeProvider machine, DateTimeOffset? lastGood, Func<bool>? synchronised = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        (_machine, _synchronised) = (machine, synchronised ?? KernelClock.IsSynchronised);
        _floor = Math.Max(lastGood?.UtcTicks ?? 0, EventStamp.EarliestCredible.UtcTicks);
        var now = machine.GetUtcNow().UtcTicks;
        _ahead = (IsVouchedFor(now) || (now >= _floor && now - _floor <= LongestOff.Ticks) ? now : _floor) - Monotonic;
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _machine.TimestampFrequency;

    private long Monotonic => _machine.GetElapsedTime(0).Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var (now, monotonic) = (_machine.GetUtcNow().UtcTicks, Monotonic);
        var believed = Volatile.Read(ref _ahead);
        var step = now - monotonic - believed;
        if (step == 0)
        {
            return new DateTimeOffset(now, TimeSpan.Zero);
        }

        if (Math.Abs(step) <= Drift || IsVouchedFor(now) || (Math.Abs(step) <= LongestStep.Ticks && now >= _floor))
        {
            Volatile.Write(ref _ahead, now - monotonic);
            return new DateTimeOffset(now, TimeSpan.Zero);
        }

        return new DateTimeOffset(believed + monotonic, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => _machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _machine.CreateTimer(callback, state, dueTime, period);

    private bool IsVouchedFor(long now) => now >= EventStamp.EarliestCredible.UtcTicks && _synchronised();
}
