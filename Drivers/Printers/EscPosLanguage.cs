using System.Text;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Writes documents in ESC/POS. Pure: the same document, mark and settings give the same bytes.</summary>
/// <remarks>
/// A job begins with <c>ESC @</c>. Dots go in bands (<c>GS v 0</c>, or <c>GS ( L</c> functions 112 and 50), so that a small receive buffer never has to hold a
/// whole picture. A cut feeds to the cutter first (<c>GS V 65/66</c>). Where the printer says so, the job ends in its mark (<c>GS ( H</c>).
/// Source: Epson ESC/POS command reference.
/// </remarks>
internal static class EscPosLanguage
{
    private const byte Esc = 0x1B;
    private const byte Gs = 0x1D;
    private const int MostFeed = 255;

    /// <summary>The bytes of a job.</summary>
    /// <exception cref="PrintDocumentException">The document does not fit the printer.</exception>
    public static byte[] Encode(PrintDocument document, string mark, PrinterSettings settings)
    {
        JobBytes.Check(document, mark, settings.Profile);
        var job = new JobBytes();
        job.Add(Esc, (byte)'@');
        if (settings.TamesRealTime)
            job.Add(Gs, (byte)'(', (byte)'D', 3, 0, 20, 1, 0); // Dots may look like DLE DC4 1, which would open the drawer.
        foreach (PrintPart part in document.Parts)
            Write(job, part, settings);
        if (settings.TamesRealTime)
            job.Add(Gs, (byte)'(', (byte)'D', 3, 0, 20, 1, 1);
        if (settings.Profile.Status.HasFlag(StatusAnswers.ProcessId))
            job.Add(Gs, (byte)'(', (byte)'H', 6, 0, 48, 48).Add(Encoding.ASCII.GetBytes(mark));
        return job.ToArray();
    }

    private static void Write(JobBytes job, PrintPart part, PrinterSettings settings)
    {
        switch (part)
        {
            case RasterPart raster:
                Raster(job, raster.Bitmap, settings);
                break;
            case TextPart text:
                Text(job, text, settings);
                break;
            case BarcodePart { Symbology: BarcodeSymbology.Qr } code:
                Drawn(settings, code);
                Qr(job, code);
                break;
            case BarcodePart code:
                Drawn(settings, code);
                Barcode(job, code);
                break;
            case FeedPart feed:
                Feed(job, feed.Dots);
                break;
            case CutPart cut when settings.Profile.HasCutter:
                job.Add(Gs, (byte)'V', cut.Full ? (byte)65 : (byte)66, 0);
                break;
            case CutPart:
                Feed(job, settings.TearRows);
                break;
            case DrawerPart drawer:
                Drawer(job, drawer, settings);
                break;
            default:
                throw new PrintDocumentException($"{part.GetType().Name}: ESC/POS has nothing for it");
        }
    }

    private static void Raster(JobBytes job, MonoBitmap bitmap, PrinterSettings settings)
    {
        for (int row = 0; row < bitmap.Height; row += settings.Profile.RasterBandRows)
        {
            int rows = Math.Min(settings.Profile.RasterBandRows, bitmap.Height - row);
            ReadOnlySpan<byte> dots = bitmap.Rows.Span.Slice(row * bitmap.Stride, rows * bitmap.Stride);
            if (settings.StoresGraphics)
            {
                int length = 10 + dots.Length;
                job.Add(Gs, (byte)'(', (byte)'L', Low(length), High(length), 48, 112, 48, 1, 1, 49,
                    Low(bitmap.Width), High(bitmap.Width), Low(rows), High(rows)).Add(dots);
                job.Add(Gs, (byte)'(', (byte)'L', 2, 0, 48, 50);
            }
            else
            {
                job.Add(Gs, (byte)'v', (byte)'0', 0, Low(bitmap.Stride), High(bitmap.Stride), Low(rows), High(rows)).Add(dots);
            }
        }
    }

