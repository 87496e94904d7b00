using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Profiles;

/// <summary>One frame of a stack.</summary>
/// <param name="Symbol">The function, or <c>[unknown]</c>.</param>
/// <param name="Library">The file it is in; <c>[kernel.kallsyms]</c>, or the map of what the runtime compiled.</param>
internal readonly record struct Frame(string Symbol, string Library);

/// <summary>Samples the stacks of a process with Linux's perf. The process must write the map of its compiled code (<c>DOTNET_PerfMapEnabled</c>).</summary>
internal static partial class StackSamples
{
    private const int ASecond = 499;

    /// <summary>Samples for some time, of every moment in which the process runs on a processor.</summary>
    /// <returns>The stacks, the innermost frame first.</returns>
    /// <exception cref="InvalidOperationException">perf cannot, with what it said.</exception>
    public static async Task<IReadOnlyList<IReadOnlyList<Frame>>> TakeAsync(int process, TimeSpan time, string file, CancellationToken cancellationToken)
    {
        var seconds = time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await PerfAsync(
            ["record", "-q", "-e", "cpu-clock", "-F", ASecond.ToString(CultureInfo.InvariantCulture), "-g", "-p", process.ToString(CultureInfo.InvariantCulture), "-o", file, "--", "sleep", seconds], cancellationToken);
        var stacks = new List<IReadOnlyList<Frame>>();
        var stack = new List<Frame>();
        foreach (var line in (await PerfAsync(["script", "-i", file, "-F", "comm,ip,sym,dso"], cancellationToken)).Split('\n'))
        {
            if (FrameLine().Match(line) is { Success: true } frame)
            {
                stack.Add(new Frame(frame.Groups[1].Value, frame.Groups[2].Value));
            }
            else if (stack.Count > 0)
            {
                stacks.Add(stack);
                stack = [];
            }
        }

        File.Delete(file);
        return stacks;
    }

    private static async Task<string> PerfAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var perf = Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = perf.StandardError.ReadToEndAsync(cancellationToken);
        var wrote = await perf.StandardOutput.ReadToEndAsync(cancellationToken);
        await perf.WaitForExitAsync(cancellationToken);
        return perf.ExitCode == 0 ? wrote : throw new InvalidOperationException($"perf {arguments[0]}: {await said}");
    }

    [GeneratedRegex(@"^\s+[0-9a-f]+ (.*) \(([^()]*(?:\([^()]*\))?[^()]*)\)$")]
    private static partial Regex FrameLine();
}
