using EdgeGateway.Core.Printing.Documents.Composing;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>Dots to paint a block on. A letter may reach beyond its block, as marks above capitals do; what lies beyond the sheet is cut off.</summary>
/// <param name="rows">The sheet: row after row in whole bytes, leftmost dot in the highest bit, 1 is black.</param>
/// <param name="width">Dots a row.</param>
/// <param name="top">The row at which the block begins.</param>
internal readonly ref struct Paper(Span<byte> rows, int width, int top)
{
    private readonly Span<byte> _rows = rows;
    private readonly int _stride = (width + 7) / 8;
    private readonly int _height = rows.Length / ((width + 7) / 8);

    /// <summary>Paints a rectangle.</summary>
    public void Fill(DotRectangle place, bool black)
    {
        for (var y = Math.Max(0, top + place.Y); y < Math.Min(_height, top + place.Y + place.Height); y++)
        {
            for (var x = Math.Max(0, place.X); x < Math.Min(width, place.X + place.Width); x++)
            {
                Set(x, y, black);
            }
        }
    }

    /// <summary>Paints a letter: every dot that it covers by more than what <see cref="Dots.Threshold"/> leaves white.</summary>
    /// <param name="letter">It.</param>
    /// <param name="left">Its leftmost dots.</param>
    /// <param name="highest">Its topmost row, in the block.</param>
    /// <param name="black">Black, or white.</param>
    public void Put(Letter letter, int left, int highest, bool black)
    {
        var least = black ? 256 - Dots.Threshold : Dots.Threshold;
        for (var at = 0; at < letter.Coverage.Length; at++)
        {
            var (x, y) = (left + (at % letter.Width), top + highest + (at / letter.Width));
            if (letter.Coverage[at] >= least && x >= 0 && x < width && y >= 0 && y < _height)
            {
                Set(x, y, black);
            }
        }
    }

    private void Set(int x, int y, bool black)
    {
        ref var dots = ref _rows[(y * _stride) + (x >> 3)];
        dots = black ? (byte)(dots | (0x80 >> (x & 7))) : (byte)(dots & ~(0x80 >> (x & 7)));
    }
}
