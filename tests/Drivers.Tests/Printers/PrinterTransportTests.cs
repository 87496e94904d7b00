using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Drivers.Ports;
using Drivers.Printers;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

[SupportedOSPlatform("linux")]
public sealed class PrinterTransportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tcp_NobodyThere_SaysWhatToLookAt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        IOException refused = await Assert.ThrowsAsync<IOException>(
            async () => await TcpLink.OpenAsync(new PortAddress(null, "127.0.0.1", port), TimeSpan.FromSeconds(1), TimeProvider.System, Ct));
        Assert.Contains("cannot connect", refused.Message);
        Assert.Contains("is the printer on", refused.Message);
    }

    [Fact]
    public async Task Tcp_PrinterTakesNothing_EndsInTimeAndSaysHowMuchHadLeft()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80 with { BufferBytes = 256 }, "escpos", Shop.Impatient(("status", "none")));
        shop.Virtual.Set(PrinterFault.Stall, on: true);
        var document = new PrintDocument("long", [.. Enumerable.Range(0, 12).Select(number => new RasterPart(Shop.Picture(576, 1000, number)))]);
        byte[] job = shop.Printer.Encode(document, "AB12");
        var sent = new Shop.Sent();
        await using IPrinterConnection connection = await shop.Printer.OpenAsync(Ct);
        IOException stopped = await Assert.ThrowsAsync<IOException>(async () => await connection.SendAsync(job, sent, Ct));
        Assert.Contains("took nothing for 0.5 s", stopped.Message);
        Assert.InRange(sent.Count, 1, job.Length);
        Assert.Equal(0, shop.Virtual.Roll.Rows);
    }

    [Fact]
    public async Task Tcp_BrokenJob_IsNotDeliveredLater()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80 with { BufferBytes = 256 }, "escpos", Shop.Impatient(("status", "none")));
        shop.Virtual.FailAfterBytes(30_000, PrinterFault.Stall);
        PrintDocument ticket = Shop.Ticket(576, 4000, 1);
        Assert.Equal(PrintOutcome.Unknown, (await shop.RunAsync(ticket, "AB12", Ct)).Outcome);
        shop.Virtual.Set(PrinterFault.Stall, on: false);
        PrintDocument next = Shop.Ticket(576, 50, 2);
        await shop.RunAsync(next, "CD34", Ct);
        while (shop.Virtual.Look(each => each.Roll.Copies(shop.Perfect(next, "CD34"))) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
        Assert.Equal(0, shop.Virtual.Roll.Copies(shop.Perfect(ticket, "AB12")));
    }

    [Fact]
    public async Task Tcp_EveryJob_ClosesItsConnection()
    {
        var printer = new VirtualPrinter(PrinterModel.Receipt80, TimeProvider.System);
        await using PrinterServer server = PrinterServer.Start(printer);
        var device = new DeviceOptions { Id = "one-connection", Driver = "escpos", Port = server.Address, Profile = Shop.WithLimits(new Dictionary<string, string>()) };
        IPrinter driver = DriverCatalog.Find("escpos")!.CreatePrinter!(device, TimeProvider.System);
        for (int job = 0; job < 3; job++)
        {
            await using IPrinterConnection connection = await driver.OpenAsync(Ct);
            await connection.SendAsync(driver.Encode(Shop.Ticket(576, 10, job), "AB12"), new Shop.Sent(), Ct);
            Assert.Equal(PrintOutcome.Printed, (await connection.ConfirmAsync("AB12", Ct)).Outcome);
        }
        Assert.Equal(3, server.Connections);
    }

    [Theory]
    [InlineData(0x18, false, false, false)]
    [InlineData(0x38, true, false, false)]
    [InlineData(0x08, false, true, false)]
    [InlineData(0x10, false, false, true)]
    public void Usb_StatusBits_AreThoseOfTheKernel(int bits, bool isOut, bool isOffline, bool hasError) =>
        Assert.Equal((isOut, isOffline, hasError), LpFile.Read(bits));

    [Fact]
    public void Usb_NoSpaceLeft_IsPaperOutInWords() =>
        Assert.Contains("paper is out (ENOSPC)", LpFile.Failure("/dev/usb/lp0", PortErrors.Gone("/dev/usb/lp0", 28)).Message);

    [Fact]
    public async Task Usb_NodeOfTheKernel_IsWrittenReadAndMissedWhenPulled()
    {
        using var pty = new Pty();
        var link = new UsbLink(LpFile.Open(pty.Link));
        Assert.Equal(5, await link.WriteSomeAsync("hello"u8.ToArray(), Ct));
        Assert.Equal("hello"u8.ToArray(), await pty.ReceiveAsync(5, Ct));
        pty.Send([0x16]);
        var one = new byte[4];
        Assert.Equal(1, await link.ReadAsync(one, Ct));
        Assert.Null(link.CableStatus);
        Assert.Contains("another program", Assert.Throws<IOException>(() => LpFile.Open(pty.Link)).Message);
        ValueTask<int> reading = link.ReadAsync(one, Ct);
        pty.Unplug();
        await Assert.ThrowsAsync<IOException>(async () => await reading);
        await link.DisposeAsync();
    }

    [Fact]
    public void Usb_NoSuchNode_SaysSo() => Assert.Contains("no such port", Assert.Throws<IOException>(() => LpFile.Open("/dev/usb/lp77")).Message);

    [Fact]
    public async Task Serial_Job_IsPrintedOverAPty()
    {
        string folder = Directory.CreateTempSubdirectory("printer").FullName;
        try
        {
            using var printer = new VirtualPrinter(PrinterModel.Receipt80 with { BufferBytes = 512 }, TimeProvider.System);
            using var line = PrinterPty.Start(printer, Path.Combine(folder, "port"));
            var device = new DeviceOptions
            {
                Id = "serial-printer", Driver = "escpos", Port = Path.Combine(folder, "port"), Line = "115200-8N1",
                Profile = Shop.WithLimits(new Dictionary<string, string> { ["model"] = "epson-tm-t20", ["flow"] = "dtr-dsr" }),
            };
            IPrinter driver = DriverCatalog.Find("escpos")!.CreatePrinter!(device, TimeProvider.System);
            PrintDocument ticket = Shop.Ticket(576, 200, 3);
            byte[] job = driver.Encode(ticket, "AB12");
            await using (IPrinterConnection connection = await driver.OpenAsync(Ct))
            {
                Assert.Equal(false, (await connection.QueryAsync(Ct)).Blocked);
                await connection.SendAsync(job, new Shop.Sent(), Ct);
                PrintConfirmation confirmation = await connection.ConfirmAsync("AB12", Ct);
                Assert.True(confirmation.Outcome == PrintOutcome.Printed, confirmation.Reason);
            }
            Assert.Equal(1, printer.Roll.Copies(VirtualPrinter.Perfect(PrinterModel.Receipt80, job).First(sheet => !sheet.IsBlank)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Cups_Queue_TakesTheJobAndStaysUnknown()
    {
        string folder = Directory.CreateTempSubdirectory("cups").FullName;
        string program = Path.Combine(folder, "lp");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho \"$@\" > {folder}/arguments\ncat > {folder}/job\n", Ct);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var printer = new CupsPrinter("cups-printer", "receipts", Shop.Read("escpos"), program, TimeProvider.System);
        Assert.True(printer.IsWeak);
        byte[] job = printer.Encode(Shop.Ticket(576, 10, 1), "AB12");
        await using IPrinterConnection connection = await printer.OpenAsync(Ct);
        await connection.SendAsync(job, new Shop.Sent(), Ct);
        PrintConfirmation confirmation = await connection.ConfirmAsync("AB12", Ct);
        Assert.Equal(PrintOutcome.Unknown, confirmation.Outcome);
        Assert.False((await connection.QueryAsync(Ct)).Answered);
        Assert.Equal("-d receipts -o raw -s -\n", await File.ReadAllTextAsync(Path.Combine(folder, "arguments"), Ct));
        Assert.Equal(job, await File.ReadAllBytesAsync(Path.Combine(folder, "job"), Ct));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Cups_RefusedOrMissing_IsAFailureInWords()
    {
        string folder = Directory.CreateTempSubdirectory("cups").FullName;
        string program = Path.Combine(folder, "lp");
        await File.WriteAllTextAsync(program, "#!/bin/sh\ncat > /dev/null\necho 'lp: no such queue' >&2\nexit 1\n", Ct);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach ((string path, string words) in new[] { (program, "no such queue"), (Path.Combine(folder, "none"), "install cups-client") })
        {
            var printer = new CupsPrinter("cups-printer", "receipts", Shop.Read("escpos"), path, TimeProvider.System);
            await using IPrinterConnection connection = await printer.OpenAsync(Ct);
            IOException failure = await Assert.ThrowsAsync<IOException>(async () => await connection.SendAsync(new byte[] { 1 }, new Shop.Sent(), Ct));
            Assert.Contains(words, failure.Message);
        }
        Directory.Delete(folder, recursive: true);
    }
}
