using System.Runtime.InteropServices;
using Drivers.Ports;
using Drivers.Shelves;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Shelves;

/// <summary>The plate driver through libmodbus against the simulator's slaves, over a pty.</summary>
public class ModbusPlateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static void SkipWithoutLibrary()
    {
        bool there = NativeLibrary.TryLoad("libmodbus.so.5", out nint library);
        Assert.SkipUnless(there, "libmodbus.so.5 is not installed (Debian package libmodbus5)");
        NativeLibrary.Free(library);
    }

    [Fact]
    public async Task Read_LoadOnThePlate_ComesInGrams()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        await bus.ScriptAsync("load 1250");
        await using OpenDevice plate = await OpenAsync(bus, unit: 1);
        LoadReading settled = await FirstAsync(plate, reading => reading.Stable == true && reading.Grams > 1000);
        // The simulator calls a plate settled while it still rings by a gram or two.
        Assert.InRange(settled.Grams!.Value, 1240m, 1260m);
        Assert.Equal(settled.Counts / 10m, settled.Grams);
        Assert.Empty(settled.Errors);
        Assert.Equal("plate-1", settled.DeviceId);
    }

    [Fact]
    public async Task Read_FaultOrOverload_HasNoGrams()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        await using OpenDevice plate = await OpenAsync(bus, unit: 1);
        await bus.ScriptAsync("over");
        LoadReading over = await FirstAsync(plate, reading => reading.Errors.Count > 0);
        Assert.Equal((null, "overload"), (over.Grams, Assert.Single(over.Errors)));
        await bus.ScriptAsync("fault");
        LoadReading fault = await FirstAsync(plate, reading => reading.Errors.Contains("sensor_fault"));
        Assert.Null(fault.Grams);
        Assert.NotEqual(true, fault.Stable);
    }

    [Fact]
    public async Task Read_TwoPlatesOnOneLine_EachGetsItsOwn()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1, 2);
        await bus.ScriptAsync("unit 1 load 1000");
        await bus.ScriptAsync("unit 2 load 2000");
        await using OpenDevice first = await OpenAsync(bus, unit: 1);
        await using OpenDevice second = await OpenAsync(bus, unit: 2);
        LoadReading[] loads = await Task.WhenAll(
            FirstAsync(first, reading => reading.Stable == true && reading.Grams > 500),
            FirstAsync(second, reading => reading.Stable == true && reading.Grams > 500));
        Assert.Equal([1000m, 2000m], loads.Select(load => decimal.Round(load.Grams!.Value / 100) * 100));
    }

    [Fact]
    public async Task Read_AfterOneOfTwoLeft_TheOtherGoesOn()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1, 2);
        await using OpenDevice first = await OpenAsync(bus, unit: 1);
        await (await OpenAsync(bus, unit: 2)).DisposeAsync();
        Assert.NotNull(await FirstAsync(first, _ => true));
    }

    [Fact]
    public async Task Open_SameLineOtherSettings_IsRefused()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        await using OpenDevice first = await OpenAsync(bus, unit: 1);
        DeviceOptions other = Device(bus.Link, 2);
        other.Line = "19200-8N1";
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(
            async () => await ModbusPlate.Description.OpenAsync(other, TimeProvider.System, Ct));
        Assert.Contains("is in use at 9600-8N1, this device asks for 19200-8N1", failure.Message);
    }

    [Fact]
    public async Task Open_ParityOnAPty_IsAcceptedWithANote()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        DeviceOptions device = Device(bus.Link, 1);
        device.Line = "19200-8E1";
        await using OpenDevice plate = await ModbusPlate.Description.OpenAsync(device, TimeProvider.System, Ct);
        Assert.Contains("19200-8E1 cannot take effect", plate.Note);
        Assert.NotNull(await FirstAsync(plate, _ => true));
    }

    [Fact]
    public async Task Open_LineHeldByAScale_SaysSo()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        await using SerialPort scale = SerialPort.Open(bus.Link, LineSettings.Parse("9600-8N1"));
        IOException failure = await Assert.ThrowsAsync<IOException>(() => OpenAsync(bus, unit: 1));
        Assert.Contains("another program holds this port", failure.Message);
    }

    [Fact]
    public async Task Read_NoSuchUnit_SaysThatNobodyAnswers()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        await using OpenDevice plate = await OpenAsync(bus, unit: 9, responseTimeoutMs: 50);
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => FirstAsync(plate, _ => true));
        Assert.Contains("unit 9: no answer within 50 ms", failure.Message);
    }

    [Fact]
    public async Task Read_NoSuchRegister_SaysHowRegistersAreCounted()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        DeviceOptions device = Device(bus.Link, 1);
        device.Profile["address"] = "40008";
        await using OpenDevice plate = await ModbusPlate.Description.OpenAsync(device, TimeProvider.System, Ct);
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => FirstAsync(plate, _ => true));
        Assert.Contains("no such register (exception 2, illegal data address)", failure.Message);
    }

    [Fact]
    public async Task Read_Unplugged_IsAnIOExceptionAndAReplugIsFound()
    {
        SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        await using (OpenDevice plate = await OpenAsync(bus, unit: 1))
        {
            await FirstAsync(plate, _ => true);
            await bus.ScriptAsync("unplug");
            await Assert.ThrowsAsync<IOException>(() => FirstAsync(plate, _ => false));
        }
        await bus.ScriptAsync("replug");
        await using OpenDevice again = await UntilOpenAsync(bus);
        Assert.NotNull(await FirstAsync(again, _ => true));
    }

    private static DeviceOptions Device(string port, int unit, int responseTimeoutMs = 10_000) => new()
    {
        Id = $"plate-{unit}",
        Driver = "modbus-plate",
        Port = port,
        Profile = new Dictionary<string, string>
        {
            ["unit_id"] = $"{unit}", ["function"] = "holding", ["address"] = "7", ["type"] = "int32", ["word_order"] = "big",
            ["scale"] = "0.1", ["status_address"] = "6", ["sensor_fault_bit"] = "0", ["overload_bit"] = "2", ["stable_bit"] = "11",
            ["poll_interval_ms"] = "10", ["response_timeout_ms"] = $"{responseTimeoutMs}",
        },
    };

    private static async Task<OpenDevice> OpenAsync(SimulatedBus bus, int unit, int responseTimeoutMs = 10_000) =>
        await ModbusPlate.Description.OpenAsync(Device(bus.Link, unit, responseTimeoutMs), TimeProvider.System, Ct);

    /// <summary>The simulator replugs on its own thread; opening is tried until it has.</summary>
    private static async Task<OpenDevice> UntilOpenAsync(SimulatedBus bus)
    {
        while (true)
        {
            try
            {
                return await OpenAsync(bus, unit: 1);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
            }
        }
    }

    private static async Task<LoadReading> FirstAsync(OpenDevice plate, Func<LoadReading, bool> wanted)
    {
        await foreach (Reading reading in plate.Driver.ReadAsync(Ct))
        {
            if (wanted((LoadReading)reading))
                return (LoadReading)reading;
        }
        throw new InvalidOperationException("the driver ended without a word");
    }
}
