using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Simulators.Printers;
using Tests.Shared;

namespace Drivers.Tests.Printers;

/// <summary>The virtual printers by the words of the manuals, with bytes written out by hand: no driver is involved.</summary>
public sealed class VirtualPrinterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void EscPos_RasterAndCut_GivesASheetWithTheseDots()
    {
        byte[] job = [0x1B, 0x40, 0x1D, 0x76, 0x30, 0, 2, 0, 3, 0, 0x80, 0x01, 0xFF, 0xFF, 0x00, 0x00, 0x1B, 0x4A, 5, 0x1D, 0x56, 0x42, 7];
        Sheet sheet = Assert.Single(VirtualPrinter.Perfect(PrinterModel.Receipt80, job));
        Assert.Equal(SheetEnd.Cut, sheet.End);
        Assert.Equal(3 + 5 + 7, sheet.RowCount);
        Assert.Equal(2, sheet.BlackRows);
        Assert.True(sheet.IsBlack(0, 0) && sheet.IsBlack(15, 0) && !sheet.IsBlack(1, 0) && sheet.IsBlack(8, 1) && !sheet.IsBlack(16, 1));
    }

    [Fact]
    public void EscPos_StoredGraphic_PrintsWithFunction50()
    {
        byte[] job = [0x1B, 0x40, 0x1D, 0x28, 0x4C, 12, 0, 0x30, 0x70, 0x30, 1, 1, 0x31, 9, 0, 1, 0, 0xFF, 0x80, 0x1D, 0x28, 0x4C, 2, 0, 0x30, 0x32];
        Sheet sheet = Assert.Single(VirtualPrinter.Perfect(PrinterModel.Receipt80, job));
        Assert.Equal(1, sheet.BlackRows);
        Assert.True(sheet.IsBlack(8, 0) && !sheet.IsBlack(9, 0));
    }

    [Fact]
    public void EscPos_ChineseAndText_IsKeptAsText()
    {
        byte[] job = [0x1B, 0x40, .. "Total "u8, 0x1C, 0x26, 0xA3, 0xA4, 0xD6, 0xD0, 0x1C, 0x2E, .. "12.50\n"u8];
        Sheet sheet = Assert.Single(VirtualPrinter.Perfect(PrinterModel.Receipt80, job));
        Assert.Equal(["Total ￥中12.50"], sheet.Lines);
    }

    [Fact]
    public void EscPos_DrawerQrAndBarcodes_AreNoted()
    {
        byte[] job =
        [
            0x1B, 0x70, 0, 25, 250, 0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0, 0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x43, 4, 0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x45, 0x31,
            0x1D, 0x28, 0x6B, 5, 0, 0x31, 0x50, 0x30, (byte)'a', (byte)'b', 0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30,
            0x1D, 0x6B, 67, 13, .. "2112345012506"u8, 0x1D, 0x6B, 73, 10, .. "{C{1"u8, 1, 9, 52, 12, .. "{B"u8,
        ];
        using var printer = new VirtualPrinter(PrinterModel.Receipt80, TimeProvider.System);
        printer.Receive(job);
        Assert.Equal(1, printer.Roll.Kicks[2]);
        Assert.Equal(["qr:ab", "ean13:2112345012506", "code128:<FNC1>01095212"], printer.Roll.Current.Symbols);
        Assert.Empty(printer.Roll.UnknownCommands);
    }

    [Theory]
    [InlineData(PrinterFault.PaperNearEnd, "12121e", "10000300", "03")]
    [InlineData(PrinterFault.CoverOpen, "1a1612", "38000000", "")]
    [InlineData(PrinterFault.PaperOut, "1a327e", "18000f00", "")]
    [InlineData(PrinterFault.Overheated, "1a5212", "18400000", "")]
    public void EscPos_Status_HasTheBitsOfTheManual(object fault, string realTime, string automatic, string queued)
    {
        using var printer = new VirtualPrinter(PrinterModel.Receipt80, TimeProvider.System);
        var host = new Host();
        printer.Attach(host);
        printer.Set((PrinterFault)fault, on: true);
        printer.Receive([0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 4]);
        Assert.Equal(realTime, host.TakeHex());
        printer.Receive([0x1D, 0x72, 1]);
        Assert.Equal(queued, host.TakeHex());
        printer.Set((PrinterFault)fault, on: false);
        host.TakeHex();
        printer.Receive([0x1D, 0x61, 0xFF]);
        Assert.Equal("10000000", host.TakeHex());
        printer.Set((PrinterFault)fault, on: true);
        Assert.Equal(automatic, host.TakeHex());
    }

    [Fact]
    public void EscPos_ProcessId_ComesWhenTheRowsBeforeAreOnPaper()
    {
        var clock = new ManualClock();
        using var printer = new VirtualPrinter(PrinterModel.Receipt80 with { RowsPerSecond = 100 }, clock);
        var host = new Host();
        printer.Attach(host);
        printer.Receive([0x1B, 0x40, .. Raster(50), 0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30, .. "AB12"u8]);
        clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("", host.TakeHex());
        Assert.InRange(printer.Roll.Rows, 25, 35);
        clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("37224142313200", host.TakeHex());
        Assert.Equal(["AB12"], printer.Roll.Sheets[0].Marks);
    }

    [Theory]
    [InlineData(true, 1, 0)]
    [InlineData(false, 0, 1)]
    public void PaperOut_WithinAJob_HoldsOrLosesTheRest(bool keeps, int whole, int beginnings)
    {
        byte[] job = [0x1B, 0x40, .. Raster(50), 0x1D, 0x56, 0];
        PrinterModel model = PrinterModel.Receipt80 with { KeepsDataOnFault = keeps };
        Sheet perfect = Assert.Single(VirtualPrinter.Perfect(model, job));
        using var printer = new VirtualPrinter(model, TimeProvider.System);
        printer.FailAfterRows(20, PrinterFault.PaperOut);
        printer.Receive(job);
        Assert.Equal(20, printer.Roll.Rows);
        Assert.Equal((0, 1), (printer.Roll.Copies(perfect), printer.Roll.Beginnings(perfect)));
        printer.Set(PrinterFault.PaperOut, on: false);
        Assert.Equal((whole, beginnings), (printer.Roll.Copies(perfect), printer.Roll.Beginnings(perfect)));
        Assert.Equal(1, printer.Roll.Sheets[0].Tears);
    }

    [Fact]
    public void PowerOff_AtAnyByte_LosesTheRestAndStartsClean()
    {
        byte[] job = [0x1B, 0x40, .. Raster(8), 0x1D, 0x56, 0];
        Sheet perfect = Assert.Single(VirtualPrinter.Perfect(PrinterModel.Receipt80, job));
        for (int at = 1; at <= job.Length; at++)
        {
            using var printer = new VirtualPrinter(PrinterModel.Receipt80, TimeProvider.System);
            printer.FailAfterBytes(at, PrinterFault.PowerOff);
            Assert.Equal(at, printer.Receive(job));
            printer.Set(PrinterFault.PowerOff, on: false);
            int before = printer.Roll.Copies(perfect);
            Assert.Equal(job.Length, printer.Receive(job));
            Assert.Equal(before + 1, printer.Roll.Copies(perfect));
            Assert.Empty(printer.Roll.UnknownCommands);
        }
    }

    [Fact]
    public void CutterJam_StopsAtTheCutAndSaysSo()
    {
        using var printer = new VirtualPrinter(PrinterModel.Receipt80, TimeProvider.System);
        var host = new Host();
        printer.Attach(host);
        printer.Set(PrinterFault.CutterJam, on: true);
        printer.Receive([0x1B, 0x40, .. Raster(4), 0x1D, 0x56, 0, 0x10, 4, 3]);
        Assert.Equal("1a", host.TakeHex());
        Assert.Equal(0, printer.Roll.Cuts);
        printer.Set(PrinterFault.CutterJam, on: false);
        Assert.Equal(1, printer.Roll.Cuts);
    }

    [Fact]
    public void LateClone_AnswersEachQuestionWithTheAnswerBefore()
    {
        using var printer = new VirtualPrinter(PrinterModel.LateClone80, TimeProvider.System);
        var host = new Host();
        printer.Attach(host);
        printer.Receive([0x10, 4, 1]);
        Assert.Equal("", host.TakeHex());
        printer.Set(PrinterFault.CoverOpen, on: true);
        printer.Receive([0x10, 4, 1]);
        Assert.Equal("12", host.TakeHex());
        printer.Receive([0x10, 4, 1]);
        Assert.Equal("1a", host.TakeHex());
    }

    [Fact]
    public void Zpl_GraphicLabel_PrintsOnceAndCountsItsLabels()
    {
        byte[] job = Encoding.ASCII.GetBytes("^XA^FXAB12^FS^CI28^PW16^LL4^FO0,0^GFA,4,4,2,H8001,J0F,^FS^XZ");
        byte[] right = Encoding.ASCII.GetBytes("^XA^FXAB12^FS^CI28^PW16^LL4^FO0,0^GFA,4,4,2,8001!^FS^XZ");
        using var printer = new VirtualPrinter(PrinterModel.ZplLabel, TimeProvider.System);
        printer.Receive(job);
        Assert.Single(printer.Roll.UnknownCommands);
        Sheet sheet = Assert.Single(VirtualPrinter.Perfect(PrinterModel.ZplLabel, right));
        Assert.Equal((2, SheetEnd.Label, 4), (sheet.BlackRows, sheet.End, sheet.RowCount));
        Assert.Equal(["AB12"], sheet.Marks);
        Assert.True(sheet.IsBlack(0, 0) && sheet.IsBlack(15, 0) && sheet.IsBlack(3, 1));
    }

    [Fact]
    public void Zpl_PaperOutInALabel_IsSilentAndThenPrintsItAnew()
    {
        byte[] job = Encoding.ASCII.GetBytes("^XA^LL8^FO0,0^GFA,8,8,1,0102030405060708^FS^XZ");
        Sheet whole = Assert.Single(VirtualPrinter.Perfect(PrinterModel.ZplLabel, job));
        using var printer = new VirtualPrinter(PrinterModel.ZplLabel, TimeProvider.System);
        var host = new Host();
        printer.Attach(host);
        printer.FailAfterRows(3, PrinterFault.PaperOut);
        printer.Receive(job);
        printer.Receive("~HS"u8);
        Assert.Equal("", host.TakeHex());
        printer.Set(PrinterFault.PaperOut, on: false);
        Assert.Equal((1, 1), (printer.Roll.Copies(whole), printer.Roll.Beginnings(whole)));
        printer.Receive("~HS"u8);
        Assert.Contains(",00000000,1,000\u0003", host.TakeText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tspl_Bitmap_PrintsZeroBitsBlack()
    {
        byte[] job = [.. "SIZE 10 mm,1 mm\r\nGAP 2 mm,0 mm\r\nREM AB12\r\nCLS\r\nREM AB12\r\nBITMAP 8,0,1,2,0,"u8, 0x7F, 0x0A, .. "\r\nPRINT 1,1\r\n"u8];
        Sheet sheet = Assert.Single(VirtualPrinter.Perfect(PrinterModel.TsplLabel, job));
        Assert.Equal((8, 2), (sheet.RowCount, sheet.BlackRows));
        Assert.True(sheet.IsBlack(8, 0) && !sheet.IsBlack(9, 0) && sheet.IsBlack(8, 1) && !sheet.IsBlack(14, 1) && sheet.IsBlack(15, 1));
        Assert.Equal(["AB12"], sheet.Marks);
    }

    [Theory]
    [InlineData(PrinterFault.CoverOpen, "01")]
    [InlineData(PrinterFault.PaperOut, "04")]
    [InlineData(PrinterFault.RibbonOut, "08")]
    [InlineData(PrinterFault.Paused, "10")]
    public void Tspl_Status_HasTheBitsOfTheManual(object fault, string status)
    {
        using var printer = new VirtualPrinter(PrinterModel.TsplLabel, TimeProvider.System);
        var host = new Host();
        printer.Attach(host);
        printer.Receive("\u001b!?"u8);
        printer.Set((PrinterFault)fault, on: true);
        printer.Receive("\u001b!?"u8);
        Assert.Equal("00" + status, host.TakeHex());
    }

    [Fact]
    public async Task Server_FullBuffer_HoldsTheHostUntilThereIsRoom()
    {
        using var printer = new VirtualPrinter(PrinterModel.Receipt80 with { BufferBytes = 64 }, TimeProvider.System);
        await using PrinterServer server = PrinterServer.Start(printer);
        printer.Set(PrinterFault.CoverOpen, on: true);
        using var host = new TcpClient();
        await host.ConnectAsync("127.0.0.1", server.Port, Ct);
        byte[] job = [0x1B, 0x40, .. Raster(200), 0x1D, 0x72, 1];
        await host.GetStream().WriteAsync(job, Ct);
        while (printer.Received < 64)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Ct);
        Assert.Equal(0, printer.Roll.Rows);
        printer.Set(PrinterFault.CoverOpen, on: false);
        Assert.Equal(0, await ReadByteAsync(host));
        Assert.Equal(200, printer.Roll.Rows);
    }

    [Fact]
    public async Task Server_PowerOff_ResetsTheConnection()
    {
        using var printer = new VirtualPrinter(PrinterModel.Receipt80, TimeProvider.System);
        await using PrinterServer server = PrinterServer.Start(printer);
        using var host = new TcpClient();
        await host.ConnectAsync("127.0.0.1", server.Port, Ct);
        printer.FailAfterBytes(2, PrinterFault.PowerOff);
        await host.GetStream().WriteAsync(new byte[] { 0x1B, 0x40 }, Ct);
        await Assert.ThrowsAsync<IOException>(() => ReadByteAsync(host));
    }

    [Fact]
    public void Picture_OfASheet_IsAPngWithItsDots()
    {
        Sheet sheet = Assert.Single(VirtualPrinter.Perfect(PrinterModel.MuteClone58, Raster(3)));
        byte[] png = sheet.ToPng();
        Assert.Equal(0x89, png[0]);
        int data = png.AsSpan().IndexOf("IDAT"u8);
        using var zlib = new ZLibStream(new MemoryStream(png, data + 4, png.Length - data - 4), CompressionMode.Decompress);
        var first = new byte[3];
        zlib.ReadExactly(first);
        Assert.Equal([0, 0xFF, 0xFE], first);
    }

    private static byte[] Raster(int rows)
    {
        var bytes = new List<byte> { 0x1D, 0x76, 0x30, 0, 2, 0, (byte)rows, (byte)(rows >> 8) };
        for (int row = 0; row < rows; row++)
            bytes.AddRange([(byte)row, 1]);
        return [.. bytes];
    }

    private static async Task<int> ReadByteAsync(TcpClient host)
    {
        var one = new byte[1];
        await host.GetStream().ReadExactlyAsync(one, Ct);
        return one[0];
    }

    private sealed class Host : IPrinterWire
    {
        private readonly List<byte> _heard = [];

        public void Send(byte[] bytes) => _heard.AddRange(bytes);

        public void Break(WireBreak how)
        {
        }

        public string TakeHex()
        {
            string hex = Convert.ToHexStringLower(_heard.ToArray());
            _heard.Clear();
            return hex;
        }

        public string TakeText()
        {
            string text = Encoding.ASCII.GetString(_heard.ToArray());
            _heard.Clear();
            return text;
        }
    }
}
