using Drivers.Shelves;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Simulators.Session;
using Simulators.Shelves;
using static Drivers.Tests.Shelves.Plates;

namespace Drivers.Tests.Shelves;

/// <summary>The shipped register maps against transmitters that were written from the makers' manuals, on a serial line and by TCP.</summary>
public sealed class TransmitterTests
{
    private static readonly Dictionary<string, string> s_scales = new() { ["laumas"] = "0.1", ["dini-argeo"] = "0.1", ["eagle"] = "1000", ["tuna"] = "1000" };

    public static TheoryData<string> Makers => [.. TransmitterMap.Names];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryMaker_NeedsOnlyUnitAndScale()
    {
        Assert.Equal(TransmitterMap.Names.Append(Transmitters.Other), Transmitters.Names);
        Assert.All(TransmitterMap.Names, maker => Assert.Empty(ModbusPlate.Description.Validate(Device("/dev/ttyS9", 1, maker))));
        IReadOnlyList<string> errors = ModbusPlate.Description.Validate(new DeviceOptions
        {
            Id = "p", Driver = ModbusPlate.Name, Port = "/dev/ttyS9", Profile = new() { ["transmitter"] = "laumas", ["word_order"] = "middle" },
        });
        Assert.Equal(["profile.unit_id", "profile.word_order", "profile.scale"], errors.Select(error => error[..error.IndexOf(':')]));
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task Read_Rtu_GivesTheLoadStableAndWhatIsTooMuch(string maker)
    {
        ModbusPlateTests.SkipWithoutLibrary();
        using var bus = new SimulatedBus(TransmitterMap.Create(maker), 1);
        await bus.ScriptAsync("load 1250");
        await using OpenDevice plate = await OpenAsync(Device(bus.Link, 1, maker));
        LoadReading settled = await FirstAsync(plate, reading => reading.Grams is > 1240 and < 1260 && reading.Stable != false);
        Assert.Equal(maker == "eagle" ? null : true, settled.Stable);
        await bus.ScriptAsync("fault");
        LoadReading broken = await FirstAsync(plate, reading => reading.Errors.Count > 0);
        Assert.Null(broken.Grams);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task Read_TakenBelowZero_HasItsSign(string maker)
    {
        ModbusPlateTests.SkipWithoutLibrary();
        using var bus = new SimulatedBus(TransmitterMap.Create(maker), 1);
        await bus.ScriptAsync("load 15");
        await using OpenDevice plate = await OpenAsync(Device(bus.Link, 1, maker));
        await FirstAsync(plate, reading => reading.Grams > 10);
        bus.Surface(1).Zero();
        await bus.ScriptAsync("clear");
        LoadReading below = await FirstAsync(plate, reading => reading.Grams is > -20 and < -10 || Math.Abs(reading.Grams ?? 0) > 100);
        Assert.InRange(below.Grams!.Value, -20m, -10m); // a lost sign is 6,553.6 g or more; ringing is 8 g at most
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task Read_Tcp_TwoUnitsOnOneConnection_EachGetsItsOwn(string maker)
    {
        ModbusPlateTests.SkipWithoutLibrary();
        var server = new ModbusTcpPlates(Surfaces(2), TransmitterMap.Create(maker), 0);
        using var running = new SimulatedFree(server);
        running.Script("unit 1 load 1000");
        running.Script("unit 2 load 2000");
        await using OpenDevice first = await OpenAsync(Device($"tcp://127.0.0.1:{server.Port}", 1, maker));
        await using OpenDevice second = await OpenAsync(Device($"tcp://127.0.0.1:{server.Port}", 2, maker));
        LoadReading[] loads = await Task.WhenAll(
            FirstAsync(first, reading => reading.Grams is > 990 and < 1010), FirstAsync(second, reading => reading.Grams is > 1990 and < 2010));
        Assert.All(loads, load => Assert.Empty(load.Errors));
    }

    [Theory]
    [InlineData("laumas", true)]
    [InlineData("dini-argeo", true)]
    [InlineData("tuna", true)]
    [InlineData("eagle", false)]
    public async Task Zero_IsWrittenOnceInTenSeconds_AndNothingIsEverSaved(string maker, bool hasCommands)
    {
        ModbusPlateTests.SkipWithoutLibrary();
        string log = Path.GetTempFileName();
        using var truth = new GroundTruth(log, TimeProvider.System);
        var surface = new PlateSurface(1, 10_000m, new Random(1), TimeProvider.System, truth);
        var server = new ModbusTcpPlates([surface], TransmitterMap.Create(maker), 0);
        using var running = new SimulatedFree(server);
        surface.Stock(500m);
        await using OpenDevice plate = await OpenAsync(Device($"tcp://127.0.0.1:{server.Port}", 1, maker));
        var driver = (ICommandedDriver)plate.Driver;
        Assert.Equal(hasCommands, driver.Commands.Contains(DeviceCommandKind.Zero));
        CommandOutcome done = await driver.ExecuteAsync(new DeviceCommand(DeviceCommandKind.Zero), Ct);
        CommandOutcome again = await driver.ExecuteAsync(new DeviceCommand(DeviceCommandKind.Zero), Ct);
        Assert.Equal((hasCommands, false), (done.Done, again.Done));
        if (hasCommands)
        {
            Assert.Contains("less than 10 s ago", again.Reason);
            await FirstAsync(plate, reading => reading.Grams is > -10 and < 10);
        }
        running.Dispose();
        truth.Dispose();
        Assert.DoesNotContain("saved", await File.ReadAllTextAsync(log, Ct));
        File.Delete(log);
    }

    [Fact]
    public async Task Read_TcpCutOff_IsAnIOExceptionAndOpensAgain()
    {
        ModbusPlateTests.SkipWithoutLibrary();
        var server = new ModbusTcpPlates(Surfaces(1), new LaumasMap(), 0);
        using var running = new SimulatedFree(server);
        await using (OpenDevice plate = await OpenAsync(Device($"tcp://127.0.0.1:{server.Port}", 1, "laumas")))
        {
            await FirstAsync(plate, _ => true);
            running.Script("unplug");
            Assert.Contains("the connection is gone", Assert.IsType<IOException>(await FailureAsync(plate)).Message);
        }
        await using OpenDevice second = await OpenAsync(Device($"tcp://127.0.0.1:{server.Port}", 1, "laumas"));
        await FirstAsync(second, _ => true);
    }

    [Fact]
    public async Task Open_TcpWhereNobodyListens_IsAnIOException()
    {
        ModbusPlateTests.SkipWithoutLibrary();
        IOException failure = await Assert.ThrowsAsync<IOException>(() => OpenAsync(Device("tcp://127.0.0.1:9", 1, "laumas")));
        Assert.Contains("cannot connect", failure.Message);
    }

    internal static DeviceOptions Device(string port, int unit, string maker) => new()
    {
        Id = $"plate-{unit}",
        Driver = ModbusPlate.Name,
        Port = port,
        Profile = new()
        {
            ["transmitter"] = maker, ["unit_id"] = $"{unit}", ["scale"] = s_scales[maker], ["poll_interval_ms"] = "10", ["response_timeout_ms"] = "5000",
        },
    };

    private static async Task<OpenDevice> OpenAsync(DeviceOptions device) => await ModbusPlate.Description.OpenAsync(device, TimeProvider.System, Ct);
}
