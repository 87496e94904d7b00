namespace EdgeGateway.Core.Outbox;

/// <summary>Wakes those who wait for the next commit. Costs the writer nothing while nobody waits.</summary>
internal sealed class MoreSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _more;

    /// <summary>Completes at once where <paramref name="there"/> says so, else at the next <see cref="Set"/>.</summary>
    public Task WaitAsync(Func<bool> there, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (there())
            {
                return Task.CompletedTask;
            }

            _more ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _more.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Wakes all who wait.</summary>
    public void Set()
    {
        TaskCompletionSource? more;
        lock (_gate)
        {
            more = _more;
            _more = null;
        }

        more?.SetResult();
    }
}
