namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>How fast one webhook may be told: so many messages in any minute, and nothing while it wants to be left alone. One caller at a time.</summary>
internal sealed class WebhookPace(int perMinute, TimeProvider clock)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _sent = new();
    private long _limitedAt;
    private TimeSpan _limitedFor;

    /// <summary>How long to wait before the next message.</summary>
    public TimeSpan Wait()
    {
        while (_sent.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= s_window)
        {
            _sent.Dequeue();
        }

        var window = _sent.Count < perMinute ? TimeSpan.Zero : s_window - clock.GetElapsedTime(_sent.Peek());
        var limited = _limitedFor - clock.GetElapsedTime(_limitedAt);
        return window > limited ? window : limited > TimeSpan.Zero ? limited : TimeSpan.Zero;
    }

    /// <summary>A message is sent now.</summary>
    public void Sent() => _sent.Enqueue(clock.GetTimestamp());

    /// <summary>The other side wants nothing for so long.</summary>
    public void Limit(TimeSpan wait) => (_limitedAt, _limitedFor) = (clock.GetTimestamp(), wait);
}
