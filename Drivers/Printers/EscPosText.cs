using System.Globalization;
using System.Text;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Writes text in the printer's own font: ASCII, Latin-1 where a code page is known, or GB18030 where the printer was tried with it.</summary>
/// <remarks>
/// The yen sign U+00A5 becomes the full-width U+FFE5 in GB18030: printers that know only GBK show its own four bytes 81 30 84 36 as text (node-escpos#332).
/// Source: Epson ESC/POS reference, FS &amp;, FS ., ESC t; GB 18030-2005.
/// </remarks>
internal static class EscPosText
{
    private const int Font = 12;
    private const int LatinStart = 0xA0;

    private static readonly Encoding s_gb18030 = CreateGb18030();

    /// <summary>Adds one line without its end.</summary>
    /// <exception cref="PrintDocumentException">A character that the printer has not, or a line too long; says which.</exception>
    public static void Write(JobBytes job, string line, int scale, PrinterSettings settings)
    {
        int columns = settings.Profile.DotsPerLine / Font / scale;
        int width = Width(line);
        if (width > columns)
            throw new PrintDocumentException($"'{line}': is {width} columns wide (Chinese counts 2); the printer has {columns} at {scale} times the size");
        bool isChinese = false;
        foreach (Rune rune in line.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
                throw new PrintDocumentException($"'{line}': holds the control character U+{rune.Value:X4}; text is lines without line ends");
            bool needsChinese = !rune.IsAscii && settings.Profile.Chinese == ChineseText.Gb18030;
            if (needsChinese != isChinese)
                job.Add(0x1C, needsChinese ? (byte)'&' : (byte)'.');
            isChinese = needsChinese;
            if (rune.IsAscii)
                job.Add((byte)rune.Value);
            else if (needsChinese)
                job.Add(s_gb18030.GetBytes((rune.Value == 0xA5 ? new Rune(0xFFE5) : rune).ToString()));
            else if (settings.Latin1Page is not null && rune.Value is >= LatinStart and <= 0xFF)
                job.Add((byte)rune.Value);
            else
                throw Foreign(line, rune);
        }
        if (isChinese)
            job.Add(0x1C, (byte)'.');
    }

    /// <summary>Whether any line needs the Latin-1 code page.</summary>
    public static bool NeedsLatin1(IReadOnlyList<string> lines, PrinterSettings settings) =>
        settings is { Latin1Page: not null, Profile.Chinese: ChineseText.Raster } && lines.Any(line => line.AsSpan().ContainsAnyInRange('\u00a0', '\u00ff'));

    /// <summary>Columns a line takes: 2 for East Asian wide and full-width characters, 0 for marks that combine.</summary>
    public static int Width(string line) => line.EnumerateRunes().Sum(Width);

    /// <summary>The bytes of GB18030, with the yen sign full-width.</summary>
    public static byte[] Gb18030(string text) => s_gb18030.GetBytes(text.Replace('\u00a5', '\uffe5'));

    /// <summary>The failure of a text with a character that the printer's font has not.</summary>
    public static PrintDocumentException Foreign(string line, Rune rune) => new(
        $"'{line}': this printer's own font has no '{rune}' (U+{rune.Value:X4}); print it as dots, or set profile.chinese to gb18030 where the printer was tried with it");

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
        : rune.Value is >= 0x1100 and (<= 0x115F or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD)) ? 2
        : 1;

    private static Encoding CreateGb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030");
    }
}
