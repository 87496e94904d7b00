namespace EdgeGateway.Core.Printing;

/// <summary>A picture of black and white dots, as a print head sees it.</summary>
public sealed class MonoBitmap
{
    private readonly byte[] _rows;

    /// <summary>Takes over the rows, without a copy.</summary>
    /// <param name="width">Dots a row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 65535.</param>
    /// <param name="rows">Row after row, each of <see cref="Stride"/> bytes, leftmost dot in the highest bit, 1 is black; the spare bits of a row are 0.</param>
    /// <exception cref="ArgumentException">The sizes are out of range, or the bytes are not as many as they need.</exception>
    public MonoBitmap(int width, int height, byte[] rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 65535);
        Width = width;
        Height = height;
        if (rows.Length != Stride * height)
        {
            throw new ArgumentException($"{width} x {height} dots need {Stride * height} bytes; {rows.Length} came.", nameof(rows));
        }

        _rows = rows;
    }

    /// <summary>Dots a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes a row.</summary>
    public int Stride => (Width + 7) / 8;

    /// <summary>All rows.</summary>
    public ReadOnlyMemory<byte> Rows => _rows;

    /// <summary>Whether a dot is black.</summary>
    public bool IsBlack(int x, int y) => (_rows[(y * Stride) + (x >> 3)] & (0x80 >> (x & 7))) != 0;
}
