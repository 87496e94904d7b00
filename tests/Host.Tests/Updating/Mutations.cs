namespace Host.Tests.Updating;

/// <summary>What can become of a bundle on its way, by chance or on purpose.</summary>
internal static class Mutations
{
    private const int Block = 512;

    /// <summary>A bundle that must not be taken.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="good">One that would be.</param>
    /// <param name="old">Some that are signed, and not later than what was there.</param>
    public static (string Kind, byte[] Bundle) Next(Random random, byte[] good, byte[][] old)
    {
        while (true)
        {
            var (kind, bundle) = Try(random, good, old);
            if (!bundle.AsSpan().SequenceEqual(good))
            {
                return (kind, bundle);
            }
        }
    }

    private static (string Kind, byte[] Bundle) Try(Random random, byte[] good, byte[][] old)
    {
        var bundle = good.ToArray();
        var (at, other) = (random.Next(good.Length), random.Next(good.Length));
        var (from, to) = (Math.Min(at, other), Math.Max(at, other));
        switch (random.Next(11))
        {
            case 0:
                bundle[at] ^= (byte)(1 << random.Next(8));
                return ("bit", bundle);
            case 1:
                bundle[at] = (byte)random.Next(256);
                return ("byte", bundle);
            case 2:
                random.NextBytes(bundle.AsSpan(from, Math.Min(to - from, random.Next(64))));
                return ("noise", bundle);
            case 3:
                return ("cut short", good[..at]);
            case 4:
                return ("cut out", [.. good[..from], .. good[to..]]);
            case 5:
                return ("put in", [.. good[..at], .. good[from..Math.Min(to, from + random.Next(2000))], .. good[at..]]);
            case 6:
                return ("longer", [.. good, .. new byte[random.Next(1, 2 * Block)]]);
            case 7:
                // Whole blocks change places: files under each other's names.
                var (first, second) = (at / Block * Block, other / Block * Block);
                good.AsSpan(first, Block).CopyTo(bundle.AsSpan(second));
                good.AsSpan(second, Block).CopyTo(bundle.AsSpan(first));
                return ("blocks", bundle);
            case 8:
                return ("replayed or downgraded", old[random.Next(old.Length)]);
            case 9:
                // The head of one, the files of another.
                var stranger = old[random.Next(old.Length)];
                var cut = random.Next(1, Math.Min(good.Length, stranger.Length) / Block) * Block;
                return ("grafted", random.Next(2) == 0 ? [.. good[..cut], .. stranger[cut..]] : [.. stranger[..cut], .. good[cut..]]);
            default:
                var name = new byte[16];
                random.NextBytes(name);
                name.CopyTo(bundle, at / Block * Block);
                return ("head", bundle);
        }
    }
}
