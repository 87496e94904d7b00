using System.Text;
using Drivers.Printers;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

/// <summary>Every command of ZPL and TSPL that is written, by the manuals of Zebra and TSC.</summary>
public sealed class LabelLanguageTests
{
    private static readonly RasterPart s_dot = new(new MonoBitmap(8, 2, [0x01, 0x80]));

    public static TheoryData<string, PrintPart[], string> Zpl => new()
    {
        { "", [s_dot, s_dot], "^LL4^FO0,0^GFA,2,2,1,018,^FS^FO0,2^GFA,2,2,1,018,^FS" },
        { "", [new FeedPart(10), new TextPart(["a", "b"])], "^LL70^FO0,10^A0N,24,12^FH_^FDa^FS^FO0,40^A0N,24,12^FH_^FDb^FS" },
        { "", [new TextPart(["a", "\u00ff"], Scale: 3)], "^LL180^FO0,0^A0N,72,36^FH_^FDa^FS^FO0,90^A0N,72,36^FH_^FD\u00ff^FS" },
        { "no cutter", [new FeedPart(1), new CutPart()], "^LL1" },
        { "cutter", [new FeedPart(1), new CutPart()], "^LL1^MMC" },
        { "cutter", [new FeedPart(1)], "^LL1" },
        { "", [new FeedPart(1), new DrawerPart()], "^LL1" },
        { "draws", [new FeedPart(5), new BarcodePart(BarcodeSymbology.Ean13, "2112345012506", 60, 0)], "^LL65^FO0,5^BY1^BEN,60,N,N^FD211234501250^FS" },
        { "draws", [new BarcodePart(BarcodeSymbology.Ean8, "96385074", 60, 10)], "^LL60^FO0,0^BY10^B8N,60,N,N^FD9638507^FS" },
        { "draws", [new BarcodePart(BarcodeSymbology.Code128, "A~", 60, 11)], "^LL60^FO0,0^BY10^BCN,60,N,N,N^FH_^FD>:A_7E^FS" },
        { "draws", [new BarcodePart(BarcodeSymbology.Gs1128, "(10)A", 60, 1)], "^LL60^FO0,0^BY1^BCN,60,N,N,N^FH_^FD>:>810A^FS" },
        { "draws", [new BarcodePart(BarcodeSymbology.Qr, "a^", 60, 4)], "^LL104^FO0,0^BY4^BQN,2,4^FH_^FDMA,a_5E^FS" },
    };

    [Theory]
    [MemberData(nameof(Zpl))]
    public void Zpl_IsThisText(string printer, PrintPart[] parts, string text) => Assert.Equal(
        "^XA^FXA--B^FS^CI28^JZY^LH0,0^PW832" + text + "^PQ1^XZ\n",
        Encoding.UTF8.GetString(ZplLanguage.Encode(new PrintDocument("t", parts), "A^~B", Read("zpl", printer))));

    public static TheoryData<string, PrintPart[], string> Tspl => new()
    {
        { "", [s_dot, s_dot], Label("0.5", "BITMAP 0,0,1,2,0,\u00fe\u007f\r\nBITMAP 0,2,1,2,0,\u00fe\u007f\r\n") },
        { "", [new FeedPart(10), new TextPart(["a", "~ "])], Label("8.75", "TEXT 0,10,\"3\",0,1,1,\"a\"\r\nTEXT 0,40,\"3\",0,1,1,\"~ \"\r\n") },
        { "", [new TextPart(["a", "\"q\""], Scale: 2)], Label("15", "TEXT 0,0,\"3\",0,2,2,\"a\"\r\nTEXT 0,60,\"3\",0,2,2,\"\\[\"]q\\[\"]\"\r\n") },
        { "chinese", [new TextPart(["果"])], Label("3.75", "TEXT 0,0,\"TSS24.BF2\",0,1,1,\"\u00b9\u00fb\"\r\n") },
        { "cutter", [new FeedPart(1), new CutPart()], Label("0.125", "", "CUT\r\n") },
        { "no cutter", [new FeedPart(1), new CutPart()], Label("0.125", "") },
        { "cutter", [new FeedPart(1)], Label("0.125", "") },
        { "", [new DrawerPart(), new CutPart()], "CASHDRAWER 0,50,500\r\n" },
        { "", [new DrawerPart(5), new FeedPart(8)], "CASHDRAWER 1,50,500\r\n" + Label("1", "") },
        { "draws", [new BarcodePart(BarcodeSymbology.Ean13, "2112345012506", 60, 0)], Label("7.5", "BARCODE 0,0,\"EAN13\",60,0,0,1,1,\"211234501250\"\r\n") },
        { "draws", [new BarcodePart(BarcodeSymbology.Ean8, "96385074", 60, 10)], Label("7.5", "BARCODE 0,0,\"EAN8\",60,0,0,10,10,\"9638507\"\r\n") },
        { "draws", [new BarcodePart(BarcodeSymbology.Code128, "A", 60, 11)], Label("7.5", "BARCODE 0,0,\"128\",60,0,0,10,10,\"A\"\r\n") },
        { "draws", [new BarcodePart(BarcodeSymbology.Gs1128, "(10)A(21)B", 60, 1)], Label("7.5", "BARCODE 0,0,\"EAN128\",60,0,0,1,1,\"10A!10221B\"\r\n") },
        { "draws", [new BarcodePart(BarcodeSymbology.Qr, "a", 60, 4)], Label("12.5", "QRCODE 0,0,M,4,A,0,\"a\"\r\n") },
    };

