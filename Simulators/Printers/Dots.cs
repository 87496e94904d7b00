namespace Simulators.Printers;

/// <summary>Rows of dots being drawn.</summary>
internal sealed class Dots(int width, int height)
{
    private readonly byte[] _rows = new byte[((width + 7) / 8) * height];

    /// <summary>Dots a row.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Whether something was to be drawn beyond the edge.</summary>
    public bool WasClipped { get; private set; }

    private int Stride => (width + 7) / 8;

    /// <summary>Blackens one dot; beyond the edge it is lost.</summary>
    public void Set(int x, int y)
    {
        if (x < 0 || y < 0 || x >= width || y >= height)
        {
            WasClipped = true;
            return;
        }

        _rows[(y * Stride) + (x >> 3)] |= (byte)(0x80 >> (x & 7));
    }

    /// <summary>Blackens a box.</summary>
    public void Box(int x, int y, int boxWidth, int boxHeight)
    {
        for (var row = y; row < y + boxHeight; row++)
        {
            for (var column = x; column < x + boxWidth; column++)
            {
                Set(column, row);
            }
        }
    }

    /// <summary>Draws packed rows, leftmost dot in the highest bit, 1 is black.</summary>
    public void Bits(int x, int y, int bytesPerRow, ReadOnlySpan<byte> bits)
    {
        for (var index = 0; index < bits.Length; index++)
        {
            for (var bit = 0; bits[index] != 0 && bit < 8; bit++)
            {
                if ((bits[index] & (0x80 >> bit)) != 0)
                {
                    Set(x + (index % bytesPerRow * 8) + bit, y + (index / bytesPerRow));
                }
            }
        }
    }

    /// <summary>Draws bars, one character a module: 1 is black.</summary>
    public void Bars(int x, int y, string modules, int moduleWidth, int barHeight)
    {
        for (var index = 0; index < modules.Length; index++)
        {
            if (modules[index] == '1')
            {
                Box(x + (index * moduleWidth), y, moduleWidth, barHeight);
            }
        }
    }

    /// <summary>
    /// Draws a character as a pattern of blocks that only this character has: a virtual printer has no font, and what was written is kept as text.
    /// </summary>
    public void Glyph(int x, int y, int cellWidth, int cellHeight, int code)
    {
        var pattern = unchecked(((uint)code * 2654435761u) ^ (uint)code) | 1;
        if (code == ' ')
        {
            return;
        }

        var (blockWidth, blockHeight) = (cellWidth / 5, cellHeight / 6);
        for (var block = 0; block < 20; block++)
        {
            if ((pattern >> block & 1) == 1)
            {
                Box(x + (block % 4 * blockWidth), y + (block / 4 * blockHeight), blockWidth, blockHeight);
            }
        }
    }

    /// <summary>The rows, empty ones as null.</summary>
    public List<byte[]?> ToRows()
    {
        var rows = new List<byte[]?>(height);
        for (var y = 0; y < height; y++)
        {
            var row = _rows.AsSpan(y * Stride, Stride);
            rows.Add(row.IndexOfAnyExcept((byte)0) < 0 ? null : row.ToArray());
        }

        return rows;
    }
}
