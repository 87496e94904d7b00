namespace Simulation.Disk;

/// <summary>The bytes of a file: grows by doubling, zeros where nothing was written.</summary>
internal sealed class FileBytes
{
    private byte[] _bytes = [];

    public FileBytes()
    {
    }

    public FileBytes(byte[] bytes) => (_bytes, Length) = (bytes, bytes.Length);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        var end = offset + bytes.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        }

        bytes.CopyTo(_bytes.AsSpan(offset));
        Length = Math.Max(Length, end);
    }

    public void SetLength(int length)
    {
        if (length < Length)
        {
            _bytes.AsSpan(length, Length - length).Clear();
        }
        else if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, length);
        }

        Length = length;
    }
}
