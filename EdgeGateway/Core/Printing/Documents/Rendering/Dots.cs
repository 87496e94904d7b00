using EdgeGateway.Core.Printing.Documents.Composing;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>Turns a grey picture into black and white dots. Pure.</summary>
internal static class Dots
{
    /// <summary>Text is black below this, of 255: a little above the middle, so that thin strokes hold together.</summary>
    public const int Threshold = 150;

    private const int Side = 8;

    /// <summary>The 8 x 8 Bayer matrix.</summary>
    private static readonly byte[] s_bayer =
    [
        0, 32, 8, 40, 2, 34, 10, 42, 48, 16, 56, 24, 50, 18, 58, 26, 12, 44, 4, 36, 14, 46, 6, 38, 60, 28, 52, 20, 62, 30, 54, 22,
        3, 35, 11, 43, 1, 33, 9, 41, 51, 19, 59, 27, 49, 17, 57, 25, 15, 47, 7, 39, 13, 45, 5, 37, 63, 31, 55, 23, 61, 29, 53, 21,
    ];

    /// <summary>Takes over a picture.</summary>
    /// <param name="pixels">Four bytes a pixel: blue, green, red, nothing.</param>
    /// <param name="stride">Bytes a row.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="dithered">Where grey is made of dots by an ordered pattern; elsewhere every pixel is black or white by itself.</param>
    public static MonoBitmap Of(ReadOnlySpan<byte> pixels, int stride, int width, int height, IReadOnlyList<DotRectangle> dithered)
    {
        var rows = new byte[(width + 7) / 8 * height];
        for (var y = 0; y < height; y++)
        {
            var from = pixels.Slice(y * stride, width * 4);
            var to = rows.AsSpan((width + 7) / 8 * y, (width + 7) / 8);
            for (var x = 0; x < width; x++)
            {
                if (Luminance(from.Slice(x * 4, 3)) < (IsDithered(x, y, dithered) ? (s_bayer[(y % Side * Side) + (x % Side)] * 4) + 2 : Threshold))
                {
                    to[x >> 3] |= (byte)(0x80 >> (x & 7));
                }
            }
        }

        return new MonoBitmap(width, height, rows);
    }

    /// <summary>Rec. 601 in whole numbers, 0 to 255.</summary>
    private static int Luminance(ReadOnlySpan<byte> pixel) => ((pixel[0] * 29) + (pixel[1] * 150) + (pixel[2] * 77)) >> 8;

    private static bool IsDithered(int x, int y, IReadOnlyList<DotRectangle> dithered)
    {
        foreach (var place in dithered)
        {
            if (x >= place.X && x < place.X + place.Width && y >= place.Y && y < place.Y + place.Height)
            {
                return true;
            }
        }

        return false;
    }
}
