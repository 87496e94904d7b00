using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Simulation.Disk;
using Simulation.Store;

namespace Simulation.Faces;

/// <summary>Looks for anything of a face on a gateway's disk: its numbers as floats of either length, as text and as base64, and the dots of its picture.</summary>
internal static class FaceTraces
{
    private static readonly IReadOnlyList<(string What, byte[] Bytes)> s_traces = [.. All()];

    /// <summary>What there is of a face, and in which file; null where there is nothing.</summary>
    public static string? Find(StoreLife life)
    {
        foreach (var (path, file) in life.Disk.Files)
        {
            if (Find(file.Now.ToArray()) is { } what)
            {
                return $"{what} in {Path.GetFileName(path)}";
            }
        }

        foreach (var path in Directory.EnumerateFiles(life.Disk.Folder).Where(path => !life.Disk.Files.ContainsKey(path) && !path.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (Find(File.ReadAllBytes(path)) is { } what)
            {
                return $"{what} in {Path.GetFileName(path)}";
            }
        }

        return null;
    }

    private static string? Find(ReadOnlySpan<byte> bytes)
    {
        foreach (var (what, trace) in s_traces)
        {
            if (bytes.IndexOf(trace) >= 0)
            {
                return what;
            }
        }

        return null;
    }

    private static IEnumerable<(string What, byte[] Bytes)> All()
    {
        float[] singles = [.. FaceScene.Signature];
        var raw = MemoryMarshal.AsBytes(singles.AsSpan()).ToArray();
        yield return ("the numbers of a face", raw);
        yield return ("the numbers of a face as doubles", MemoryMarshal.AsBytes(singles.Select(number => (double)number).ToArray().AsSpan()).ToArray());
        yield return ("the numbers of a face as text", Encoding.ASCII.GetBytes(singles[0].ToString("0.000000", CultureInfo.InvariantCulture)));
        foreach (var (what, bytes) in ((string, byte[])[])[("the numbers of a face", raw), ("a picture of a face", FaceScene.Cheek)])
        {
            for (var before = 0; before < 3; before++)
            {
                // The letters that depend on these bytes alone.
                var letters = Convert.ToBase64String([.. new byte[before], .. bytes]);
                yield return ($"{what} in base64", Encoding.ASCII.GetBytes(letters[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)]));
            }
        }

        yield return ("a picture of a face", FaceScene.Cheek);
    }
}
