using System.Diagnostics;

namespace Simulation.Verbs;

/// <summary>This program once more, in a process of its own.</summary>
internal static class Self
{
    /// <summary>Runs it to its end and passes on what it writes.</summary>
    /// <param name="planted">The planted faults, or nothing.</param>
    /// <param name="args">Its arguments.</param>
    public static (int Code, string Said) Run(string planted, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, args) { RedirectStandardOutput = true };
        start.Environment["PLANTED_FAULT"] = planted;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (planted.Length == 0)
        {
            Console.Write(said);
        }

        return (process.ExitCode, said);
    }
}
