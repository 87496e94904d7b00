using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Where the parts of a document stand on a label: one below the other.</summary>
internal sealed record LabelLayout(int WidthDots, int HeightDots, IReadOnlyList<(int Y, PrintPart Part)> Parts)
{
    /// <summary>Height of a line of the printer's own font at its usual size.</summary>
    public const int LineDots = 30;

    private const int MostDots = 32000;

    /// <summary>Places the parts.</summary>
    /// <exception cref="PrintDocumentException">They do not fit.</exception>
    public static LabelLayout Of(PrintDocument document, PrinterProfile profile)
    {
        var placed = new List<(int Y, PrintPart Part)>();
        int y = 0;
        foreach (PrintPart part in document.Parts)
        {
            placed.Add((y, part));
            y += part switch
            {
                RasterPart raster => raster.Bitmap.Height,
                TextPart text => text.Lines.Count * text.Scale * LineDots,
                BarcodePart { Symbology: BarcodeSymbology.Qr } code => QrDots(code),
                BarcodePart code => code.HeightDots,
                FeedPart feed => feed.Dots,
                _ => 0,
            };
        }
        int height = document.LabelHeightDots ?? y;
        if (y > height)
            throw new PrintDocumentException($"{document.Name}: is {y} dots high; the label has {height}");
        if (height is < 1 or > MostDots)
            throw new PrintDocumentException($"{document.Name}: a label is 1 to {MostDots} dots high; this one is {height}");
        return new LabelLayout(document.LabelWidthDots ?? profile.DotsPerLine, height, placed);
    }

    /// <summary>The most a QR code of this content needs: its modules grow with the bytes (ISO/IEC 18004: 4 modules a version, version 40 has 177).</summary>
    private static int QrDots(BarcodePart code) => Math.Min(177, 25 + (System.Text.Encoding.UTF8.GetByteCount(code.Data) / 2)) * code.ModuleDots;
}
