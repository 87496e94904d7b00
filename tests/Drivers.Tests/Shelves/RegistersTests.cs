using Drivers.Ports;
using Drivers.Shelves;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Shelves;

public class RegistersTests
{
    [Theory]
    [InlineData(RegisterType.Int16, true, new ushort[] { 0xFFFE }, -2, "-2", null)]
    [InlineData(RegisterType.UInt16, true, new ushort[] { 0xFFFE }, 65534, "65534", null)]
    [InlineData(RegisterType.Int32, true, new ushort[] { 0x0001, 0x86A0 }, 100_000, "100000", null)]
    [InlineData(RegisterType.Int32, false, new ushort[] { 0x86A0, 0x0001 }, 100_000, "100000", null)]
    [InlineData(RegisterType.Int32, true, new ushort[] { 0xFFFF, 0xFFFF }, -1, "-1", null)]
    [InlineData(RegisterType.UInt32, true, new ushort[] { 0xFFFF, 0xFFFE }, 4_294_967_294, "4294967294", null)]
    [InlineData(RegisterType.Float32, true, new ushort[] { 0x449C, 0x4000 }, 1250, "1250", null)]
    [InlineData(RegisterType.Float32, true, new ushort[] { 0xC000, 0x0000 }, -2, "-2", null)]
    [InlineData(RegisterType.Float32, true, new ushort[] { 0x7FC0, 0x0000 }, 0x7FC0_0000, null, "sensor_fault")]
    [InlineData(RegisterType.Float32, true, new ushort[] { 0x7F80, 0x0000 }, 0x7F80_0000, null, "sensor_fault")]
    [InlineData(RegisterType.Int16, true, new ushort[] { 0x7FFF }, 32767, null, "over_range")]
    [InlineData(RegisterType.Int16, true, new ushort[] { 0x8000 }, -32768, null, "under_range")]
    [InlineData(RegisterType.UInt16, true, new ushort[] { 0xFFFF }, 65535, null, "over_range")]
    [InlineData(RegisterType.UInt16, true, new ushort[] { 0x0000 }, 0, "0", null)]
    [InlineData(RegisterType.Int32, true, new ushort[] { 0x7FFF, 0xFFFF }, int.MaxValue, null, "over_range")]
    public void Read_EveryType_GivesTheValueOrTheFault(RegisterType type, bool big, ushort[] registers, long counts, string? value, string? fault)
    {
        RegisterValue read = Registers.Read(registers, type, big);
        Assert.Equal(counts, read.Counts);
        Assert.Equal(value, read.Value?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(fault, read.Fault);
    }

    [Fact]
    public void Requests_StatusBesideTheLoad_AreOneQuestion()
    {
        Assert.Equal("holding register 6 to 8 of unit 3", Assert.Single(Plate(7, 6).Requests(out int load, out int status)).ToString());
        Assert.Equal((1, 0), (load, status));
        Assert.Equal("holding register 7 to 9 of unit 3", Assert.Single(Plate(7, 9).Requests(out load, out status)).ToString());
        Assert.Equal((0, 2), (load, status));
        Assert.Equal(2, Plate(7, 20).Requests(out load, out status).Count);
        Assert.Equal((0, 2), (load, status));
    }

    [Theory]
    [InlineData(0x4E6E6B27, "999999900")]
    [InlineData(0x4E6E6B28, null)]
    public void Read_FloatOfABillion_IsNoLoad(uint bits, string? value) => Assert.Equal(
        value, Registers.Read([(ushort)(bits >> 16), (ushort)(bits & 0xFFFF)], RegisterType.Float32, true).Value?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A range without holes, or one of 32 registers where holes may be read; else two questions.</summary>
    [Theory]
    [InlineData(38, true, "holding register 7 to 38 of unit 3", 0, 31)]
    [InlineData(39, true, "holding register 7 to 8 of unit 3 | holding register 39 of unit 3", 0, 2)]
    [InlineData(10, false, "holding register 7 to 8 of unit 3 | holding register 10 of unit 3", 0, 2)]
    [InlineData(10, true, "holding register 7 to 10 of unit 3", 0, 3)]
    public void Requests_AcrossAHole_AreOneOnlyWhereItMayBeRead(int status, bool gaps, string expected, int loadAt, int statusAt)
    {
        IReadOnlyList<ModbusRequest> requests = (Plate(7, status) with { GapsAreReadable = gaps }).Requests(out int load, out int at);
        Assert.Equal(expected, string.Join(" | ", requests));
        Assert.True(requests.Count == 1 || requests[1].Count == 1);
        Assert.Equal((loadAt, statusAt), (load, at));
    }

    [Fact]
    public void Decode_EachBit_SaysItsOwn()
    {
        var bits = new PlateStatus(20, Overload: 1, Underload: 2, SensorFault: 4, Motion: 0, Stable: 8, Negative: 16, Valid: 32);
        PlateRegisters plate = Plate(7, 20) with { Status = bits };
        Assert.Equal("125.0 stable=True []", Of([0, 1250, 32 + 8]));
        Assert.Equal("125.0 stable=False []", Of([0, 1250, 32]));
        Assert.Equal("-125.0 stable=False []", Of([0, 1250, 32 + 16]));
        Assert.Equal("0.0 stable=False []", Of([0, 0, 32 + 16]));
        Assert.Equal("-0.1 stable=False []", Of([0, 1, 32 + 16]));
        Assert.Equal("-0.1 stable=False []", Of([0xFFFF, 0xFFFF, 32 + 16]));
        Assert.Equal(" stable=False [overload]", Of([0, 1250, 32 + 1]));
        Assert.Equal(" stable=False [underload]", Of([0, 1250, 32 + 2]));
        Assert.Equal(" stable=False [sensor_fault]", Of([0, 1250, 32 + 4]));
        Assert.Equal(" stable=False [not_valid]", Of([0, 1250, 0]));
        Assert.Equal(" stable=False [over_range]", Of([0x7FFF, 0xFFFF, 32]));
        Assert.Equal(-1250, ModbusPlate.Decode("p", default, [0, 1250, 32 + 16], plate).Counts);

        string Of(ushort[] answer) => ModbusPlate.Decode("p", default, answer, plate) is var reading
            ? FormattableString.Invariant($"{reading.Grams} stable={reading.Stable} [{string.Join(' ', reading.Errors)}]") : "";
    }

    [Fact]
    public void Decode_WithoutSuchBits_SaysNothingOfRest() =>
        Assert.Null(ModbusPlate.Decode("p", default, [0, 1250, 0xFFFF], Plate(7, 20) with { Status = new PlateStatus(20, 0, 0, 0, 0, 0) }).Stable);

    [Theory]
    [InlineData("address", "65535", "profile.address: 65535 leaves no room for the second register")]
    [InlineData("address", "65534", null)]
    [InlineData("address", "65536", "profile.address: '65536' must be a whole number from 0 to 65535")]
    [InlineData("unit_id", "1", null)]
    [InlineData("unit_id", "247", null)]
    [InlineData("unit_id", "0", "profile.unit_id: '0'")]
    [InlineData("unit_id", null, "profile.unit_id: missing")]
    [InlineData("response_timeout_ms", "10000", null)]
    [InlineData("response_timeout_ms", "20", null)]
    [InlineData("response_timeout_ms", "19", "profile.response_timeout_ms")]
    [InlineData("response_timeout_ms", "10001", "profile.response_timeout_ms")]
    [InlineData("poll_interval_ms", "60000", null)]
    [InlineData("poll_interval_ms", "60001", "profile.poll_interval_ms")]
    [InlineData("status_address", "65535", "profile.status_address: names a status register, but no bit of it")]
    [InlineData("status_address", "65536", "profile.status_address: '65536'")]
    [InlineData("no_such_setting", "1", "profile.no_such_setting")]
    public void Profile_AtItsEdges_IsTakenOrNamed(string name, string? value, string? error)
    {
        var profile = new Dictionary<string, string>
        {
            ["unit_id"] = "3", ["function"] = "holding", ["address"] = "7", ["type"] = "int32", ["word_order"] = "big", ["scale"] = "0.1",
        };
        if (value is null)
            profile.Remove(name);
        else
            profile[name] = value;
        var reader = new ProfileReader("modbus-plate", profile);
        PlateRegisters read = PlateRegisters.Read(reader);
        if (error is null)
            Assert.Empty(reader.Errors);
        else
            Assert.StartsWith(error, Assert.Single(reader.Errors), StringComparison.Ordinal);
        if (name == "unit_id" && value is null)
            Assert.Equal((TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100), false), (read.ResponseTimeout, read.PollInterval, read.GapsAreReadable));
    }

    [Fact]
    public async Task Device_ByNetworkWithAWholeProfile_IsTaken_AndWithoutItNotEvenOpened()
    {
        Dictionary<string, string> whole = new() { ["unit_id"] = "3", ["function"] = "holding", ["address"] = "7", ["type"] = "uint16", ["scale"] = "0.1" };
        Assert.Empty(ModbusPlate.Description.Validate(Device(whole)));
        Assert.True(ModbusPlate.Description.SharesPort);
        Assert.Superset(new HashSet<string> { "transmitter", "unit_id", "scale", "poll_interval_ms" }, ModbusPlate.Description.Settings().Select(setting => setting.Name).ToHashSet());

        whole.Remove("unit_id");
        var failure = await Assert.ThrowsAsync<DeviceException>(async () => await ModbusPlate.Description.OpenAsync(Device(whole), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("profile.unit_id: missing", failure.Message, StringComparison.Ordinal);

        static DeviceOptions Device(Dictionary<string, string> profile) => new() { Id = "plate-1", Driver = "modbus-plate", Port = "tcp://127.0.0.1:9", Profile = profile };
    }

    [Fact]
    public void Profile_EachBitOfTheStatus_IsItsOwn()
    {
        var profile = new Dictionary<string, string> { ["status_address"] = "9" };
        string[] names = ["overload_bit", "underload_bit", "sensor_fault_bit", "motion_bit", "negative_bit", "valid_bit"];
        foreach ((int bit, string name) in names.Index())
            profile[name] = $"{bit}";
        Assert.Equal(new PlateStatus(9, 1, 2, 4, 8, 0, 16, 32), PlateStatus.Read(new ProfileReader("modbus-plate", profile)));
    }

    [Theory]
    [InlineData(RegisterType.Int16, 1)]
    [InlineData(RegisterType.UInt16, 1)]
    [InlineData(RegisterType.Int32, 2)]
    [InlineData(RegisterType.UInt32, 2)]
    [InlineData(RegisterType.Float32, 2)]
    public void CountOf_IsTheRegistersAValueTakes(RegisterType type, int count) => Assert.Equal(count, Registers.CountOf(type));

    [Fact]
    public void Profile_StatusAtRegisterZero_IsAStatusRegister()
    {
        var profile = new ProfileReader("modbus-plate", new Dictionary<string, string>
        {
            ["unit_id"] = "3", ["function"] = "input", ["address"] = "0", ["type"] = "uint16", ["scale"] = "1", ["status_address"] = "0", ["overload_bit"] = "0",
        });
        Assert.Equal((0, 0, true), PlateRegisters.Read(profile) is var read ? (read.Address, read.Status!.Address, read.Input) : default);
        Assert.Empty(profile.Errors);
    }

    [Fact]
    public void Decode_MotionBit_IsNotStable()
    {
        PlateRegisters plate = Plate(7, 20);
        Assert.Equal((false, 125.0m), Of(ModbusPlate.Decode("p", default, [0, 1250, 0b1000], plate)));
        Assert.Equal((true, 125.0m), Of(ModbusPlate.Decode("p", default, [0, 1250, 0], plate)));

        static (bool?, decimal?) Of(LoadReading reading) => (reading.Stable, reading.Grams);
    }

    [Fact]
    public void Validate_IncompleteProfile_NamesEachMissingSetting()
    {
        IReadOnlyList<string> errors = ModbusPlate.Description.Validate(new DeviceOptions
        {
            Id = "plate-1", Driver = "modbus-plate", Port = "tcp://gateway", Line = "9600-8N1",
            Profile = new() { ["type"] = "int32", ["stable_bit"] = "11", ["motion_bit"] = "3", ["unit_id"] = "300", ["zero_command"] = "8", ["overload_bit"] = "16" },
        });
        string[] expected =
        [
            "port: 'tcp://gateway' must be tcp://host:port", "profile.command_address: missing", "profile.overload_bit: '16' must be bit numbers from 0 to 15", "profile.unit_id: '300' must be a whole number from 1 to 247",
            "profile.function: missing; give holding, input", "profile.address: missing", "profile.word_order: missing; give big, little",
            "profile.scale: missing", "profile.status_address: missing", "profile.stable_bit: give stable_bit or motion_bit, not both",
        ];
        Assert.All(expected, start => Assert.Contains(errors, error => error.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, errors.Count);
    }

    private static PlateRegisters Plate(int address, int status) => new(
        3, false, address, RegisterType.Int32, true, 0.1m, new PlateStatus(status, 0, 0, 0, 1 << 3, 0),
        TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100));
}
