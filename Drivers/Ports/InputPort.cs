namespace Drivers.Ports;

/// <summary>The events of an input device as a <see cref="Stream"/> that is only read. Cancellable; an unplugged device is an <see cref="IOException"/>.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1710", Justification = "A port is the field's word; that it is a stream is how it is read.")]
internal sealed class InputPort(InputFile file) : PortStream
{
    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = file.Read(buffer.Span);
            if (count > 0)
                return count;
            short seen = await PortPoller.Shared.WaitAsync(file, Libc.PollIn, cancellationToken).ConfigureAwait(false);
            if ((seen & Libc.PollIn) == 0)
                throw file.IsShut ? file.Shut() : PortErrors.Gone(file.Path, 0);
        }
        return 0;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("An input device is only read.");

    /// <inheritdoc/>
    public override void DiscardInput()
    {
        Span<byte> nowhere = stackalloc byte[512];
        while (file.Read(nowhere) > 0)
        {
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
