using System.Diagnostics;
using System.Globalization;

namespace Mutation;

/// <summary>A copy of a test project's program with the mutated assembly in it; runs test classes with one mutant or with none.</summary>
internal sealed class TestProgram(string program, string files)
{
    /// <summary>What is never run: what starts whole programs or needs a database server would take minutes a mutant.</summary>
    private static readonly string[] s_left = ["-trait-", "needs=world", "-trait-", "needs=postgres"];

    /// <summary>Copies the folder of a built test program.</summary>
    internal static TestProgram Copy(string from, string to, string name, string files)
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

        return new(Path.Combine(to, name), files);
    }

    /// <summary>The full names of the test classes that begin with one of <paramref name="beginnings"/>.</summary>
    internal async Task<List<string>> ClassesAsync(string[] beginnings)
    {
        var (_, output) = await RunAsync(["-list", "classes"], [], Timeout.InfiniteTimeSpan);
        return [.. output.Split('\n').Select(l => l.Trim()).Where(l => beginnings.Any(b => l.StartsWith(b, StringComparison.Ordinal)))];
    }

    /// <summary>Runs the classes without a mutant. False where a test fails.</summary>
    /// <returns>Whether all passed, how long they took, and the mutants they came by.</returns>
    internal async Task<(bool Passed, TimeSpan Took, IReadOnlySet<int> Reached)> ReachAsync(string testClass)
    {
        var reached = Path.Combine(files, $"reached-{Guid.NewGuid():N}");
        var started = TimeProvider.System.GetTimestamp();
        var (code, _) = await RunAsync(["-class", testClass], [("MUTANTS_REACHED", reached)], Timeout.InfiniteTimeSpan);
        var took = TimeProvider.System.GetElapsedTime(started);
        var numbers = File.Exists(reached) ? File.ReadLines(reached).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToHashSet() : [];
        return (code == 0, took, numbers);
    }

    /// <summary>Runs the classes with a mutant alive until the first test fails.</summary>
    internal async Task<Fate> TryAsync(int mutant, IEnumerable<string> classes, TimeSpan limit)
    {
        var (code, _) = await RunAsync(["-stopOnFail", .. classes.SelectMany(c => new[] { "-class", c })], [("MUTANT", mutant.ToString(CultureInfo.InvariantCulture))], limit);
        return code switch { null => Fate.TimedOut, 0 => Fate.Survived, _ => Fate.Killed };
    }

    private async Task<(int? Code, string Output)> RunAsync(string[] arguments, (string, string)[] variables, TimeSpan limit)
    {
        var folder = Directory.CreateDirectory(Path.Combine(files, Guid.NewGuid().ToString("N")));
        try
        {
            var start = new ProcessStartInfo(program, ["-noLogo", "-noColor", .. arguments, .. s_left]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
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
