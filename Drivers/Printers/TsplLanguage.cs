using System.Globalization;
using System.Text;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Writes documents in TSPL. Pure: the same document, mark and settings give the same bytes.</summary>
/// <remarks>
/// <c>SIZE</c>, <c>GAP</c>, <c>CLS</c>, a remark with the mark, the parts, <c>PRINT 1,1</c>. In <c>BITMAP</c> a 0 bit is black. Text goes in font 3 (ASCII), Chinese
/// in TSS24.BF2 where the profile says GB18030. Source: TSC TSPL/TSPL2 programming manual.
/// </remarks>
internal static class TsplLanguage
{
    /// <summary>Rows sent in one picture.</summary>
    public const int BandRows = 256;

    /// <summary>The bytes of a job.</summary>
    /// <exception cref="PrintDocumentException">The document does not fit the printer.</exception>
    public static byte[] Encode(PrintDocument document, string mark, PrinterSettings settings)
    {
        JobBytes.Check(document, mark, settings.Profile);
        var job = new JobBytes();
        foreach (DrawerPart drawer in document.Parts.OfType<DrawerPart>())
            job.Text($"CASHDRAWER {(drawer.Pin == 5 ? 1 : 0)},50,500\r\n");
        if (document.Parts.All(part => part is DrawerPart or CutPart))
            return job.ToArray();
        LabelLayout layout = LabelLayout.Of(document, settings.Profile);
        string width = Millimetres(layout.WidthDots, settings);
        string height = Millimetres(layout.HeightDots, settings);
        job.Text($"SIZE {width} mm,{height} mm\r\nGAP {settings.GapMillimetres} mm,0 mm\r\nCLS\r\nREM {mark}\r\n");
        foreach ((int y, PrintPart part) in layout.Parts)
            Write(job, y, part, settings);
        job.Text("PRINT 1,1\r\n");
        if (settings.Profile.HasCutter && document.Parts.Any(part => part is CutPart))
            job.Text("CUT\r\n");
        return job.ToArray();
    }

    private static void Write(JobBytes job, int y, PrintPart part, PrinterSettings settings)
    {
        switch (part)
        {
            case RasterPart raster:
                Bitmap(job, y, raster.Bitmap);
                break;
            case TextPart text:
                Text(job, y, text, settings);
                break;
            case BarcodePart code when !settings.Profile.DrawsBarcodes:
                throw new PrintDocumentException($"'{code.Data}': this printer's profile leaves bar codes to dots (profile.barcodes); render it as a picture");
            case BarcodePart code:
                Barcode(job, y, code);
                break;
        }
    }

    private static void Bitmap(JobBytes job, int y, MonoBitmap bitmap)
    {
        for (int row = 0; row < bitmap.Height; row += BandRows)
        {
            int rows = Math.Min(BandRows, bitmap.Height - row);
            job.Text($"BITMAP 0,{y + row},{bitmap.Stride},{rows},0,");
            byte[] dots = bitmap.Rows.Span.Slice(row * bitmap.Stride, rows * bitmap.Stride).ToArray();
            for (int index = 0; index < dots.Length; index++)
                dots[index] ^= 0xFF;
            job.Add(dots).Text("\r\n");
        }
    }

    private static void Text(JobBytes job, int y, TextPart text, PrinterSettings settings)
    {
        for (int index = 0; index < text.Lines.Count; index++)
        {
            string line = text.Lines[index];
            bool isChinese = line.AsSpan().ContainsAnyExceptInRange(' ', '~');
            foreach (Rune rune in line.EnumerateRunes())
            {
                if (Rune.IsControl(rune) || (!rune.IsAscii && settings.Profile.Chinese != ChineseText.Gb18030))
                    throw EscPosText.Foreign(line, rune);
            }
            job.Text($"TEXT 0,{y + (index * text.Scale * LabelLayout.LineDots)},\"{(isChinese ? "TSS24.BF2" : "3")}\",0,{text.Scale},{text.Scale},\"");
            job.Add(EscPosText.Gb18030(Quoted(line))).Text("\"\r\n");
        }
    }

    private static void Barcode(JobBytes job, int y, BarcodePart code)
    {
        int module = Math.Clamp(code.ModuleDots, 1, 10);
        switch (code.Symbology)
        {
            case BarcodeSymbology.Qr:
                _ = BarcodeContent.Qr(code);
                job.Text($"QRCODE 0,{y},M,{module},A,0,\"").Add(Encoding.UTF8.GetBytes(Quoted(code.Data))).Text("\"\r\n");
                break;
            case BarcodeSymbology.Gs1128:
                string elements = BarcodeContent.Gs1(code).Replace("\u001d", "!102", StringComparison.Ordinal);
                job.Text($"BARCODE 0,{y},\"EAN128\",{code.HeightDots},0,0,{module},{module},\"{Quoted(elements)}\"\r\n");
                break;
            case BarcodeSymbology.Code128:
                job.Text($"BARCODE 0,{y},\"128\",{code.HeightDots},0,0,{module},{module},\"{Quoted(BarcodeContent.Code128(code))}\"\r\n");
                break;
            default:
                string kind = code.Symbology == BarcodeSymbology.Ean13 ? "EAN13" : "EAN8";
                job.Text($"BARCODE 0,{y},\"{kind}\",{code.HeightDots},0,0,{module},{module},\"{BarcodeContent.Ean(code)[..^1]}\"\r\n");
                break;
        }
    }

    /// <summary>Height of the label by the job's own words, in rows, for how long it must take.</summary>
    public static int RowsOf(ReadOnlySpan<byte> job, decimal dotsPerMillimetre)
    {
        string head = Encoding.ASCII.GetString(job[..Math.Min(job.Length, 200)]);
        int size = head.IndexOf("SIZE ", StringComparison.Ordinal);
        string[] parts = size < 0 ? [] : head[size..].Split(',', '\r');
        return parts.Length > 1 && decimal.TryParse(parts[1].Replace("mm", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture, out decimal height)
            ? (int)(height * dotsPerMillimetre)
            : 0;
    }

    private static string Millimetres(int dots, PrinterSettings settings) =>
        (dots / settings.DotsPerMillimetre).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => text.Replace("\"", "\\[\"]", StringComparison.Ordinal);
}
