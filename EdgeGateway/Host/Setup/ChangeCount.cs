namespace EdgeGateway.Host.Setup;

/// <summary>Counts changes, and lets others wait for the next one. Thread-safe.</summary>
internal sealed class ChangeCount
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();
    private long _count = 1;

    /// <summary>Something has changed.</summary>
    public void Bump()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _count++;
            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
    }

    /// <summary>Waits until the count is above <paramref name="seen"/>.</summary>
    public async Task<long> WaitAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_count > seen)
                {
                    return _count;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
