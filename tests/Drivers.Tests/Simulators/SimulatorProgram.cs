using System.Diagnostics;
using Simulators.Ports;

namespace Drivers.Tests.Simulators;

/// <summary>The simulators as a process of its own, with a link to its pty.</summary>
internal sealed class SimulatorProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulators").FullName;

    private SimulatorProgram()
    {
    }

    public string Link => Path.Combine(_folder, "device");

    public Process Process { get; private set; } = null!;

    /// <summary>Starts a device and waits until its port is there.</summary>
    public static async Task<SimulatorProgram> StartAsync(string verb, params string[] arguments)
    {
        var program = new SimulatorProgram();
        program.Process = Launch([verb, "--link", program.Link, .. arguments]);
        Assert.Contains("ready", await program.Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return program;
    }

    /// <summary>Starts the program as it is.</summary>
    public static Process Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(PtyPort).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Sends a script line.</summary>
    public async Task ScriptAsync(string line)
    {
        await Process.StandardInput.WriteLineAsync(line);
        await Process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            Process.WaitForExit();
        }

        Process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