    [Theory]
    [MemberData(nameof(Tspl))]
    public void Tspl_IsThisText(string printer, PrintPart[] parts, string text) =>
        Assert.Equal(text, Encoding.Latin1.GetString(TsplLanguage.Encode(new PrintDocument("t", parts), "AB12", Read("tspl", printer))));

    /// <summary>Pictures go in bands of 256 rows, each with its own rows, and none without rows.</summary>
    [Fact]
    public void TsplBitmap_OfTwoBands_HasEachRowOnce()
    {
        var rows = new byte[1024];
        for (int y = 0; y < rows.Length; y++)
            rows[y] = (byte)(y * 7 / 5 % 256);
        string text = Encoding.Latin1.GetString(TsplLanguage.Encode(new PrintDocument("t", [new RasterPart(new MonoBitmap(16, 512, rows))]), "AB12", Read("tspl", "")));
        string first = Encoding.Latin1.GetString([.. rows[..512].Select(row => (byte)(row ^ 0xFF))]);
        string second = Encoding.Latin1.GetString([.. rows[512..].Select(row => (byte)(row ^ 0xFF))]);
        Assert.Equal(Label("64", $"BITMAP 0,0,2,256,0,{first}\r\nBITMAP 0,256,2,256,0,{second}\r\n"), text);
    }

