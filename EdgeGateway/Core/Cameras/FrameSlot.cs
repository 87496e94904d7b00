namespace EdgeGateway.Core.Cameras;

/// <summary>Between a camera and who looks at it: room for one frame. The newest wins; one that nobody took is overwritten. One writer, one reader.</summary>
public sealed class FrameSlot : IDisposable
{
    private readonly SemaphoreSlim _there = new(0, 1);
    private CameraFrame? _frame;
    private long _dropped;

    /// <summary>How many frames gave way to a newer one.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Puts a frame in and takes charge of it.</summary>
    public void Put(CameraFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (Interlocked.Exchange(ref _frame, frame) is { } old)
        {
            Interlocked.Increment(ref _dropped);
            old.Dispose();
            return;
        }

        _there.Release();
    }

    /// <summary>Waits for a frame; whoever takes it disposes it.</summary>
    public async ValueTask<CameraFrame> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _there.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _frame, null) is { } frame)
            {
                return frame;
            }
        }
    }

    /// <summary>Overwrites a frame that nobody took.</summary>
    public void Clear() => Interlocked.Exchange(ref _frame, null)?.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        _there.Dispose();
    }
}
