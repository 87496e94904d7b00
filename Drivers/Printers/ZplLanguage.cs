using System.Globalization;
using System.Text;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Writes documents in ZPL II. Pure: the same document, mark and settings give the same bytes.</summary>
/// <remarks>
/// One format a document: <c>^XA</c>, a comment with the mark, <c>^CI28</c> (UTF-8), <c>^JZY</c> (a label that broke off is printed anew), width and length, the parts, <c>^XZ</c>. Dots are <c>^GFA</c> with ASCII
/// compression. Text goes in the printer's font 0, which has no Chinese: that must come as dots. Source: Zebra ZPL II programming guide.
/// </remarks>
internal static class ZplLanguage
{
    /// <summary>The bytes of a job.</summary>
    /// <exception cref="PrintDocumentException">The document does not fit the printer.</exception>
    public static byte[] Encode(PrintDocument document, string mark, PrinterSettings settings)
    {
        JobBytes.Check(document, mark, settings.Profile);
        if (document.Parts.All(part => part is DrawerPart or CutPart))
            throw new PrintDocumentException($"{document.Name}: ZPL has no command for a cash drawer, and there is nothing else in it");
        LabelLayout layout = LabelLayout.Of(document, settings.Profile);
        var label = new StringBuilder("^XA");
        label.Append("^FX").Append(Comment(mark)).Append("^FS^CI28^JZY^LH0,0");
        label.Append(CultureInfo.InvariantCulture, $"^PW{layout.WidthDots}^LL{layout.HeightDots}");
        if (settings.Profile.HasCutter && document.Parts.Any(part => part is CutPart))
            label.Append("^MMC");
        foreach ((int y, PrintPart part) in layout.Parts)
            Write(label, y, part, settings);
        label.Append("^PQ1^XZ\n");
        return Encoding.UTF8.GetBytes(label.ToString());
    }

    private static void Write(StringBuilder label, int y, PrintPart part, PrinterSettings settings)
    {
        switch (part)
        {
            case RasterPart raster:
                label.Append(CultureInfo.InvariantCulture, $"^FO0,{y}");
                ZplGraphic.Write(label, raster.Bitmap);
                label.Append("^FS");
                break;
            case TextPart text:
                Text(label, y, text);
                break;
            case BarcodePart code when !settings.Profile.DrawsBarcodes:
                throw new PrintDocumentException($"'{code.Data}': this printer's profile leaves bar codes to dots (profile.barcodes); render it as a picture");
            case BarcodePart code:
                Barcode(label, y, code);
                break;
        }
    }

    private static void Text(StringBuilder label, int y, TextPart text)
    {
        for (int index = 0; index < text.Lines.Count; index++)
        {
            foreach (Rune rune in text.Lines[index].EnumerateRunes())
            {
                if (Rune.IsControl(rune) || rune.Value > 0xFF)
                    throw EscPosText.Foreign(text.Lines[index], rune);
            }
            int size = 24 * text.Scale;
            label.Append(CultureInfo.InvariantCulture, $"^FO0,{y + (index * text.Scale * LabelLayout.LineDots)}^A0N,{size},{size / 2}^FH_^FD{Field(text.Lines[index])}^FS");
        }
    }

    private static void Barcode(StringBuilder label, int y, BarcodePart code)
    {
        int module = Math.Clamp(code.ModuleDots, 1, 10);
        label.Append(CultureInfo.InvariantCulture, $"^FO0,{y}^BY{module}");
        switch (code.Symbology)
        {
            case BarcodeSymbology.Ean13:
                label.Append(CultureInfo.InvariantCulture, $"^BEN,{code.HeightDots},N,N^FD{BarcodeContent.Ean(code)[..12]}^FS");
                break;
            case BarcodeSymbology.Ean8:
                label.Append(CultureInfo.InvariantCulture, $"^B8N,{code.HeightDots},N,N^FD{BarcodeContent.Ean(code)[..7]}^FS");
                break;
            case BarcodeSymbology.Qr:
                _ = BarcodeContent.Qr(code);
                label.Append(CultureInfo.InvariantCulture, $"^BQN,2,{module}^FH_^FDMA,{Field(code.Data)}^FS");
                break;
            default:
                bool isGs1 = code.Symbology == BarcodeSymbology.Gs1128;
                string data = isGs1 ? BarcodeContent.Gs1(code) : BarcodeContent.Code128(code);
                label.Append(CultureInfo.InvariantCulture, $"^BCN,{code.HeightDots},N,N,N^FH_^FD{Code128(data, isGs1)}^FS");
                break;
        }
    }

    /// <summary>Code 128 as <c>^BC</c> wants it: <c>&gt;:</c> and <c>&gt;;</c> start set B and C, <c>&gt;6</c> and <c>&gt;5</c> change to them, <c>&gt;8</c> is FNC1, <c>&gt;0</c> the character &gt;.</summary>
    internal static string Code128(string text, bool isGs1)
    {
        var field = new StringBuilder();
        foreach ((bool isPairs, string run) in BarcodeContent.CodeSets(text))
        {
            field.Append((field.Length == 0, isPairs) switch { (true, true) => ">;", (true, false) => ">:", (false, true) => ">5", _ => ">6" });
            if (isGs1 && field.Length == 2)
                field.Append(">8");
            field.Append(Field(run.Replace(">", ">0", StringComparison.Ordinal).Replace("\u001d", ">8", StringComparison.Ordinal)));
        }
        return field.ToString();
    }

    /// <summary>Rows and labels of a job by its own words, for how long it must take.</summary>
    public static int RowsOf(ReadOnlySpan<byte> job)
    {
        int rows = 0;
        for (int at = job.IndexOf("^LL"u8); at >= 0 && at < job.Length;)
        {
            int end = at + 3;
            int length = 0;
            while (end < job.Length && job[end] is >= (byte)'0' and <= (byte)'9' && length < 100_000)
                length = (length * 10) + (job[end++] - '0');
            rows += length;
            int next = job[end..].IndexOf("^LL"u8);
            at = next < 0 ? -1 : end + next;
        }
        return rows;
    }

    /// <summary>What would be a command in a field is written as its hex code, which <c>^FH_</c> allows.</summary>
    private static string Field(string text) => text
        .Replace("_", "_5F", StringComparison.Ordinal).Replace("^", "_5E", StringComparison.Ordinal).Replace("~", "_7E", StringComparison.Ordinal);

    private static string Comment(string mark) => mark.Replace('^', '-').Replace('~', '-');
}
