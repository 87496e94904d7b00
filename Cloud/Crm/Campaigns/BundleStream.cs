namespace Cloud.Crm.Campaigns;

/// <summary>A bundle's bytes out of the database, one piece in memory at a time; can be begun anywhere.</summary>
internal sealed class BundleStream(BundleTable table, string hash, long size) : Stream
{
    private int _piece = -1;
    private byte[] _content = [];

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => size;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= size)
        {
            return 0;
        }

        var piece = (int)(Position / BundleTable.PieceSize);
        if (piece != _piece)
        {
            (_content, _piece) = (await table.PieceAsync(hash, piece, cancellationToken), piece);
        }

        var from = _content.AsMemory((int)(Position % BundleTable.PieceSize));
        var count = Math.Min(buffer.Length, from.Length);
        from[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("it is read asynchronously only");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => size + offset };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
