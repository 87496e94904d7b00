using System.Globalization;
using Simulators.World;

namespace SystemTests.Support;

/// <summary>Processes that carry a mark in their environment, which every descendant inherits: none can hide by changing its parent.</summary>
internal sealed class MarkedProcesses(string mark)
{
    public static MarkedProcesses New() => new($"mark-{Guid.NewGuid():N}");

    /// <summary>Starts <c>world</c> with the mark.</summary>
    public Task<ChildProcess> StartWorldAsync(string log, params string[] arguments) => ChildProcess.StartAsync(
        new ChildOrder("world", Path.Combine(Checkout.Root, "artifacts", "publish", "world", "world"), ["run", .. arguments], log)
        {
            Environment = new Dictionary<string, string> { ["EDGE_TEST_MARK"] = mark },
        });

    /// <summary>The command lines of those that are there.</summary>
    public IReadOnlyList<string> Find() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Where(folder => Read(Path.Combine(folder, "environ")).Contains(mark, StringComparison.Ordinal))
            .Select(folder => Read(Path.Combine(folder, "cmdline")).Replace('\0', ' '))
            .Where(line => line.Length > 0),
    ];

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
