using Drivers.Scales;
using Drivers.Tests.Fakes;
using Drivers.Tests.Simulators;
using EdgeGateway.Core.Devices;
using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Scales;

/// <summary>Simulated scales that differ from the usual of their protocol, through the same driver.</summary>
public sealed class SimulatedVariantTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly GroundTruth _truth;

    public SimulatedVariantTests() => _truth = new GroundTruth(null, _clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _truth.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task AclasPs1_WithoutSohOrStreaming_IsReadWithTheSameProfile(bool withSoh, bool streams)
    {
        var device = new global::Simulators.Scales.AclasPs1(Pan(), withSoh, streams);
        device.Script("load 1.250");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (IDriver driver, SimulatedPort port) = Driver(global::Drivers.Scales.AclasPs1.Protocol, device, []);
        await using IAsyncEnumerator<Reading> readings = driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        for (int each = 0; each < 5; each++)
            Assert.Equal("1.250 kg True Unknown [] []", await NextAsync(readings, port));
    }

    [Fact]
    public async Task Dialog06_PriceTareAndText_ReachTheScaleAndItsTotalAgrees()
    {
        var device = new global::Simulators.Scales.Dialog06(Pan());
        device.Script("load 1.250");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (IDriver driver, SimulatedPort port) = Driver(global::Drivers.Scales.Dialog06.Protocol, device, []);
        var scale = (ICommandedDriver)driver;
        await scale.ExecuteAsync(new DeviceCommand(DeviceCommandKind.UnitPrice, 19.99m), Ct);
        await scale.ExecuteAsync(new DeviceCommand(DeviceCommandKind.PresetTare, 0.250m), Ct);
        await scale.ExecuteAsync(new DeviceCommand(DeviceCommandKind.Text, Text: "Apples"), Ct);
        await using IAsyncEnumerator<Reading> readings = driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.Equal("1.000 kg True Unknown [] []", await NextAsync(readings, port));
        Assert.Equal("Apples", device.Article.Trim());
        Assert.Equal("1.000 kg True Unknown [] [no_change]", await NextAsync(readings, port));
        device.Script("clear");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("none   Unknown [below_zero] []", await NextAsync(readings, port));
    }

    [Fact]
    public async Task Dialog06_ScaleWithChecksum_IsADeviceErrorInWords()
    {
        (IDriver driver, SimulatedPort port) = Driver(
            global::Drivers.Scales.Dialog06.Protocol, new global::Simulators.Scales.Dialog06(Pan(), challenges: true), []);
        await using IAsyncEnumerator<Reading> readings = driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        DeviceException refusal = await Assert.ThrowsAsync<DeviceException>(() => NextAsync(readings, port));
        Assert.Contains("Dialog 06 checksum", refusal.Message);
    }

    [Fact]
    public async Task DibalPos98_UnitPrice_TheScalesTotalAgreesForEveryWeight()
    {
        var device = new global::Simulators.Scales.DibalPos98(Pan());
        (IDriver driver, SimulatedPort port) = Driver(global::Drivers.Scales.DibalPos98.Protocol, device, new() { ["unit"] = "kg" });
        await ((ICommandedDriver)driver).ExecuteAsync(new DeviceCommand(DeviceCommandKind.UnitPrice, 19.99m), Ct);
        await using IAsyncEnumerator<Reading> readings = driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        foreach (string weight in (string[])["0.001", "0.333", "1.250", "14.999"])
        {
            device.Script($"load {weight}");
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal($"{weight} kg  Unknown [] []", await NextAsync(readings, port));
        }
    }

    private ScalePan Pan() => new(ScaleShape.Counter, _clock, _truth);

    private (IDriver Driver, SimulatedPort Port) Driver(ScaleProtocol protocol, ISimulatedDevice device, Dictionary<string, string> profile)
    {
        var port = new SimulatedPort(device, _clock);
        return (protocol.CreateDriver(new DeviceOptions { Id = "scale-1", Profile = profile }, port, _clock), port);
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<Reading> readings, SimulatedPort port)
    {
        Task<bool> next = readings.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            port.Step();
            await Task.Yield();
        }
        Assert.True(await next);
        return Frames.Text(((WeightReading)readings.Current).Frame);
    }
}
