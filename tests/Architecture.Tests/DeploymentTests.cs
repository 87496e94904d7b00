using System.Diagnostics;

namespace Architecture.Tests;

/// <summary>What deploy/raspi promises of the service and its packages, as far as it can be held without installing anything; deploy/raspi/test-install.sh does the rest.</summary>
public sealed class DeploymentTests
{
    /// <summary>The most that is left open, in tenths of systemd's points from 0 to 10.</summary>
    private const int MostExposure = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "raspi");

    private static string Unit { get; } = Path.Combine(Folder, "edge-gateway.service");

    [Fact]
    public async Task Service_Exposure_IsTwoOrLess()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed (Debian package systemd)");

        var (code, said) = await RunAsync("/usr/bin/systemd-analyze", "security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", Unit);

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Service_WhatIsLeftOpen_IsExplainedInTheUnit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed (Debian package systemd)");
        var (_, said) = await RunAsync("/usr/bin/systemd-analyze", "security", "--offline=true", "--no-pager", Unit);
        var explained = File.ReadLines(Unit).Where(line => line.StartsWith("#   ", StringComparison.Ordinal)).Select(line => line[4..]).ToList();

        // "✗ RootDirectory=/RootImage=   Service runs within …": the first of several names is enough.
        var open = said.Split('\n').Where(line => line.StartsWith('✗')).Select(line => line[1..].Trim().Split("  ")[0]).ToList();

        Assert.NotEmpty(open);
        Assert.All(open, name => Assert.Contains(explained, line => line.StartsWith(name, StringComparison.Ordinal) || line.StartsWith(name[..(name.IndexOf('=', StringComparison.Ordinal) + 1)] + " ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("edge-gateway")]
    [InlineData("start")]
    [InlineData("debian/postinst")]
    [InlineData("debian/prerm")]
    [InlineData("debian/postrm")]
    [InlineData("first-boot/first-boot.sh")]
    [InlineData("iio/iio-trigger.sh")]
    public async Task Script_IsPlainShell(string script)
    {
        var (code, said) = await RunAsync("/bin/sh", "-n", Path.Combine(Folder, script));

        Assert.True(code == 0, said);
        Assert.StartsWith("#!/bin/sh\n", await File.ReadAllTextAsync(Path.Combine(Folder, script), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public void User_Groups_AreAllMadeBeforeItJoinsThem()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "sysusers.conf"));
        var made = lines.Where(line => line.StartsWith("g ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);
        var joined = lines.Where(line => line.StartsWith("m edge-gateway ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);

        Assert.Equal(made, joined);
        Assert.Equal(
            ["dialout", "iio", "input", "lp", "plugdev"],
            Directory.EnumerateFiles(Path.Combine(Folder, "udev")).SelectMany(File.ReadLines).SelectMany(line => line.Split(' ', ','))
                .Where(word => word.StartsWith("GROUP=\"", StringComparison.Ordinal)).Select(word => word.Split('"')[1]).Distinct().Order());
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Stop), words = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, $"{await output}{await words}");
    }
}
