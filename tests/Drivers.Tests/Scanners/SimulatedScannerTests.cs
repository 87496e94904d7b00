using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Simulators.Scanners;
using Simulators.Session;

namespace Drivers.Tests.Scanners;

/// <summary>The driver through a real port against the simulator, which was written from the protocol on its own.</summary>
public sealed class SimulatedScannerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scanner").FullName;
    private readonly GroundTruth _truth = new(null, TimeProvider.System);
    private DeviceSession? _session;
    private Thread? _thread;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Link => Path.Combine(_folder, "scanner");

    public void Dispose()
    {
        _session?.Stop();
        _session?.Stop();
        _thread?.Join();
        _session?.Dispose();
        _truth.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("\r", "cr")]
    [InlineData("\r\n", "crlf")]
    [InlineData("\t", "any")]
    [InlineData("", "none")]
    public async Task Read_WhatIsScanned_ComesWholeAndInOrder(string suffix, string setting)
    {
        _session = new DeviceSession(
            new BarcodeScanner(suffix, true, TimeSpan.FromMilliseconds(400), _truth), null, _truth, new Random(1), TimeProvider.System, Link);
        var ready = new SignalWriter();
        _thread = new Thread(() => _session.Run(ready)) { IsBackground = true };
        _thread.Start();
        ready.Written.Wait(Ct);
        var device = new DeviceOptions { Id = "scanner-1", Driver = "serial-scanner", Port = Link, Profile = new() { ["suffix"] = setting } };
        DriverDescription driver = DriverCatalog.Find("serial-scanner")!;
        Assert.Empty(driver.Validate(device));
        await using OpenDevice open = await driver.OpenAsync(device, TimeProvider.System, Ct);
        await using IAsyncEnumerator<Reading> readings = open.Driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await readings.MoveNextAsync());
        Assert.IsType<ReadyReading>(readings.Current);
        string[] codes = ["4006381333931", "96385074", "010952123454321310A<GS>21B"];
        foreach (string code in codes)
            await _session.PostAsync($"scan {code}", Ct);
        foreach (string code in codes)
        {
            Assert.True(await readings.MoveNextAsync());
            Assert.Equal(code.Replace("<GS>", "\u001d"), ((ScanReading)readings.Current).Data);
        }
    }
}
