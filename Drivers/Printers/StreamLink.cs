namespace Drivers.Printers;

/// <summary>A printer on a stream: a virtual one in the same process, in tests.</summary>
internal sealed class StreamLink(Stream stream, string name) : PrinterLink
{
    private const int Step = 256;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override bool MayHaveTakenSome => true;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : throw new IOException($"{name}: the connection is gone");
    }

    /// <inheritdoc/>
    public override async ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        bytes = bytes[..Math.Min(bytes.Length, Step)];
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes.Length;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => stream.DisposeAsync();
}
