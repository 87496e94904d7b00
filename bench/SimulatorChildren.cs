using System.Diagnostics;

namespace Bench;

/// <summary>Simulators and other programs in processes of their own, killed at the end.</summary>
internal sealed class SimulatorChildren : IDisposable
{
    private readonly List<Process> _processes = [];

    public Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        _processes.Add(process);
        return process;
    }

    /// <summary>Starts a simulator and waits until it says where it is.</summary>
    public async Task<string> StartAsync(string verb, params string[] arguments)
    {
        var process = Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "simulators.dll"), verb, .. arguments]);
        var ready = await process.StandardOutput.ReadLineAsync() ?? throw new IOException($"the simulator {verb} did not start");
        return ready.Split('"')[3].Replace("\\/", "/", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