    private static void Text(JobBytes job, TextPart text, PrinterSettings settings)
    {
        if (EscPosText.NeedsLatin1(text.Lines, settings))
            job.Add(Esc, (byte)'t', (byte)settings.Latin1Page!.Value);
        if (text.Bold)
            job.Add(Esc, (byte)'E', 1);
        if (text.Scale > 1)
            job.Add(Gs, (byte)'!', (byte)((text.Scale - 1) * 0x11));
        foreach (string line in text.Lines)
        {
            EscPosText.Write(job, line, text.Scale, settings);
            job.Add((byte)'\n');
        }
        if (text.Scale > 1)
            job.Add(Gs, (byte)'!', 0);
        if (text.Bold)
            job.Add(Esc, (byte)'E', 0);
    }

    private static void Barcode(JobBytes job, BarcodePart code)
    {
        byte[] data;
        byte system;
        if (code.Symbology is BarcodeSymbology.Ean13 or BarcodeSymbology.Ean8)
        {
            data = Encoding.ASCII.GetBytes(BarcodeContent.Ean(code));
            system = code.Symbology == BarcodeSymbology.Ean13 ? (byte)67 : (byte)68;
        }
        else
        {
            bool isGs1 = code.Symbology == BarcodeSymbology.Gs1128;
            data = Code128(isGs1 ? BarcodeContent.Gs1(code) : BarcodeContent.Code128(code), isGs1);
            system = 73;
        }
        job.Add(Gs, (byte)'h', (byte)Math.Clamp(code.HeightDots, 1, 255), Gs, (byte)'w', (byte)Math.Clamp(code.ModuleDots, 1, 6), Gs, (byte)'H', 0);
        job.Add(Gs, (byte)'k', system, (byte)data.Length).Add(data);
    }

    /// <summary>Code 128 as <c>GS k</c> wants it: <c>{B</c> and <c>{C</c> choose the set, <c>{1</c> is FNC1, a brace is doubled, set C is one byte a pair.</summary>
    internal static byte[] Code128(string text, bool isGs1)
    {
        var bytes = new List<byte>();
        foreach ((bool isPairs, string run) in BarcodeContent.CodeSets(text))
        {
            bytes.AddRange(isPairs ? "{C"u8 : "{B"u8);
            if (isGs1 && bytes.Count == 2)
                bytes.AddRange("{1"u8);
            for (int at = 0; at < run.Length; at += isPairs ? 2 : 1)
            {
                if (isPairs)
                    bytes.Add((byte)(((run[at] - '0') * 10) + run[at + 1] - '0'));
                else if (run[at] == EdgeGateway.Core.Scanning.Gs1Parser.Separator)
                    bytes.AddRange("{1"u8);
                else if (run[at] == '{')
                    bytes.AddRange("{{"u8);
                else
                    bytes.Add((byte)run[at]);
            }
        }
        return [.. bytes];
    }

    private static void Qr(JobBytes job, BarcodePart code)
    {
        byte[] data = BarcodeContent.Qr(code);
        int length = data.Length + 3;
        job.Add(Gs, (byte)'(', (byte)'k', 4, 0, 49, 65, 50, 0);
        job.Add(Gs, (byte)'(', (byte)'k', 3, 0, 49, 67, (byte)Math.Clamp(code.ModuleDots, 1, 16));
        job.Add(Gs, (byte)'(', (byte)'k', 3, 0, 49, 69, 49);
        job.Add(Gs, (byte)'(', (byte)'k', Low(length), High(length), 49, 80, 48).Add(data);
        job.Add(Gs, (byte)'(', (byte)'k', 3, 0, 49, 81, 48);
    }

    private static void Feed(JobBytes job, int dots)
    {
        for (; dots > 0; dots -= Math.Min(dots, MostFeed))
            job.Add(Esc, (byte)'J', (byte)Math.Min(dots, MostFeed));
    }

    private static void Drawer(JobBytes job, DrawerPart drawer, PrinterSettings settings)
    {
        job.Add(Esc, (byte)'p', drawer.Pin == 2 ? (byte)0 : (byte)1);
        if (!settings.Profile.ShortDrawerKick)
            job.Add(25, 250);
    }

    private static void Drawn(PrinterSettings settings, BarcodePart code)
    {
        if (!settings.Profile.DrawsBarcodes)
            throw new PrintDocumentException($"'{code.Data}': this printer's profile leaves bar codes to dots (profile.barcodes); render it as a picture");
    }

    private static byte Low(int number) => (byte)(number & 0xFF);

    private static byte High(int number) => (byte)((number >> 8) & 0xFF);
}
