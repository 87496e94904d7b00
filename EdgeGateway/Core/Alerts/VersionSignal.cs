namespace EdgeGateway.Core.Alerts;

/// <summary>Counts changes and wakes those who wait for the next one. Thread-safe.</summary>
internal sealed class VersionSignal(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _value;

    /// <summary>Changes so far.</summary>
    public long Value
    {
        get
        {
            lock (_gate)
            {
                return _value;
            }
        }
    }

    /// <summary>One more.</summary>
    public void Bump()
    {
        lock (_gate)
        {
            _value++;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until there are more than <paramref name="seen"/>, or a time is over.</summary>
    public async Task WaitAsync(long seen, TimeSpan longest, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_gate)
        {
            if (_value > seen)
            {
                return;
            }

            changed = _changed.Task;
        }

        try
        {
            await changed.WaitAsync(longest, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The time is over, which is an answer too.
        }
    }
}
