namespace Fuzz;

/// <summary>One parser that meets bytes from outside.</summary>
/// <param name="Name">Its name, and that of its folder in the corpus.</param>
/// <param name="Reads">What it reads, in words.</param>
/// <param name="Feed">
/// Puts one input through it. Exceptions that the parser documents are caught here; any other one is a finding, and so is a
/// broken promise, told by <see cref="Broken"/>.
/// </param>
/// <param name="Seeds">Sound inputs to begin with.</param>
internal sealed record FuzzTarget(string Name, string Reads, Action<byte[]> Feed, Func<IEnumerable<byte[]>> Seeds)
{
    /// <summary>No input is longer.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The most memory that one input may cost, in bytes.</summary>
    public long MostAllocated { get; init; } = 32 << 20;

    /// <summary>Puts one input through the parser and holds it to its memory.</summary>
    public void Try(byte[] input)
    {
        if (input.Length > MostBytes)
        {
            return;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Promise(allocated <= MostAllocated, $"{input.Length} bytes cost {allocated} bytes of memory; expected at most {MostAllocated}");
    }

    /// <summary>Says that a promise was broken.</summary>
    public static void Promise(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}

/// <summary>A parser did what it promises not to do.</summary>
internal sealed class BrokenPromiseException(string what) : Exception(what);
