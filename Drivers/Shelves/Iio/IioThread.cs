using System.Collections.Concurrent;

namespace Drivers.Shelves.Iio;

/// <summary>A thread of its own for one converter, whose files take up to a second to read. One question at a time.</summary>
internal sealed class IioThread : IAsyncDisposable
{
    // One device asks, and waits for the answer; the second place is for a question whose asker was cancelled.
    private readonly BlockingCollection<Action> _questions = new(2);

    public IioThread(string name) => new Thread(Run, 128 * 1024) { IsBackground = true, Name = name }.Start();

    /// <summary>Runs something on the thread.</summary>
    public async Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _questions.Add(() => Answer(question, answer), cancellationToken);
        }
        catch (InvalidOperationException) // also ObjectDisposedException
        {
            throw new IOException("the converter was closed");
        }
        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the thread after the question it is at; does not wait for that.</summary>
    public ValueTask DisposeAsync()
    {
        _questions.CompleteAdding();
        return ValueTask.CompletedTask;
    }

    private static void Answer<T>(Func<T> question, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(question());
        }
        catch (Exception failure)
        {
            answer.TrySetException(failure);
            _ = answer.Task.Exception;
        }
    }

    private void Run()
    {
        foreach (Action question in _questions.GetConsumingEnumerable())
            question();
        _questions.Dispose();
    }
}
