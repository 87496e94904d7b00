using Drivers.Shelves;
using EdgeGateway.Core.Devices;
using Simulators.Shelves;
using static Drivers.Tests.Shelves.Plates;

namespace Drivers.Tests.Shelves;

/// <summary>The IIO drivers against a folder tree as the kernel's drivers make it, with a FIFO for the character device.</summary>
public sealed class IioPlateTests : IDisposable
{
    private static readonly TimeSpan s_sampleEvery = TimeSpan.FromMilliseconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("iio").FullName;
    private readonly List<IDisposable> _running = [];

    public static TheoryData<string> Chips => [.. IioChip.All.Select(chip => chip.Name)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string First => Path.Combine(_folder, "sys/bus/iio/devices/iio:device0");

    public void Dispose()
    {
        _running.ForEach(one => one.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public async Task Poll_LoadPutOn_MovesTheCounts(string chip)
    {
        SimulatedFree tree = Start(chip, "a1");
        await using OpenDevice plate = await OpenAsync(Device(chip, "iio://a1", ("sampling", "poll")));
        LoadReading empty = await FirstAsync(plate, _ => true);
        Assert.Equal((null, null, "plate-1"), (empty.Grams, empty.Stable, empty.DeviceId));
        Assert.Empty(empty.Errors);
        Assert.InRange(empty.Counts, chip == "hx711" ? 8_388_608 : 0, chip == "hx711" ? 8_500_000 : 100_000);
        tree.Script("load 5000");
        int rise = chip == "ads1015" ? 500 : 2_000_000;
        await FirstAsync(plate, reading => reading.Counts - empty.Counts > rise);
    }

    [Theory]
    [InlineData("hx711", "over_range")]
    [InlineData("nau7802", "over_range")]
    [InlineData("ads1015", "over_range")]
    public async Task Poll_BrokenCell_IsSaturatedAndSaysSo(string chip, string expected)
    {
        SimulatedFree tree = Start(chip, "a1");
        await using OpenDevice plate = await OpenAsync(Device(chip, "iio://a1", ("sampling", "poll")));
        tree.Script("fault");
        Assert.Equal(expected, Assert.Single((await FirstAsync(plate, reading => reading.Errors.Count > 0)).Errors));
    }

    [Theory]
    [InlineData("hx711", 0, "under_range")]
    [InlineData("hx711", 8_388_607, "sensor_fault")]
    [InlineData("hx711", 8_388_608, "sensor_fault")]
    [InlineData("hx711", 16_777_215, "over_range")]
    [InlineData("hx711", 8_388_609, null)]
    [InlineData("nau7802", -8_388_608, "under_range")]
    [InlineData("nau7802", 0, null)]
    public async Task Poll_ValuesAtTheEnds_AreNoLoad(string chip, int value, string? expected)
    {
        var tree = new IioTree(_folder, IioChip.All.Single(one => one.Name == chip), [("a1", Surfaces(1)[0])], TimeSpan.FromHours(1), TimeProvider.System);
        tree.Open();
        _running.Add(tree);
        await File.WriteAllTextAsync(Path.Combine(First, "in_voltage0_raw"), $"{value}\n", Ct);
        await using OpenDevice plate = await OpenAsync(Device(chip, First, ("sampling", "poll")));
        LoadReading reading = await FirstAsync(plate, _ => true);
        Assert.Equal((value, expected), (reading.Counts, reading.Errors.SingleOrDefault()));
    }

    [Theory]
    [InlineData("hx711")]
    [InlineData("ads1015")]
    public async Task Buffer_WithATrigger_StreamsWhatTheKernelSamples(string chip)
    {
        SimulatedFree tree = Start(chip, "a1");
        DeviceOptions device = Device(chip, "iio://a1", ("trigger", IioTree.Trigger));
        await using (OpenDevice plate = await OpenAsync(device))
        {
            Assert.Contains("sampled by the kernel", plate.Note);
            Assert.Equal("1", await ReadAsync("buffer/enable"));
            Assert.Equal(("1", "0", "1"), (await ReadAsync("scan_elements/in_voltage0_en"), await ReadAsync("scan_elements/in_voltage1_en"), await ReadAsync("scan_elements/in_timestamp_en")));
            LoadReading empty = await FirstAsync(plate, _ => true);
            tree.Script("load 5000");
            await FirstAsync(plate, reading => reading.Counts - empty.Counts > (chip == "ads1015" ? 500 : 2_000_000));
            tree.Script("fault");
            Assert.Equal("over_range", Assert.Single((await FirstAsync(plate, reading => reading.Errors.Count > 0)).Errors));
        }
        Assert.Equal("0", await ReadAsync("buffer/enable"));
    }

    [Fact]
    public async Task Buffer_ChipThatStopsAnswering_IsADeviceException_NotACount()
    {
        SimulatedFree tree = Start("hx711", "a1");
        await using OpenDevice plate = await OpenAsync(Device("hx711", "iio://a1", ("trigger", IioTree.Trigger)));
        await FirstAsync(plate, _ => true);
        tree.Script("silence");
        Assert.Contains("does not answer", Assert.IsType<DeviceException>(await FailureAsync(plate)).Message);
    }

    [Theory]
    [InlineData("poll", null)]
    [InlineData("buffer", IioTree.Trigger)]
    public async Task Unplugged_IsAnIOException_AndAReplugIsFound(string sampling, string? trigger)
    {
        SimulatedFree tree = Start("hx711", "a1");
        DeviceOptions device = Device("hx711", "iio://a1", ("sampling", sampling));
        if (trigger is not null)
            device.Profile["trigger"] = trigger;
        await using (OpenDevice plate = await OpenAsync(device))
        {
            await FirstAsync(plate, _ => true);
            tree.Script("unplug");
            Assert.IsType<IOException>(await FailureAsync(plate));
        }
        await UntilAsync(() => !Directory.Exists(First));
        Assert.Contains("no hx711 has this label", (await Assert.ThrowsAsync<IOException>(() => OpenAsync(device))).Message);
        tree.Script("replug");
        await UntilAsync(() => File.Exists(Path.Combine(First, "in_voltage0_raw")));
        await using OpenDevice again = await OpenAsync(device);
        await FirstAsync(again, _ => true);
    }

    /// <summary>EIO: reading the memory at address 0 fails so. EAGAIN: a pipe that somebody holds open and nothing is in.</summary>
    [Fact]
    public async Task Poll_EioAndEagain_AreToldApart()
    {
        SimulatedFree tree = Start("hx711", "a1");
        await using OpenDevice plate = await OpenAsync(Device("hx711", "iio://a1", ("sampling", "poll"), ("poll_interval_ms", "10")));
        await FirstAsync(plate, _ => true);
        tree.Script("silence");
        string eio = Assert.IsType<DeviceException>(await FailureAsync(plate)).Message;
        Assert.Contains("the converter does not answer", eio);
        Assert.Contains("errno 5", eio);
        string raw = Path.Combine(First, "in_voltage0_raw");
        _running.ForEach(one => one.Dispose());
        _running.Clear();
        File.Delete(raw);
        File.CreateSymbolicLink(raw, await PipeAsync());
        await using OpenDevice waiting = await OpenAsync(Device("hx711", First, ("sampling", "poll"), ("poll_interval_ms", "10")));
        Assert.Contains("no sample in 20 reads (EAGAIN)", Assert.IsType<DeviceException>(await FailureAsync(waiting)).Message);
    }

    [Fact]
    public async Task Open_GainAndRate_AreSetWhereTheKernelHasThem()
    {
        Start("hx711", "a1");
        await (await OpenAsync(Device("hx711", "iio://a1", ("gain", "64")))).DisposeAsync();
        Assert.Equal("0.000004655", await ReadAsync("in_voltage_scale"));
        await (await OpenAsync(Device("hx711", "iio://a1", ("gain", "128")))).DisposeAsync();
        Assert.Equal("0.000002327", await ReadAsync("in_voltage_scale"));
    }

    [Fact]
    public async Task Open_Nau7802_IsSetToTheLeastNoise_AndHasNoBuffer()
    {
        Start("nau7802", "a1");
        await (await OpenAsync(Device("nau7802", "iio://a1"))).DisposeAsync();
        Assert.Equal("10", await ReadAsync("sampling_frequency"));
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => OpenAsync(Device("nau7802", "iio://a1", ("sampling", "buffer"))));
        Assert.Contains("no buffer can be had", failure.Message);
        failure = await Assert.ThrowsAsync<DeviceException>(() => OpenAsync(Device("nau7802", "iio://a1", ("gain", "128"))));
        Assert.Contains("leave profile.gain out", failure.Message);
    }

    [Fact]
    public async Task Open_ByName_NeedsOneThatIsMeant()
    {
        Start("hx711", "a1", "a2");
        IOException several = await Assert.ThrowsAsync<IOException>(() => OpenAsync(Device("hx711", "iio://hx711")));
        Assert.Contains("2 converters have this name (iio:device0 (a1), iio:device1 (a2))", several.Message);
        Assert.Contains("is a hx711, not a nau7802", (await Assert.ThrowsAsync<IOException>(() => OpenAsync(Device("nau7802", First)))).Message);
        Assert.Contains("no nau7802 has this label", (await Assert.ThrowsAsync<IOException>(() => OpenAsync(Device("nau7802", "iio://a1")))).Message);
        // Many kernels name it by its bus address; the device tree says what it is.
        await File.WriteAllTextAsync(Path.Combine(First, "name"), "1-002a\n", Ct);
        Directory.CreateDirectory(Path.Combine(First, "of_node"));
        await File.WriteAllTextAsync(Path.Combine(First, "of_node/compatible"), "nuvoton,nau7802\0", Ct);
        await File.WriteAllTextAsync(Path.Combine(First, "sampling_frequency"), "320\n", Ct);
        await (await OpenAsync(Device("nau7802", "iio://a1"))).DisposeAsync();
    }

    [Fact]
    public async Task Temperature_FromAFile_AndNoneWhereItFails()
    {
        Start("hx711", "a1");
        Directory.CreateDirectory(Path.Combine(_folder, "hwmon3"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "hwmon3/temp1_input"), "21500\n", Ct);
        await using (OpenDevice plate = await OpenAsync(Device("hx711", "iio://a1", ("temperature", Path.Combine(_folder, "hwmon*/temp1_input")))))
            Assert.Equal(21.5m, (await FirstAsync(plate, _ => true)).Celsius);
        await File.WriteAllTextAsync(Path.Combine(_folder, "hwmon3/temp1_input"), "999999\n", Ct);
        await using (OpenDevice plate = await OpenAsync(Device("hx711", "iio://a1", ("temperature", Path.Combine(_folder, "hwmon*/temp1_input")))))
            Assert.Null((await FirstAsync(plate, _ => true)).Celsius);
    }

    [Fact]
    public void Validate_SeveralMistakes_ListsThemAll()
    {
        DeviceOptions device = Device("hx711", "iio://", ("channel", "1"), ("gain", "64"), ("sampling", "often"), ("root", "here"), ("rate", "10"));
        Assert.Equal(
            ["port", "profile.sampling", "profile.root", "profile.gain", "profile.rate"],
            Hx711.Description.Validate(device).Select(error => error[..error.IndexOf(':')]));
    }

    private SimulatedFree Start(string chip, params string[] labels)
    {
        var tree = new IioTree(
            _folder, IioChip.All.Single(one => one.Name == chip), [.. labels.Zip(Surfaces(labels.Length, s_sampleEvery))], s_sampleEvery, TimeProvider.System);
        var running = new SimulatedFree(tree);
        _running.Add(running);
        return running;
    }

    private DeviceOptions Device(string chip, string port, params (string Name, string Value)[] profile)
    {
        var device = new DeviceOptions { Id = "plate-1", Driver = chip, Port = port };
        (device.Profile["root"], device.Profile["nodes"], device.Profile["poll_interval_ms"]) =
            (Path.Combine(_folder, "sys/bus/iio/devices"), Path.Combine(_folder, "dev"), "20");
        foreach (var (name, value) in profile)
            device.Profile[name] = value;
        return device;
    }

    private static async Task<OpenDevice> OpenAsync(DeviceOptions device) => await DriverCatalog.Find(device.Driver)!.OpenAsync(device, TimeProvider.System, Ct);

    private async Task<string> ReadAsync(string file) => (await File.ReadAllTextAsync(Path.Combine(First, file), Ct)).Trim();

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Ct);
    }

    private async Task<string> PipeAsync()
    {
        string pipe = Path.Combine(_folder, "pipe");
        using var make = System.Diagnostics.Process.Start("mkfifo", pipe);
        await make.WaitForExitAsync(Ct);
        _running.Add(new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
        return pipe;
    }
}
