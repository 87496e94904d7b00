using System.Collections.Concurrent;

namespace Core.Tests.Devices;

/// <summary>Writes down how long every timer is asked to wait, in seconds.</summary>
internal sealed class RecordingClock(TimeProvider clock, ConcurrentQueue<double> waits) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waits.Enqueue(dueTime.TotalSeconds);
        return clock.CreateTimer(callback, state, dueTime, period);
    }
}
