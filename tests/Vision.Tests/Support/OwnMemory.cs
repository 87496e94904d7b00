using System.Globalization;
using System.Runtime.InteropServices;

namespace Vision.Tests;

/// <summary>Looks through this process's memory, as somebody with a dump of it would.</summary>
internal static class OwnMemory
{
    private const int Part = 1 << 20;

    /// <summary>How often the bytes stand in writable memory, other than at the places that are left out.</summary>
    /// <param name="wanted">The bytes, every one changed by <paramref name="mask"/>, so that they do not find themselves.</param>
    /// <param name="mask">What they are changed by.</param>
    internal static int Count(ReadOnlySpan<byte> wanted, byte mask)
    {
        var (count, first) = (0, (byte)(wanted[0] ^ mask));
        var buffer = GC.AllocateUninitializedArray<byte>(Part + wanted.Length, pinned: true);
        var own = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0);
        using var memory = new FileStream("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        foreach (var line in File.ReadAllLines("/proc/self/maps"))
        {
            var parts = line.Split(' ', 3);
            var ends = parts[0].Split('-');
            if (!parts[1].StartsWith("rw", StringComparison.Ordinal)
                || !ulong.TryParse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from)
                || !ulong.TryParse(ends[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to)
                || to > long.MaxValue)
            {
                continue;
            }

            for (var at = from; at < to; at += Part)
            {
                var length = (int)Math.Min((ulong)buffer.Length, to - at);
                if (Overlaps(at, length, own, buffer.Length) || !TryRead(memory, (long)at, buffer.AsSpan(0, length)))
                {
                    continue;
                }

                count += CountIn(buffer.AsSpan(0, length), wanted, mask, first);
            }
        }

        Array.Clear(buffer);
        return count;
    }

    private static bool Overlaps(ulong at, int length, ulong other, int otherLength) => at < other + (ulong)otherLength && other < at + (ulong)length;

    private static bool TryRead(FileStream memory, long at, Span<byte> buffer)
    {
        try
        {
            memory.Position = at;
            memory.ReadExactly(buffer);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int CountIn(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted, byte mask, byte first)
    {
        var count = 0;
        for (var at = 0; bytes[at..].IndexOf(first) is var next && next >= 0 && at + next + wanted.Length <= bytes.Length; at += next + 1)
        {
            var same = 0;
            while (same < wanted.Length && bytes[at + next + same] == (byte)(wanted[same] ^ mask))
            {
                same++;
            }

            count += same == wanted.Length ? 1 : 0;
        }

        return count;
    }
}
