using System.Text;
using Drivers.Printers;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

/// <summary>What the languages write, judged by interpreters written from the manuals.</summary>
public sealed class PrinterLanguageTests
{
    [Theory]
    [InlineData("escpos", "generic-80", "gs-v0")]
    [InlineData("escpos", "epson-tm-t20", "gs-l")]
    [InlineData("zpl", "generic-zpl", null)]
    [InlineData("tspl", "generic-tspl", null)]
    public void Raster_AnyPicture_ComesOutPixelByPixel(string driver, string model, string? graphics)
    {
        PrinterSettings settings = Shop.Read(driver, graphics is null ? [("model", model)] : [("model", model), ("graphics", graphics), ("band_rows", "24")]);
        var random = new Random(42);
        for (int round = 0; round < 60; round++)
        {
            int width = random.Next(1, settings.Profile.DotsPerLine + 1);
            int height = random.Next(1, 90);
            MonoBitmap picture = round % 3 == 0 ? Sparse(width, height, random) : Shop.Picture(width, height, round);
            PrintDocument document = new("picture", [new RasterPart(picture)], driver == "escpos" ? null : width, driver == "escpos" ? null : height);
            byte[] job = Printer.Encode(document, "AB12", settings);
            Assert.Equal(job, Printer.Encode(document, "AB12", settings));
            PrinterModel paper = new(driver switch { "zpl" => PrinterTongue.Zpl, "tspl" => PrinterTongue.Tspl, _ => PrinterTongue.EscPos }, settings.Profile.DotsPerLine);
            using var printer = new VirtualPrinter(paper, TimeProvider.System);
            Give(printer, job);
            Assert.Empty(printer.Roll.UnknownCommands);
            Sheet sheet = Assert.Single(printer.Roll.Sheets);
            Assert.Equal(height, sheet.RowCount);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < settings.Profile.DotsPerLine; x++)
                {
                    if (sheet.IsBlack(x, y) != (x < width && picture.IsBlack(x, y)))
                        Assert.Fail($"round {round}: dot {x},{y} of {width} x {height}");
                }
            }
        }
    }

    [Theory]
    [InlineData(BarcodeSymbology.Ean13, "2112345012506", "ean13:2112345012506")]
    [InlineData(BarcodeSymbology.Ean8, "96385074", "ean8:96385074")]
    [InlineData(BarcodeSymbology.Code128, "SHELF-0042 {x>y}", "code128:SHELF-0042 {x>y}")]
    [InlineData(BarcodeSymbology.Code128, "123456a7", "code128:123456a7")]
    [InlineData(BarcodeSymbology.Gs1128, "(01)09521234543213(3103)001250", "code128:<FNC1>01095212345432133103001250")]
    [InlineData(BarcodeSymbology.Gs1128, "(10)AB-12(17)271231", "code128:<FNC1>10AB-12<FNC1>17271231")]
    [InlineData(BarcodeSymbology.Qr, "https://example.com/商品?x=1&y=\"2\"", "qr:https://example.com/商品?x=1&y=\"2\"")]
    public void Barcodes_InEveryLanguage_HoldTheirData(BarcodeSymbology symbology, string data, string expected)
    {
        foreach ((string driver, PrinterModel paper) in new[] { ("escpos", PrinterModel.Receipt80), ("zpl", PrinterModel.ZplLabel), ("tspl", PrinterModel.TsplLabel) })
        {
            PrinterSettings settings = Shop.Read(driver, ("barcodes", "printer"));
            var document = new PrintDocument("code", [new BarcodePart(symbology, data, 60, symbology == BarcodeSymbology.Qr ? 4 : 1)]);
            using var printer = new VirtualPrinter(paper, TimeProvider.System);
            Give(printer, Printer.Encode(document, "AB12", settings));
            Assert.Empty(printer.Roll.UnknownCommands);
            Assert.Equal([expected], Assert.Single(printer.Roll.Sheets).Symbols);
        }
    }

    [Fact]
    public void EscPosText_ChineseByGb18030_HasTheFullWidthYen()
    {
        PrinterSettings settings = Shop.Read("escpos", ("chinese", "gb18030"));
        byte[] job = EscPosLanguage.Encode(new PrintDocument("t", [new TextPart(["苹果 ¥12.50 €"], Bold: true, Scale: 2)]), "AB12", settings);
        string hex = Convert.ToHexStringLower(job);
        Assert.Contains("1c26c6bbb9fb1c2e20", hex, StringComparison.Ordinal);
        Assert.Contains("1c26a3a41c2e31322e3530", hex, StringComparison.Ordinal);
        Assert.DoesNotContain("81308436", hex, StringComparison.Ordinal);
        Assert.Equal(["苹果 ￥12.50 €"], Assert.Single(VirtualPrinter.Perfect(PrinterModel.Receipt80, job)).Lines);
    }

    [Fact]
    public void EscPosText_GoldenBytes_AreThese()
    {
        byte[] job = EscPosLanguage.Encode(
            new PrintDocument("t", [new TextPart(["A"]), new FeedPart(300), new CutPart(), new DrawerPart(5)]), "AB12", Shop.Read("escpos", ("status", "process-id")));
        Assert.Equal("1b40410a1b4aff1b4a2d1d5642001b700119fa1d284806003030" + "41423132", Convert.ToHexStringLower(job));
    }

    [Theory]
    [InlineData("long", "1b700019fa")]
    [InlineData("short", "1b7000")]
    public void Drawer_InBothForms_Opens(string form, string bytes)
    {
        PrinterSettings settings = Shop.Read("escpos", ("drawer_kick", form));
        byte[] job = EscPosLanguage.Encode(new PrintDocument("drawer", [new DrawerPart(), new TextPart(["x"])]), "AB12", settings);
        Assert.Equal("1b40" + bytes + "780a", Convert.ToHexStringLower(job));
        using var printer = new VirtualPrinter(PrinterModel.Receipt80 with { ShortDrawerKick = form == "short" }, TimeProvider.System);
        printer.Receive(job);
        Assert.Equal(1, printer.Roll.Kicks[2]);
        Assert.Equal(["x"], printer.Roll.Current.Lines);
    }

    [Fact]
    public void EscPosRaster_DotsThatLookLikeADrawerCommand_OpenNothingOnAnEpson()
    {
        var picture = new MonoBitmap(40, 1, [0x10, 0x14, 0x01, 0x00, 0x05]);
        var document = new PrintDocument("trap", [new RasterPart(picture)]);
        Assert.Equal(1, Kicks(Shop.Read("escpos", ("model", "generic-80"))));
        Assert.Equal(0, Kicks(Shop.Read("escpos", ("model", "epson-tm-t20"))));

        int Kicks(PrinterSettings settings)
        {
            using var printer = new VirtualPrinter(PrinterModel.Receipt80, TimeProvider.System);
            printer.Receive(EscPosLanguage.Encode(document, "AB12", settings));
            return printer.Roll.Kicks.GetValueOrDefault(2);
        }
    }

    [Fact]
    public void ZplText_CommandsInIt_AreOnlyText()
    {
        byte[] job = ZplLanguage.Encode(new PrintDocument("t", [new TextPart(["50% ^XZ ~JA _"])]), "AB12", Shop.Read("zpl"));
        Sheet sheet = Assert.Single(VirtualPrinter.Perfect(PrinterModel.ZplLabel, job));
        Assert.Equal(["50% ^XZ ~JA _"], sheet.Lines);
        Assert.Equal(["AB12"], sheet.Marks);
    }

    [Fact]
    public void ZplGraphic_RunsAndRepeatedRows_GetShort()
    {
        var label = new StringBuilder();
        ZplGraphic.Write(label, new MonoBitmap(832, 3, [.. new byte[104], .. new byte[104], .. Enumerable.Repeat((byte)0xFF, 104)]));
        Assert.Equal("^GFA,312,312,104,,:!", label.ToString());
    }

    public static TheoryData<string, PrintPart[], string> Misfits => new()
    {
        { "escpos", [new RasterPart(new MonoBitmap(584, 1, new byte[73]))], "584 dots wide; this printer has 576" },
        { "escpos", [], "nothing in it" },
        { "escpos", [new TextPart(["中"])], "no '中' (U+4E2D)" },
        { "escpos", [new TextPart([new string('x', 49)])], "49 columns wide" },
        { "escpos", [new TextPart(["a\nb"])], "control character U+000A" },
        { "escpos", [new BarcodePart(BarcodeSymbology.Ean13, "2112345012506")], "leaves bar codes to dots" },
        { "escpos-draws", [new BarcodePart(BarcodeSymbology.Ean13, "2112345012507")], "must be 6" },
        { "escpos-draws", [new BarcodePart(BarcodeSymbology.Code128, "é")], "U+00E9" },
        { "escpos-draws", [new BarcodePart(BarcodeSymbology.Gs1128, "0109521234543213")], "(01)09521234543213" },
        { "escpos-draws", [new BarcodePart(BarcodeSymbology.Gs1128, "(01)09521234543214")], "check digit" },
        { "escpos-draws", [new BarcodePart(BarcodeSymbology.Qr, "")], "1 to 2331 bytes" },
        { "escpos", [new FeedPart(5000)], "0 to 4095" },
        { "escpos", [new DrawerPart(3)], "2 or 5" },
        { "zpl", [new TextPart(["中"])], "no '中'" },
        { "zpl", [new DrawerPart()], "no command for a cash drawer" },
        { "tspl", [new TextPart(["中"])], "no '中'" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Encode_WhatDoesNotFit_IsNamed(string driver, PrintPart[] parts, string words)
    {
        PrinterSettings settings = driver == "escpos-draws" ? Shop.Read("escpos", ("barcodes", "printer")) : Shop.Read(driver);
        var failure = Assert.Throws<PrintDocumentException>(() => Printer.Encode(new PrintDocument("doc", parts), "AB12", settings));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_LabelHigherThanItsPaper_IsRefused()
    {
        var document = new PrintDocument("label", [new RasterPart(Shop.Picture(80, 200, 1))], 400, 100);
        Assert.Contains("200 dots high; the label has 100", Assert.Throws<PrintDocumentException>(() => Printer.Encode(document, "AB12", Shop.Read("zpl"))).Message);
        Assert.Contains("400 dots wide; this printer has 384", Assert.Throws<PrintDocumentException>(
            () => Printer.Encode(document, "AB12", Shop.Read("tspl", ("model", "gprinter-58")))).Message);
    }

    [Theory]
    [InlineData("ABC")]
    [InlineData("ABCé")]
    public void Encode_BadMark_Throws(string mark) =>
        Assert.Throws<ArgumentException>(() => Printer.Encode(Shop.Ticket(8, 8, 1), mark, Shop.Read("escpos")));

    [Fact]
    public void Rows_OfAJob_AreThoseOnPaper()
    {
        PrinterSettings settings = Shop.Read("escpos", ("model", "epson-tm-t20"));
        byte[] job = EscPosLanguage.Encode(new PrintDocument("t", [new RasterPart(Shop.Picture(500, 700, 1)), new FeedPart(300), new CutPart()]), "AB12", settings);
        Assert.Equal(1000, EscPosRows.Of(job));
        Assert.Equal(320, ZplLanguage.RowsOf(ZplLanguage.Encode(Shop.Label(400, 320, 1), "AB12", Shop.Read("zpl"))));
        Assert.Equal(320, TsplLanguage.RowsOf(TsplLanguage.Encode(Shop.Label(400, 320, 1), "AB12", Shop.Read("tspl")), 8));
    }

    private static MonoBitmap Sparse(int width, int height, Random random)
    {
        var rows = new byte[(width + 7) / 8 * height];
        rows[0] = 0x80;
        for (int box = 0; box < 3; box++)
        {
            int at = random.Next(rows.Length);
            Array.Fill(rows, (byte)0xFF, at, Math.Min(random.Next(1, 60), rows.Length - at));
        }
        int stride = (width + 7) / 8;
        for (int y = 0; y < height; y++)
            rows[(y * stride) + stride - 1] &= (byte)((0xFF << ((stride * 8) - width)) & 0xFF);
        return new MonoBitmap(width, height, rows);
    }

    private static void Give(VirtualPrinter printer, byte[] job)
    {
        for (int done = 0; done < job.Length;)
            done += printer.Receive(job.AsSpan(done));
    }
}
