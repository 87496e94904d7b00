using Drivers.Ports;

namespace Simulation.Store.Scales;

/// <summary>An open serial line between one life of the gateway and a scale. It keeps as much as a kernel does, and forgets the rest.</summary>
internal sealed class ScaleLine(ScaleSite site, StoreLife life, VirtualTime time) : PortStream
{
    private const int KernelBytes = 4096;

    private readonly List<byte> _arrived = [];
    private TaskCompletionSource _more = NewSignal();
    private string? _gone;

    /// <summary>Bytes of the scale have arrived.</summary>
    public void Arrive(byte[] bytes)
    {
        if (_gone is null && !life.IsDead && _arrived.Count + bytes.Length <= KernelBytes)
        {
            _arrived.AddRange(bytes);
            _more.TrySetResult();
        }
    }

    /// <summary>The line is gone.</summary>
    public void Break(string why)
    {
        _gone ??= why;
        _more.TrySetResult();
    }

    public override void DiscardInput()
    {
        Check();
        _arrived.Clear();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_arrived.Count == 0)
        {
            Check();
            await _more.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            life.Step();
            if (life.IsDead)
            {
                await StoreLife.Never.ConfigureAwait(false);
            }

            _more = _arrived.Count > 0 || _gone is not null ? _more : NewSignal();
        }

        Check();
        var count = Math.Min(buffer.Length, _arrived.Count);
        _arrived[..count].CopyTo(buffer.Span);
        _arrived.RemoveRange(0, count);
        _more = _arrived.Count > 0 ? _more : NewSignal();
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        life.Step();
        if (!life.IsDead)
        {
            Check();
            var bytes = buffer.ToArray();
            time.After(TimeSpan.FromMilliseconds(2), () => site.Receive(bytes));
        }

        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        Break("closed");
        base.Dispose(disposing);
    }

    private void Check()
    {
        if (_gone is { } why)
        {
            throw new IOException(why);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
