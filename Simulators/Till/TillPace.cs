namespace Simulators.Till;

/// <summary>Deals out work to the cashiers at the plan's rate. Thread-safe.</summary>
/// <remarks>After an outage the backlog is forgotten, as at a till: people have waited, they do not come twice.</remarks>
internal sealed class TillPace(TillPlan plan, TimeProvider clock)
{
    private static readonly TimeSpan s_longestBacklog = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _dealt;
    private long _dueAt = clock.GetTimestamp();

    /// <summary>Waits for the next request's time.</summary>
    /// <returns>How many events it is to carry; 0 where there is no more to do or the token stopped it.</returns>
    public async Task<int> NextAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }

        var (count, wait) = Deal();
        if (wait > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return 0;
            }
        }

        return count;
    }

    private (int Count, TimeSpan Wait) Deal()
    {
        lock (_gate)
        {
            var count = (int)Math.Min(plan.Batch, (plan.Count ?? long.MaxValue) - _dealt);
            if (count <= 0)
            {
                return (0, TimeSpan.Zero);
            }

            _dealt += count;
            if (plan.Rate <= 0)
            {
                return (count, TimeSpan.Zero);
            }

            var behind = clock.GetElapsedTime(_dueAt);
            if (behind > s_longestBacklog)
            {
                _dueAt = clock.GetTimestamp();
                behind = TimeSpan.Zero;
            }

            _dueAt += (long)(count / plan.Rate * clock.TimestampFrequency);
            return (count, -behind);
        }
    }
}
