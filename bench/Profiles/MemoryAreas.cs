using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Profiles;

/// <summary>Where the resident memory of a process lies, by kind of mapping (smaps of proc(5)).</summary>
internal static partial class MemoryAreas
{
    public const string Stacks = "stacks of threads";
    public const string Heaps = "heaps: collected, of the runtime, of C's arenas";

    /// <summary>Reads it.</summary>
    /// <returns>Bytes of each kind.</returns>
    public static IReadOnlyDictionary<string, long> Of(int process)
    {
        var folder = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}";
        var tops = Directory.GetDirectories($"{folder}/task").Select(StackPointer).Where(pointer => pointer > 0).ToList();
        var areas = new Dictionary<string, long>(StringComparer.Ordinal);
        var kind = "";
        foreach (var line in File.ReadLines($"{folder}/smaps"))
        {
            if (Mapping().Match(line) is { Success: true } mapping)
            {
                var (begin, end) = (Hex(mapping.Groups[1].Value), Hex(mapping.Groups[2].Value));
                kind = KindOf(mapping.Groups[3].Value, mapping.Groups[4].Value, tops.Exists(pointer => pointer >= begin && pointer < end));
            }
            else if (line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                areas[kind] = areas.GetValueOrDefault(kind) + (long.Parse(line.Split((char[])[' '], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
            }
        }

        return areas;
    }

    private static string KindOf(string permissions, string file, bool isStack) => file switch
    {
        _ when isStack => Stacks,
        "[stack]" => Stacks,
        "[heap]" => Heaps,
        "" when permissions.Contains('x', StringComparison.Ordinal) => "code that was compiled as it ran",
        "" => Heaps,
        _ when file.StartsWith("/memfd:doublemapper", StringComparison.Ordinal) => "code that was compiled as it ran",
        _ when file.EndsWith(".dll", StringComparison.Ordinal) => "files: assemblies",
        _ when file.Contains(".so", StringComparison.Ordinal) => "files: native libraries",
        _ when file.Contains("/fonts/", StringComparison.Ordinal) || file.Contains("fontconfig", StringComparison.Ordinal) => "files: fonts",
        _ => "files: the rest",
    };

    /// <summary>Where a waiting thread's stack is at; 0 for one that runs at this moment.</summary>
    private static ulong StackPointer(string task)
    {
        try
        {
            var fields = File.ReadAllText($"{task}/syscall").Split(' ');
            return fields.Length < 3 ? 0 : Hex(fields[^2][2..]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static ulong Hex(string text) => ulong.Parse(text.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+ *(.*)$")]
    private static partial Regex Mapping();
}
