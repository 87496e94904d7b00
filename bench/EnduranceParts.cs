using System.Globalization;

namespace Bench;

/// <summary>A clock that goes only when it is told to; its timers are the machine's.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _now = s_start;

    /// <summary>How long it has gone.</summary>
    public TimeSpan SinceStart => _now - s_start;

    /// <summary>Lets time pass.</summary>
    public void Step(TimeSpan time) => _now += time;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;
}

/// <summary>The files of one outbox.</summary>
internal sealed record OutboxDisk(string Path)
{
    /// <summary>What they take together, in bytes.</summary>
    public long Bytes() => Files().Sum(file => new FileInfo(file).Length);

    /// <summary>Deletes them.</summary>
    public void Delete()
    {
        foreach (var file in Files())
        {
            File.Delete(file);
        }
    }

    private string[] Files() => Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileName(Path) + "*");
}

/// <summary>What this process uses. Source: proc(5).</summary>
internal static class ProcessFigures
{
    /// <summary>What it has had written to disks, in bytes.</summary>
    public static long WrittenBytes() => Number("/proc/self/io", "write_bytes:");

    /// <summary>Its memory, in bytes.</summary>
    public static long RssBytes() => Number("/proc/self/status", "VmRSS:") * 1024;

    private static long Number(string file, string name)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
