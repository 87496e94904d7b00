namespace Simulators.Line;

/// <summary>The clock of a modelled line: stands still until it is set. Nothing fires by itself; timers are not to be had from it.</summary>
internal sealed class ModelClock : TimeProvider
{
    private static readonly DateTimeOffset s_epoch = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Time since the start.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>Nanoseconds since the start.</summary>
    public long Nanoseconds => Now.Ticks * 100;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => s_epoch + Now;
}
