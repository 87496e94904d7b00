using System.Diagnostics.CodeAnalysis;

namespace Drivers.Printers;

/// <summary>Takes in what a printer says all the time, also while a job is sent, so that nothing stays lying in the way.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed asynchronously.")]
internal sealed class AnswerInbox : IAsyncDisposable
{
    /// <summary>What is kept of unread answers; a printer that says more has lost its mind, and the oldest goes.</summary>
    private const int MostBytes = 4096;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<byte> _bytes = [];
    private readonly PrinterLink _link;
    private readonly Task _reading;
    private TaskCompletionSource _arrived = NewSignal();
    private IOException? _failure;

    /// <summary>Begins to read.</summary>
    public AnswerInbox(PrinterLink link)
    {
        _link = link;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Why the way is gone; null while it is not.</summary>
    public IOException? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>Takes what is there, which may be nothing.</summary>
    /// <exception cref="IOException">Nothing is there and the way is gone.</exception>
    public byte[] Take()
    {
        lock (_gate)
        {
            if (_bytes.Count == 0 && _failure is not null)
                throw new IOException(_failure.Message, _failure);
            byte[] bytes = [.. _bytes];
            _bytes.Clear();
            if (_failure is null)
                _arrived = _arrived.Task.IsCompleted ? NewSignal() : _arrived;
            return bytes;
        }
    }

    /// <summary>Waits until something is there or the way is gone.</summary>
    /// <returns>False where the time was over before.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task arrived;
        lock (_gate)
        {
            if (_bytes.Count > 0 || _failure is not null)
                return true;
            arrived = _arrived.Task;
        }
        try
        {
            // A part of a millisecond would be no wait at all, and whoever polls until a moment would spin until it comes.
            var whole = TimeSpan.FromMilliseconds(Math.Ceiling(limit.TotalMilliseconds));
            await arrived.WaitAsync(whole > TimeSpan.Zero ? whole : TimeSpan.Zero, clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Stops reading.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _end.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        var buffer = new byte[256];
        try
        {
            while (true)
            {
                int count = await _link.ReadAsync(buffer, _end.Token).ConfigureAwait(false);
                lock (_gate)
                {
                    _bytes.AddRange(buffer.AsSpan(0, count));
                    if (_bytes.Count > MostBytes)
                        _bytes.RemoveRange(0, _bytes.Count - MostBytes);
                    _arrived.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closed from this side.
        }
        catch (IOException gone)
        {
            lock (_gate)
            {
                _failure = gone;
                _arrived.TrySetResult();
            }
        }
    }
}
