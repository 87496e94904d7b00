using System.Diagnostics;

namespace Simulation.Tests;

/// <summary>The program <c>sim</c>, as it was built with these tests or published with planted faults.</summary>
internal static class SimulatedWorld
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    public static string Root { get; } = Find();

    public static string Program { get; } = Path.Combine(Root, "artifacts", "bin", "Simulation", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory)!), "sim");

    /// <summary>With planted faults; <c>./test</c> publishes it.</summary>
    public static string FaultyProgram { get; } = Path.Combine(Root, "artifacts", "planted-faults", "publish", "sim", "sim");

    public static async Task<(int Code, string Said)> RunAsync(string program, string planted, params string[] args)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true };
        start.Environment["PLANTED_FAULT"] = planted;
        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, said);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No EdgeGateway.sln above {AppContext.BaseDirectory}.");
    }
}
