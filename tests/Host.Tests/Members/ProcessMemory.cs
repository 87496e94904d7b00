using System.Globalization;

namespace Host.Tests.Members;

/// <summary>Looks through the writable memory of another process, as a dump of it would show it. Source: proc(5), maps, smaps, mem.</summary>
internal static class ProcessMemory
{
    /// <summary>Where a sequence of bytes was found.</summary>
    /// <param name="Address">Where it begins.</param>
    /// <param name="IsGuarded">Whether the mapping is left out of core files and locked against swapping.</param>
    /// <param name="Mapping">The mapping's name, or its range.</param>
    internal readonly record struct Finding(long Address, bool IsGuarded, string Mapping);

    /// <summary>Every place at which one of the sequences lies.</summary>
    public static IReadOnlyList<Finding> Find(int process, IReadOnlyList<byte[]> sequences)
    {
        var found = new List<Finding>();
        using var memory = new FileStream($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var overlap = sequences.Max(s => s.Length) - 1;
        var buffer = new byte[(4 << 20) + overlap];
        foreach (var (start, end, isGuarded, name) in Mappings(process))
        {
            for (var at = start; at < end; at += buffer.Length - overlap)
            {
                var wanted = (int)Math.Min(buffer.Length, end - at);
                var read = Read(memory, at, buffer.AsSpan(0, wanted));
                foreach (var sequence in sequences)
                {
                    for (var from = 0; buffer.AsSpan(from, read - from).IndexOf(sequence) is >= 0 and var index; from += index + 1)
                    {
                        found.Add(new Finding(at + from + index, isGuarded, name));
                    }
                }
            }
        }

        return [.. found.Distinct()];
    }

    private static int Read(FileStream memory, long at, Span<byte> buffer)
    {
        try
        {
            memory.Position = at;
            return memory.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            // Pages that were given back since the list was read.
            return 0;
        }
    }

    /// <summary>The mappings that can be written; what cannot be is the files of the program.</summary>
    private static IEnumerable<(long Start, long End, bool IsGuarded, string Name)> Mappings(int process)
    {
        (long Start, long End, string Name)? current = null;
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
            {
                var range = words[0].Split('-');
                current = words[1].StartsWith("rw", StringComparison.Ordinal)
                    ? (Hex(range[0]), Hex(range[1]), words.Length > 5 ? words[5] : words[0])
                    : null;
            }
            else if (words[0] == "VmFlags:" && current is var (start, end, name))
            {
                yield return (start, end, words.Contains("dd") && (words.Contains("lo") || !IsLockingAllowed), name);
                current = null;
            }
        }
    }

    /// <summary>Whether memory can be locked here at all.</summary>
    internal static bool IsLockingAllowed => EdgeGateway.Host.Running.ProcessHardening.LockableBytes is null or > 0;

    private static long Hex(string text) => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
