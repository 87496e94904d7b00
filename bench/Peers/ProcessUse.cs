using System.Globalization;

namespace Bench.Peers;

/// <summary>What a process and its children have used so far, from proc(5).</summary>
/// <param name="Cpu">Processor time.</param>
/// <param name="WrittenBytes">Bytes they caused to be written to a disk.</param>
/// <param name="ResidentBytes">Memory at this moment.</param>
internal sealed record ProcessUse(TimeSpan Cpu, long WrittenBytes, long ResidentBytes)
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET runs on.
    private const int TicksASecond = 100;

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">The process is gone.</exception>
    public static ProcessUse Of(int id)
    {
        var folder = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}";
        var stat = File.ReadAllText($"{folder}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var use = new ProcessUse(TimeSpan.FromSeconds((double)ticks / TicksASecond), Field($"{folder}/io", "write_bytes:"), Field($"{folder}/status", "VmRSS:") * 1024);
        return File.ReadAllText($"{folder}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => Of(int.Parse(child, CultureInfo.InvariantCulture)))
            .Aggregate(use, (sum, child) => new ProcessUse(sum.Cpu + child.Cpu, sum.WrittenBytes + child.WrittenBytes, sum.ResidentBytes + child.ResidentBytes));
    }

    private static long Field(string file, string name) =>
        long.Parse(File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