    public static TheoryData<string, string, PrintPart, string> Refused => new()
    {
        { "zpl", "", new TextPart(["a\u001f"]), "(U+001F)" },
        { "zpl", "", new TextPart(["a\u007f"]), "(U+007F)" },
        { "zpl", "", new TextPart(["a\u0085"]), "(U+0085)" },
        { "zpl", "", new TextPart(["a\u0100"]), "(U+0100)" },
        { "zpl", "", new BarcodePart(BarcodeSymbology.Qr, "a"), "leaves bar codes to dots" },
        { "zpl", "draws", new BarcodePart(BarcodeSymbology.Qr, ""), "1 to 2331 bytes" },
        { "zpl", "", new CutPart(), "nothing else in it" },
        { "tspl", "", new TextPart(["a\u001f"]), "(U+001F)" },
        { "tspl", "", new TextPart(["a\u007f"]), "(U+007F)" },
        { "tspl", "chinese", new TextPart(["a\u007f"]), "(U+007F)" },
        { "tspl", "", new TextPart(["a\u00e9"]), "(U+00E9)" },
        { "tspl", "", new BarcodePart(BarcodeSymbology.Qr, "a"), "leaves bar codes to dots" },
        { "tspl", "draws", new BarcodePart(BarcodeSymbology.Qr, ""), "1 to 2331 bytes" },
        { "tspl", "", new DrawerPart(3), "2 or 5" },
        { "tspl", "", new TextPart(["a"], Scale: 0), "1 to 8 is possible" },
        { "tspl", "", new FeedPart(-1), "0 to 4095 is possible" },
        { "zpl", "", new RasterPart(new MonoBitmap(840, 1, new byte[105])), "840 dots wide; this printer has 832" },
        { "zpl", "", new TextPart(["a"], Scale: 9), "1 to 8 is possible" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Part_ThatThePrinterHasNot_IsRefused(string driver, string printer, PrintPart part, string words) =>
        Assert.Contains(words, Assert.Throws<PrintDocumentException>(() => Printer.Encode(new PrintDocument("t", [part]), "AB12", Read(driver, printer))).Message, StringComparison.Ordinal);

    /// <summary>A run may end anywhere in a row, and its count is written in up to three signs: 401 is 400 and 1.</summary>
    [Fact]
    public void ZplGraphic_RunsOfEveryLength_ComeOutDotByDot()
    {
        PrinterSettings settings = Shop.Read("zpl", ("dots", "4096"));
        for (int run = 1; run < 1024; run++)
        {
            var row = new byte[512];
            for (int digit = 0; digit < run; digit++)
                row[digit / 2] |= (byte)(digit % 2 == 0 ? 0x60 : 0x06);
            Sheet sheet = Assert.Single(VirtualPrinter.Perfect(
                PrinterModel.ZplLabel with { WidthDots = 4096 },
                ZplLanguage.Encode(new PrintDocument("t", [new RasterPart(new MonoBitmap(4096, 1, row))]), "AB12", settings)));
            for (int x = 0; x < 4096; x++)
            {
                if (sheet.IsBlack(x, 0) != (x < run * 4 && x % 4 is 1 or 2))
                    Assert.Fail($"run of {run}: dot {x}");
            }
        }
    }

    [Theory]
    [InlineData("6", 1, "6")]
    [InlineData("6", 2, "H6")]
    [InlineData("6", 19, "Y6")]
    [InlineData("6", 20, "g6")]
    [InlineData("6", 21, "gG6")]
    [InlineData("6", 400, "z6")]
    [InlineData("6", 401, "zG6")]
    [InlineData("6", 420, "zg6")]
    [InlineData("6", 800, "zz6")]
    public void ZplGraphic_CountsARunInItsSigns(string digit, int run, string signs)
    {
        string hex = string.Concat(Enumerable.Repeat(digit, run)).PadRight(802, '0');
        var label = new StringBuilder();
        ZplGraphic.Write(label, new MonoBitmap(401 * 8, 1, Convert.FromHexString(hex)));
        Assert.Equal($"^GFA,401,401,401,{signs},", label.ToString());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("^XA", 0)]
    [InlineData("^LL320", 320)]
    [InlineData("^LL99", 99)]
    [InlineData("^XA^LL5^LL7^XZ", 12)]
    [InlineData("^LL10^XZ^XA^LL20^XZ", 30)]
    [InlineData("^LL:", 0)]
    [InlineData("^LL1000000", 100_000)]
    public void ZplRows_AreThoseOfItsLengths(string job, int rows) => Assert.Equal(rows, ZplLanguage.RowsOf(Encoding.ASCII.GetBytes(job)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("SIZE 50 mm", 0)]
    [InlineData("SIZE 50 mm,40 mm\r\n", 320)]
    [InlineData("SIZE 50 mm,x mm\r\n", 0)]
    [InlineData("CASHDRAWER 0,50,500\r\nSIZE 50 mm,0.125 mm\r\nGAP 2 mm,0 mm\r\n", 1)]
    public void TsplRows_AreThoseOfItsSize(string job, int rows) => Assert.Equal(rows, TsplLanguage.RowsOf(Encoding.ASCII.GetBytes(job), 8));

    /// <summary>The size stands at the beginning; dots behind it are not searched.</summary>
    [Theory]
    [InlineData(192, 32)]
    [InlineData(193, 0)]
    public void TsplRows_LookAtTheFirstTwoHundredBytes(int before, int rows) =>
        Assert.Equal(rows, TsplLanguage.RowsOf(Encoding.ASCII.GetBytes(new string(' ', before) + "SIZE 5,4\r\n"), 8));

    private static string Label(string height, string parts, string behind = "") =>
        $"SIZE 104 mm,{height} mm\r\nGAP 2 mm,0 mm\r\nCLS\r\nREM AB12\r\n{parts}PRINT 1,1\r\n{behind}";

    private static PrinterSettings Read(string driver, string printer) => Shop.Read(driver, printer switch
    {
        "chinese" => [("chinese", "gb18030")],
        "draws" => [("barcodes", "printer")],
        "cutter" => [("cutter", "yes")],
        "no cutter" => [("cutter", "no")],
        _ => [],
    });
}
