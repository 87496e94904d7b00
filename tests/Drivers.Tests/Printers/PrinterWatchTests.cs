using Drivers.Printers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

public sealed class PrinterWatchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_GoodPrinter_SaysHowItIs()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80, "escpos", ("model", "epson-tm-t20"));
        await using IAsyncEnumerator<Reading> readings = await WatchAsync(shop, "watch-good");
        Assert.Equal(false, (await NextAsync(readings)).Status.Blocked);
        shop.Virtual.Set(PrinterFault.PaperNearEnd, on: true);
        Assert.Equal(PaperState.NearEnd, (await NextAsync(readings)).Status.Paper);
        shop.Virtual.Set(PrinterFault.CoverOpen, on: true);
        Assert.Equal(true, (await NextAsync(readings)).Status.CoverOpen);
    }

    [Fact]
    public async Task Watch_PrinterThatAnswersNothing_IsThereAndUnknown()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.MuteClone58, "escpos");
        await using IAsyncEnumerator<Reading> readings = await WatchAsync(shop, "watch-mute", Shop.Impatient());
        PrinterStatus status = (await NextAsync(readings)).Status;
        Assert.Equal((false, null, PaperState.Unknown), (status.Answered, status.Blocked, status.Paper));
    }

    [Fact]
    public async Task Watch_PrinterSwitchedOff_Fails()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80, "escpos");
        await using IAsyncEnumerator<Reading> readings = await WatchAsync(shop, "watch-off");
        await NextAsync(readings);
        await shop.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => NextAsync(readings));
    }

    [Fact]
    public async Task Watch_WhileAJobRuns_DoesNotTouchThePrinter()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80, "escpos");
        DeviceOptions device = Device(shop, "watch-job");
        await using IAsyncEnumerator<Reading> readings = await WatchAsync(shop, "watch-job");
        await NextAsync(readings);
        IPrinter printer = DriverCatalog.Find("escpos")!.CreatePrinter!(device, TimeProvider.System);
        await using IPrinterConnection connection = await printer.OpenAsync(Ct);
        await connection.QueryAsync(Ct);
        long before = shop.Virtual.Received;
        PrinterStatus during = (await NextAsync(readings)).Status;
        Assert.Equal(false, during.Blocked);
        Assert.Equal(before, shop.Virtual.Received);
    }

    [Fact]
    public async Task Job_WhileTheWatchWaitsForAnAnswer_DoesNotWaitForIt()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.MuteClone58, "escpos");
        DeviceOptions device = Device(shop, "watch-preempted", ("answer_ms", "10000"));
        await using OpenDevice open = await DriverCatalog.Find("escpos")!.OpenAsync(device, TimeProvider.System, Ct);
        await using IAsyncEnumerator<Reading> readings = open.Driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        long before = shop.Virtual.Received;
        Task<PrinterReading> asking = NextAsync(readings);
        while (shop.Virtual.Received == before)
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Ct);
        IPrinter printer = DriverCatalog.Find("escpos")!.CreatePrinter!(device, TimeProvider.System);
        await using IPrinterConnection connection = await printer.OpenAsync(Ct);
        Assert.False((await asking).Status.Answered);
    }

    [Theory]
    [InlineData("escpos")]
    [InlineData("zpl")]
    [InlineData("tspl")]
    public void Settings_EveryMistake_IsListedWithWhatIsExpected(string driver)
    {
        var device = new DeviceOptions
        {
            Id = "p", Driver = driver, Port = "cups://bad queue", Line = "9600-8N1",
            Profile = new() { ["model"] = "hp-laserjet", ["dots"] = "9999", ["answer_ms"] = "soon", ["cutter"] = "maybe", ["colour"] = "red" },
        };
        IReadOnlyList<string> errors = DriverCatalog.Find(driver)!.Validate(device);
        Assert.Equal(7, errors.Count);
        Assert.Contains(errors, error => error.StartsWith("port: 'cups://bad queue' must be cups://", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("line: '9600-8N1' has no meaning", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("profile.model: 'hp-laserjet' must be one of", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("profile.dots: '9999' must be a whole number from 64 to 4096", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("profile.colour:", StringComparison.Ordinal));
    }

    [Fact]
    public void Models_AreUniqueAndSayTheirSource()
    {
        Assert.Distinct(PrinterModels.All.Select(model => model.Name));
        Assert.All(PrinterModels.All, model => Assert.True(model.Source.Length > 10 && model.About.Length > 5));
        Assert.All(PrinterModels.All, model => Assert.Equal(0, model.Profile.DotsPerLine % 8));
    }

    [Fact]
    public async Task Cups_Watch_SaysThatItIsWeakAndNothingElse()
    {
        var device = new DeviceOptions { Id = "watch-cups", Driver = "escpos", Port = "cups://receipts" };
        await using OpenDevice open = await DriverCatalog.Find("escpos")!.OpenAsync(device, TimeProvider.System, Ct);
        Assert.Contains("may print twice", open.Note!);
        await using IAsyncEnumerator<Reading> readings = open.Driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.False((await NextAsync(readings)).Status.Answered);
        Assert.True(DriverCatalog.Find("escpos")!.CreatePrinter!(device, TimeProvider.System).IsWeak);
    }

    private static DeviceOptions Device(Shop shop, string id, params (string Name, string Value)[] profile) => new()
    {
        Id = id, Driver = "escpos", Port = shop.Address!, Profile = Shop.WithLimits(profile.ToDictionary(each => each.Name, each => each.Value)),
    };

    private static async Task<IAsyncEnumerator<Reading>> WatchAsync(Shop shop, string id, params (string Name, string Value)[] profile)
    {
        OpenDevice open = await DriverCatalog.Find("escpos")!.OpenAsync(Device(shop, id, profile), TimeProvider.System, Ct);
        return open.Driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
    }

    private static async Task<PrinterReading> NextAsync(IAsyncEnumerator<Reading> readings)
    {
        Assert.True(await readings.MoveNextAsync());
        return Assert.IsType<PrinterReading>(readings.Current);
    }
}
