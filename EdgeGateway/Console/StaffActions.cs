using EdgeGateway.Core.Alerts;

namespace EdgeGateway.Console;

/// <summary>Actions of phones by their ids: one that a phone sends again, because its answer was lost on the way, is not done again.</summary>
/// <param name="most">How many are remembered.</param>
internal sealed class StaffActions(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Staff, Guid Id), Task<AlertOutcome>> _done = [];
    private readonly Queue<(string Staff, Guid Id)> _order = new();

    /// <summary>Does an action, or gives the answer of the first time. One that threw, or that the disk refused, is done again.</summary>
    public async Task<AlertOutcome> OnceAsync(string staff, Guid? id, Func<Task<AlertOutcome>> doAsync)
    {
        if (id is not { } known)
        {
            return await doAsync();
        }

        var key = (staff, known);
        var began = new TaskCompletionSource<AlertOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<AlertOutcome>? before;
        lock (_gate)
        {
            if (!_done.TryGetValue(key, out before))
            {
                if (_order.Count == most)
                {
                    _done.Remove(_order.Dequeue());
                }

                _done[key] = began.Task;
                _order.Enqueue(key);
            }
        }

        if (before is not null)
        {
            return await before;
        }

        try
        {
            var answer = await doAsync();
            if (answer.Result == AlertResult.Unavailable)
            {
                Forget(key);
            }

            began.SetResult(answer);
            return answer;
        }
        catch (Exception e)
        {
            Forget(key);
            began.SetException(e);
            _ = began.Task.Exception;
            throw;
        }
    }

    private void Forget((string Staff, Guid Id) key)
    {
        lock (_gate)
        {
            _done.Remove(key);
        }
    }
}
