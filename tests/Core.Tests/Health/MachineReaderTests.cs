using EdgeGateway.Core.Health;

namespace Core.Tests.Health;

/// <summary>The machine's state out of folder trees as kernels show them.</summary>
public sealed class MachineReaderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("machine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Read_RaspberryPi_SaysEverything()
    {
        Put("proc/stat", "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        Put("proc/meminfo", "MemTotal:        3884360 kB\nMemFree:          100000 kB\nMemAvailable:    2500000 kB\n");
        Put("sys/class/thermal/thermal_zone0/temp", "51540\n");
        Put("sys/class/thermal/thermal_zone1/temp", "48000\n");
        Put("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");
        Put("sys/block/mmcblk0/device/life_time", "0x02 0x03\n");
        var reader = Reader();
        Assert.Null(reader.Read().Cpu);
        Put("proc/stat", "cpu  250 0 150 1400 200 0 0 0 0 0\n");

        Assert.Equal(
            new MachineReading
            {
                Cpu = 0.2, MemoryTotal = 3_884_360L * 1024, MemoryAvailable = 2_500_000L * 1024, Temperature = 51.54, Undervoltage = true, Throttled = true, DiskFree = 10, DiskSize = 100, Wear = 30,
            },
            reader.Read());
    }

    [Fact]
    public void Read_NothingThere_IsUnknownNotZero() => Assert.Equal(new MachineReading { DiskFree = 10, DiskSize = 100 }, Reader().Read());

    [Theory]
    [InlineData("0", false, false)]
    [InlineData("0x1\n", true, false)]
    [InlineData("50000\n", false, false)] // Since boot, not now.
    [InlineData("8\n", false, true)]
    [InlineData("", null, null)]
    [InlineData("undervoltage", null, null)]
    public void Throttled_Bits_SayNow(string text, bool? undervoltage, bool? throttled)
    {
        Put("sys/devices/platform/soc/soc:firmware/get_throttled", text);
        var reading = Reader().Read();
        Assert.Equal((undervoltage, throttled), (reading.Undervoltage, reading.Throttled));
    }

    [Fact]
    public void Undervoltage_WithoutTheFirmwaresFile_ComesFromItsSensor()
    {
        Put("sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
        Put("sys/class/hwmon/hwmon0/in0_lcrit_alarm", "0\n");
        Put("sys/class/hwmon/hwmon1/name", "rpi_volt\n");
        Put("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
        var reading = Reader().Read();
        Assert.Equal((true, null), (reading.Undervoltage, reading.Throttled));
    }

    [Theory]
    [InlineData(null, null)] // An SD card.
    [InlineData("0x00 0x00", null)]
    [InlineData("0x01 0x01", 10)]
    [InlineData("0x0b 0x01", 110)]
    [InlineData("0x0c 0x00", null)] // Reserved.
    [InlineData("worn", null)]
    public void Wear_LifeTime_IsTheWorse(string? text, int? percent) => Assert.Equal(percent, MachineReader.Wear(text));

    [Theory]
    [InlineData("")]
    [InlineData("intr 1 2 3 4 5 6 7 8")]
    [InlineData("cpu  1 2")]
    [InlineData("cpu  1 2 3 x 5 6")]
    public void CpuTimes_NotThem_IsNull(string text) => Assert.Null(MachineReader.CpuTimes(text));

    [Fact]
    public void Temperature_ThatCannotBe_IsLeftOut()
    {
        Put("sys/class/thermal/thermal_zone0/temp", "-274000\n");
        Put("sys/class/thermal/thermal_zone1/temp", "no\n");
        Assert.Null(Reader().Read().Temperature);
    }

    private MachineReader Reader() => new(Path.Combine(_root, "proc"), Path.Combine(_root, "sys"), () => (10, 100));

    private void Put(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
