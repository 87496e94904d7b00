namespace Cloud.Uplink;

/// <summary>Wakes the one loop of a session; several sets before it looks are one.</summary>
internal sealed class WakeSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>To be called before looking at what may have happened.</summary>
    /// <returns>Completes at the next <see cref="Set"/>.</returns>
    internal Task Reset()
    {
        lock (_gate)
        {
            if (_set.Task.IsCompleted)
            {
                _set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _set.Task;
        }
    }

    /// <summary>Any thread.</summary>
    internal void Set()
    {
        lock (_gate)
        {
            _set.TrySetResult();
        }
    }

    /// <summary>Sets when <paramref name="task"/> ends, however it ends.</summary>
    internal void SetAfter(Task task) => task.ContinueWith(
        static (ended, state) =>
        {
            _ = ended.Exception;
            ((WakeSignal)state!).Set();
        },
        this,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
