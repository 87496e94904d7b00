using System.Threading.Channels;

namespace Simulators.Printers;

/// <summary>A virtual printer as a stream in this process, without any port: writing waits while the printer takes nothing, reading waits for answers.</summary>
/// <remarks>Disposing it is hanging up. Answers beyond a thousand unread ones are dropped.</remarks>
internal sealed class VirtualPrinterStream : Stream, IPrinterWire
{
    private readonly VirtualPrinter _printer;
    private readonly CancellationTokenSource _broken = new();

    /// <summary>Full: the newest answer is dropped, as nobody reads.</summary>
    private readonly Channel<byte[]> _answers = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    private byte[] _rest = [];
    private WireBreak? _how;

    /// <summary>Connects.</summary>
    public VirtualPrinterStream(VirtualPrinter printer)
    {
        _printer = printer;
        printer.Attach(this);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public void Send(byte[] bytes) => _answers.Writer.TryWrite(bytes);

    /// <inheritdoc/>
    public void Break(WireBreak how)
    {
        _how = how;
        _answers.Writer.TryComplete(new IOException(how == WireBreak.Reset ? "connection reset" : "connection closed"));

        // Not here: what waits for it would run under the printer's lock.
        _ = _broken.CancelAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.Length == 0)
        {
            try
            {
                _rest = await _answers.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException gone)
            {
                throw new IOException("the virtual printer broke the connection", gone);
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.AsSpan(0, count).CopyTo(buffer.Span);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_how is not null)
            {
                throw new IOException("the virtual printer broke the connection");
            }

            var taken = _printer.Receive(buffer.Span);
            buffer = buffer[taken..];
            if (taken == 0)
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _broken.Token);
                try
                {
                    await _printer.WhenRoomAsync().WaitAsync(either.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new IOException("the virtual printer broke the connection");
                }
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _printer.Detach(this);
            _answers.Writer.TryComplete(new IOException("closed"));
        }

        base.Dispose(disposing);
    }
}
