using System.Diagnostics;

namespace Drivers.Tests.Shelves;

/// <summary>What deploy/raspi ships for load cells: the overlays compile, and the timer's script does what it says on a folder tree.</summary>
public sealed class DeploymentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deploy").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Overlays_Compile_AndNameWhatTheDriversLookFor()
    {
        var (code, _, words) = await RunAsync("device-tree/compile.sh", [_folder], []);
        Assert.SkipWhen(code == 3, "dtc is not installed (Debian package device-tree-compiler)");
        Assert.True(code == 0, words);
        Assert.Empty(words);
        foreach (string needed in (string[])["avia,hx711", "sck-gpios", "dout-gpios", "avdd-supply", "label"])
            Assert.Contains(needed, await File.ReadAllTextAsync(Path.Combine(_folder, "edge-gateway-hx711.dtbo"), Ct));
        Assert.Contains(global::Drivers.Shelves.Nau7802.Chip.Compatible, await File.ReadAllTextAsync(Path.Combine(_folder, "edge-gateway-nau7802.dtbo"), Ct));
    }

    [Fact]
    public async Task Trigger_IsMadeOnce_AndItsRateSet()
    {
        string timers = Path.Combine(_folder, "config/iio/triggers/hrtimer"), trigger = Path.Combine(_folder, "devices/trigger0");
        Directory.CreateDirectory(timers);
        Directory.CreateDirectory(trigger);
        await File.WriteAllTextAsync(Path.Combine(trigger, "name"), "edge-gateway\n", Ct);
        (string, string)[] folders = [("CONFIGFS", Path.Combine(_folder, "config")), ("IIO_DEVICES", Path.Combine(_folder, "devices"))];
        for (int run = 0; run < 2; run++)
        {
            var (code, _, words) = await RunAsync("iio/iio-trigger.sh", ["edge-gateway", "10"], folders);
            Assert.True(code == 0, words);
        }
        Assert.Equal("10\n", await File.ReadAllTextAsync(Path.Combine(trigger, "sampling_frequency"), Ct));
        Assert.Single(Directory.GetDirectories(timers));
        Assert.Equal(1, (await RunAsync("iio/iio-trigger.sh", ["other", "10"], folders)).Code);
    }

    private static async Task<(int Code, string Output, string Words)> RunAsync(string script, string[] arguments, (string Name, string Value)[] environment)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "EdgeGateway.sln")))
            root = root.Parent!;
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(root.FullName, "deploy/raspi", script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Ct), words = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output, await words);
    }
}
