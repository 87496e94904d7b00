using System.Numerics;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Puts "副本 DUPLICATE" on a document, whatever its template: on a roll above everything, on a label where it covers the least.</summary>
/// <remarks>The words are dots drawn once from Noto Sans CJK (SIL Open Font License), so that no font and no template can leave them out.</remarks>
internal static class DuplicateMark
{
    private const int WordsStride = 26;
    private const int WordsHeight = 30;

    /// <summary>Bytes of a row that hold the first word alone, for labels too narrow for both.</summary>
    private const int ShortStride = 8;

    private const int Frame = 2;

    private static readonly byte[] s_words = Convert.FromBase64String(
        ""
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAcAAAAAAAAAAAAAAAAAAAAAAAAAAAB//gcABwAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAH/+BwAHAAAAAAAAAAAAAAAAAAAAAAAAAAAAf/5nAAcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAOcABwAAD/gDwHg/8B4APAD8AfB//x/+AD/85wAHAAAP/gPAeD"
        + "/8HgA8A/4B+H//H/4AP/znH///wA//A8B4P/4eADwH/wH4f/8f/gA//Ocf///ADw+DwHg8Hh4APA+PA/gD4B4AADgc5x///8APB8PAeDwPHgA8HwIDvAPAHgAAOBznAH/w"
        + "AA8Dw8B4PA8eADweAAO8A8AeAAA//OcAd3AADwPDwHg8Dx4APDwAB5wDwB4AAD/85wD3eAAPA+PAeDwfHgA8PAAHngPAHgAAAADnAOc4AA8B48B4PD4eADw8AAceA8Af/A"
        + "AAAOcB5zwADwHjwHg//h4APDwADw4DwB/8AH/+5wPHHAAPAePAeD/8HgA8PAAPDwPAH/wAf/7nA8ceAA8D48B4P/AeADw8AA//A8AeAAB//ucHhw8ADwPDwHg8AB4APDwA"
        + "H/8DwB4AAHGO5w8HD4APA8HgeDwAHgA8HgAf/4PAHgAAf/7nH///wA8HweD4PAAeADwfAh4Hg8AeAAB//gcf///ADx+B+/A8AB4APA/PPAeDwB4AAHPOBx3//YAP/wD/8D"
        + "wAH/48D/+8B8PAH/4AcY4HAAcAAA/+AH/gPAAf/jwD/zwDw8Af/gB//gcABwAAD/gAP4A8AB/+PAD8eAPDwB/+AH/+fwAHAAAAAAAAAAAAAAAAAAAAAAAAAAAAf/5+AAcA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAwAHwABwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

    /// <summary>The document with the mark.</summary>
    /// <exception cref="PrintDocumentException">The label is too small for the mark; without it, it is not printed.</exception>
    public static PrintDocument On(PrintDocument document, PrinterProfile profile)
    {
        if (document.LabelHeightDots is not null)
        {
            return OnLabel(document);
        }

        var mark = Framed(WordsStride * 8 <= profile.DotsPerLine - (2 * Frame) ? WordsStride : ShortStride, profile.DotsPerInch >= 300 ? 2 : 1, profile.DotsPerLine);
        return document with { Parts = [new RasterPart(mark), new FeedPart(8), .. document.Parts] };
    }

    private static PrintDocument OnLabel(PrintDocument document)
    {
        var parts = document.Parts.ToArray();
        var best = -1;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is RasterPart part && (best < 0 || part.Bitmap.Height > ((RasterPart)parts[best]).Bitmap.Height))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return document with { Parts = [new RasterPart(Framed(ShortStride, 1, (ShortStride * 8) + (2 * Frame))), .. document.Parts] };
        }

        parts[best] = new RasterPart(Over(((RasterPart)parts[best]).Bitmap));
        return document with { Parts = parts };
    }

    /// <summary>The picture with the mark where it covers the fewest black dots.</summary>
    private static MonoBitmap Over(MonoBitmap bitmap)
    {
        var stride = bitmap.Width >= (WordsStride + 1) * 8 ? WordsStride : ShortStride;
        var (width, height) = (stride + 1, WordsHeight + (2 * Frame));
        if (bitmap.Width / 8 < width || bitmap.Height < height)
        {
            throw new PrintDocumentException($"a label of {bitmap.Width} x {bitmap.Height} dots has no room for the mark of a duplicate, {width * 8} x {height}");
        }

        var source = bitmap.Rows.Span;
        var (bestX, bestY, least) = (0, 0, int.MaxValue);
        for (var y = 0; y + height <= bitmap.Height; y += 2)
        {
            for (var x = 0; x + width <= bitmap.Width / 8; x++)
            {
                var black = 0;
                for (var row = y; row < y + height && black < least; row++)
                {
                    foreach (var dots in source.Slice((row * bitmap.Stride) + x, width))
                    {
                        black += BitOperations.PopCount(dots);
                    }
                }

                if (black < least)
                {
                    (bestX, bestY, least) = (x, y, black);
                }
            }
        }

        var rows = source.ToArray();
        var mark = Framed(stride, 1, width * 8);
        for (var row = 0; row < height; row++)
        {
            mark.Rows.Span.Slice(row * mark.Stride, width).CopyTo(rows.AsSpan(((bestY + row) * bitmap.Stride) + bestX));
        }

        return new MonoBitmap(bitmap.Width, bitmap.Height, rows);
    }

    /// <summary>The words in a frame, in the middle of a line of so many dots.</summary>
    private static MonoBitmap Framed(int stride, int scale, int lineWidth)
    {
        var (width, height) = (((stride * 8) + (2 * Frame)) * scale, (WordsHeight + (2 * Frame)) * scale);
        if (width > lineWidth)
        {
            return Framed(stride, 1, Math.Max(lineWidth, (stride * 8) + (2 * Frame)));
        }

        var rows = new byte[(lineWidth + 7) / 8 * height];
        var (left, lineStride) = ((lineWidth - width) / 2, (lineWidth + 7) / 8);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (wordX, wordY) = ((x / scale) - Frame, (y / scale) - Frame);
                var isFrame = wordX < 0 || wordY < 0 || wordX >= stride * 8 || wordY >= WordsHeight;
                if (isFrame || (s_words[(wordY * WordsStride) + (wordX >> 3)] & (0x80 >> (wordX & 7))) != 0)
                {
                    rows[(y * lineStride) + ((left + x) >> 3)] |= (byte)(0x80 >> ((left + x) & 7));
                }
            }
        }

        return new MonoBitmap(lineWidth, height, rows);
    }
}
