using System.Text;
using Drivers.Printers;
using EdgeGateway.Core.Printing;

namespace Drivers.Tests.Printers;

/// <summary>Every command of ESC/POS that is written, byte for byte by Epson's reference, between <c>ESC @</c> and nothing.</summary>
public sealed class EscPosLanguageTests
{
    public static TheoryData<string, PrintPart, string> Commands => new()
    {
        { "cut", new CutPart(), "1d5642 00" },
        { "cut", new CutPart(Full: true), "1d5641 00" },
        { "no cutter", new CutPart(Full: true), "1b4a 60" },
        { "gs-v0", Dots(16, 2, "0180 8001"), "1d7630 00 0200 0200 01808001" },
        { "gs-v0", Dots(8, 9, "01 02 03 04 05 06 07 08 09"), "1d7630 00 0100 0800 0102030405060708 1d7630 00 0100 0100 09" },
        { "gs-l", Dots(16, 2, "0180 8001"), "1d284c 0e00 30 70 30 01 01 31 1000 0200 01808001 1d284c 0200 30 32" },
        { "gs-l", Dots(300, 1, new string('0', 74) + "10"), "1d284c 3000 30 70 30 01 01 31 2c01 0100" + new string('0', 74) + "10 1d284c 0200 30 32" },
        { "", new TextPart(["A", "b"]), "41 0a 62 0a" },
        { "", new TextPart(["A"], Bold: true), "1b4501 41 0a 1b4500" },
        { "", new TextPart(["A"], Scale: 2), "1d2111 41 0a 1d2100" },
        { "", new TextPart(["A"], Bold: true, Scale: 8), "1b4501 1d2177 41 0a 1d2100 1b4500" },
        { "latin1", new TextPart(["A"]), "41 0a" },
        { "latin1", new TextPart(["A", "caf\u00e9"]), "1b7410 41 0a 636166e9 0a" },
        { "latin1", new TextPart(["\u00a0"]), "1b7410 a0 0a" },
        { "latin1", new TextPart(["\u00ff"]), "1b7410 ff 0a" },
        { "latin1 chinese", new TextPart(["\u00e9"]), "1c26 a8a6 1c2e 0a" },
        { "chinese", new TextPart(["苹A果"]), "1c26 c6bb 1c2e 41 1c26 b9fb 1c2e 0a" },
        { "draws", new BarcodePart(BarcodeSymbology.Ean13, "2112345012506"), "1d6850 1d7702 1d4800 1d6b43 0d 32313132333435303132353036" },
        { "draws", new BarcodePart(BarcodeSymbology.Ean8, "96385074", 0, 0), "1d6801 1d7701 1d4800 1d6b44 08 3936333835303734" },
        { "draws", new BarcodePart(BarcodeSymbology.Ean8, "96385074", 1, 1), "1d6801 1d7701 1d4800 1d6b44 08 3936333835303734" },
        { "draws", new BarcodePart(BarcodeSymbology.Ean8, "96385074", 255, 6), "1d68ff 1d7706 1d4800 1d6b44 08 3936333835303734" },
        { "draws", new BarcodePart(BarcodeSymbology.Ean8, "96385074", 256, 7), "1d68ff 1d7706 1d4800 1d6b44 08 3936333835303734" },
        { "draws", new BarcodePart(BarcodeSymbology.Code128, "A{0123"), "1d6850 1d7702 1d4800 1d6b49 09 7b42 41 7b7b 7b43 01 17" },
        { "draws", new BarcodePart(BarcodeSymbology.Gs1128, "(10)A(17)271231"), "1d6850 1d7702 1d4800 1d6b49 0f 7b42 7b31 31 30 41 7b31 7b43 111b0c1f" },
        { "draws", new BarcodePart(BarcodeSymbology.Qr, "a"), Qr(2, "0400", "61") },
        { "draws", new BarcodePart(BarcodeSymbology.Qr, "a", ModuleDots: 0), Qr(1, "0400", "61") },
        { "draws", new BarcodePart(BarcodeSymbology.Qr, "a", ModuleDots: 16), Qr(16, "0400", "61") },
        { "draws", new BarcodePart(BarcodeSymbology.Qr, "a", ModuleDots: 17), Qr(16, "0400", "61") },
        { "draws", new BarcodePart(BarcodeSymbology.Qr, new string('a', 300)), Qr(2, "2f01", string.Concat(Enumerable.Repeat("61", 300))) },
        { "", new FeedPart(1), "1b4a01" },
        { "", new FeedPart(255), "1b4aff" },
        { "", new FeedPart(256), "1b4aff 1b4a01" },
        { "", new FeedPart(4095), string.Concat(Enumerable.Repeat("1b4aff", 16)) + "1b4a0f" },
        { "", new DrawerPart(), "1b7000 19fa" },
        { "short kick", new DrawerPart(5), "1b7001" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Part_IsTheseBytes(string printer, PrintPart part, string bytes) => Assert.Equal("1b40" + Hex(bytes), Written(printer, part));

    [Fact]
    public void FeedOfNothing_BesideAnotherPart_IsNoCommand() => Assert.Equal("1b40410a", Written("", new FeedPart(0), new TextPart(["A"])));

    [Fact]
    public void JobForAnEpson_SwitchesRealTimeCommandsOffAndOnAgain() =>
        Assert.Equal(Hex("1b40 1d2844 0300 140100 41 0a 1d2844 0300 140101"), Written("epson", new TextPart(["A"])));

    public static TheoryData<string, PrintPart, string> Refused => new()
    {
        { "", new BarcodePart(BarcodeSymbology.Qr, "a"), "leaves bar codes to dots" },
        { "", new BarcodePart(BarcodeSymbology.Ean8, "96385074"), "leaves bar codes to dots" },
        { "", new TextPart(["A"], Scale: 0), "1 to 8 is possible" },
        { "", new TextPart(["A"], Scale: 9), "1 to 8 is possible" },
        { "", new FeedPart(-1), "0 to 4095 is possible" },
        { "", new FeedPart(4096), "0 to 4095 is possible" },
        { "", new TextPart([new string('x', 25)], Scale: 2), "25 columns wide (Chinese counts 2); the printer has 24 at 2 times" },
        { "chinese", new TextPart([new string('中', 24) + "x"]), "49 columns wide (Chinese counts 2); the printer has 48" },
        { "", new TextPart(["a\u001f"]), "control character U+001F" },
        { "", new TextPart(["a\u007f"]), "control character U+007F" },
        { "chinese", new TextPart(["a\u0085"]), "control character U+0085" },
        { "", new TextPart(["\u00e9"]), "no '\u00e9' (U+00E9)" },
        { "latin1", new TextPart(["\u0100"]), "(U+0100)" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Part_ThatThePrinterHasNot_IsRefused(string printer, PrintPart part, string words) =>
        Assert.Contains(words, Assert.Throws<PrintDocumentException>(() => Written(printer, part)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", 1, 48)]
    [InlineData("", 2, 24)]
    [InlineData("", 8, 6)]
    public void Line_AsWideAsThePaper_IsPrinted(string printer, int scale, int columns) =>
        Assert.Contains(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(new string('x', columns))), Written(printer, new TextPart([new string('x', columns)], Scale: scale)), StringComparison.Ordinal);

    /// <summary>Each range of wide characters at its edges, by Unicode's East Asian width; where the neighbour is a mark, it takes no column.</summary>
    [Theory]
    [InlineData(0x10FF, 1)]
    [InlineData(0x1100, 2)]
    [InlineData(0x115F, 2)]
    [InlineData(0x1160, 1)]
    [InlineData(0x2E7F, 1)]
    [InlineData(0x2E80, 2)]
    [InlineData(0x4E2D, 2)]
    [InlineData(0xA4CF, 2)]
    [InlineData(0xA4D0, 1)]
    [InlineData(0xABFF, 1)]
    [InlineData(0xAC00, 2)]
    [InlineData(0xD7A3, 2)]
    [InlineData(0xD7A4, 1)]
    [InlineData(0xF8FF, 1)]
    [InlineData(0xF900, 2)]
    [InlineData(0xFAFF, 2)]
    [InlineData(0xFB00, 1)]
    [InlineData(0xFE2F, 0)]
    [InlineData(0xFE30, 2)]
    [InlineData(0xFE6F, 2)]
    [InlineData(0xFE70, 1)]
    [InlineData(0xFEFF, 1)]
    [InlineData(0xFF00, 2)]
    [InlineData(0xFF60, 2)]
    [InlineData(0xFF61, 1)]
    [InlineData(0xFFDF, 1)]
    [InlineData(0xFFE0, 2)]
    [InlineData(0xFFE6, 2)]
    [InlineData(0xFFE7, 1)]
    [InlineData(0x1F2FF, 1)]
    [InlineData(0x1F300, 2)]
    [InlineData(0x1FAFF, 2)]
    [InlineData(0x1FB00, 1)]
    [InlineData(0x1FFFF, 1)]
    [InlineData(0x20000, 2)]
    [InlineData(0x3FFFD, 2)]
    [InlineData(0x3FFFE, 1)]
    [InlineData(0x0301, 0)]
    [InlineData(0x20DD, 0)]
    [InlineData('A', 1)]
    public void Width_OfACharacter_IsItsColumns(int value, int columns) => Assert.Equal(columns, EscPosText.Width(new Rune(value).ToString()));

    [Fact]
    public void Gb18030_OfAYen_IsTheFullWidthOne() => Assert.Equal("a3a4", Convert.ToHexStringLower(EscPosText.Gb18030("\u00a5")));

    private static string Written(string printer, params PrintPart[] parts)
    {
        List<(string, string)> profile = [("status", "none")];
        foreach (string word in printer.Split(' '))
        {
            profile.AddRange(word switch
            {
                "chinese" => [("chinese", "gb18030")],
                "latin1" => [("latin1_page", "16")],
                "draws" => [("barcodes", "printer")],
                "no" => [("cutter", "no")],
                "cut" => [("cutter", "yes")],
                "short" => [("drawer_kick", "short")],
                "gs-v0" or "gs-l" => [("graphics", word), ("band_rows", "8")],
                "epson" => [("model", "epson-tm-t20")],
                _ => [],
            });
        }
        return Convert.ToHexStringLower(EscPosLanguage.Encode(new PrintDocument("t", parts), "AB12", Shop.Read("escpos", [.. profile])));
    }

    private static RasterPart Dots(int width, int height, string hex) => new(new MonoBitmap(width, height, Convert.FromHexString(Hex(hex))));

    private static string Qr(int module, string length, string data) =>
        $"1d286b 0400 31 41 32 00 1d286b 0300 31 43 {module:x2} 1d286b 0300 31 45 31 1d286b {length} 31 50 30 {data} 1d286b 0300 31 51 30";

    private static string Hex(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
