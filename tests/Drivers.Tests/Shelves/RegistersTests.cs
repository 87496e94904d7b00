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
