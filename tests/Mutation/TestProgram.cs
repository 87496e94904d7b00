using System.Diagnostics;
using System.Globalization;

namespace Mutation;

/// <summary>A copy of a program that fails where it notices something, with the mutated assembly in it; runs with one mutant or with none.</summary>
/// <param name="program">The copy.</param>
/// <param name="files">The folder for its files.</param>
/// <param name="always">Arguments that it is always given.</param>
internal sealed class TestProgram(string program, string files, params string[] always)
{
    /// <summary>What is never run of tests: what starts whole programs or needs a database server would take minutes a mutant.</summary>
    internal static readonly string[] Tests = ["-noLogo", "-noColor", "-trait-", "needs=world", "-trait-", "needs=postgres"];

    /// <summary>Copies the folder of a built program.</summary>
    internal static TestProgram Copy(string from, string to, string name, string files, params string[] always)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new(Path.Combine(to, name), files, always);
    }

    /// <summary>The full names of the test classes that begin with one of <paramref name="beginnings"/>.</summary>
    internal async Task<List<string>> ClassesAsync(string[] beginnings)
    {
        var (_, output) = await RunAsync(["-list", "classes"], [], Timeout.InfiniteTimeSpan);
        return [.. output.Split('\n').Select(l => l.Trim()).Where(l => beginnings.Any(b => l.StartsWith(b, StringComparison.Ordinal)))];
    }

    /// <summary>Runs without a mutant.</summary>
    /// <returns>Whether all passed, how long it took, and the mutants it came by.</returns>
    internal async Task<(bool Passed, TimeSpan Took, IReadOnlySet<int> Reached)> ReachAsync(params string[] arguments)
    {
        var reached = Path.Combine(files, $"reached-{Guid.NewGuid():N}");
        var started = TimeProvider.System.GetTimestamp();
        var (code, _) = await RunAsync(arguments, [("MUTANTS_REACHED", reached)], Timeout.InfiniteTimeSpan);
        var took = TimeProvider.System.GetElapsedTime(started);
        var numbers = File.Exists(reached) ? File.ReadLines(reached).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToHashSet() : [];
        return (code == 0, took, numbers);
    }

    /// <summary>Runs with a mutant alive.</summary>
    internal async Task<Fate> TryAsync(int mutant, string[] arguments, TimeSpan limit)
    {
        var (code, _) = await RunAsync(arguments, [("MUTANT", mutant.ToString(CultureInfo.InvariantCulture))], limit);
        return code switch { null => Fate.TimedOut, 0 => Fate.Survived, _ => Fate.Killed };
    }

    private async Task<(int? Code, string Output)> RunAsync(string[] arguments, (string, string)[] variables, TimeSpan limit)
    {
        var folder = Directory.CreateDirectory(Path.Combine(files, Guid.NewGuid().ToString("N")));
        try
        {
            var start = new ProcessStartInfo(program, [.. always, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            start.Environment["TMPDIR"] = folder.FullName;
            start.Environment["DOTNET_TieredPGO"] = "0";
            foreach (var (name, value) in variables)
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            using var clock = new CancellationTokenSource(limit);
            try
            {
                await process.WaitForExitAsync(clock.Token);
            }
            catch (OperationCanceledException) when (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                return (null, "");
            }
            catch (OperationCanceledException)
            {
                // It ended while this program slept.
                await process.WaitForExitAsync(CancellationToken.None);
            }

            // A program that the tests started and did not end holds their output open.
            Scratch.End(folder.FullName);
            await errors;
            return (process.ExitCode, await output);
        }
        finally
        {
            Scratch.Delete(folder.FullName);
        }
    }
}
