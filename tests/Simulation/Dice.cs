namespace Simulation;

/// <summary>Everything that is left to chance, from one seed (SplitMix64). The same seed throws the same for ever.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice of their own, so that what one part throws does not move what another part throws.</summary>
    public Dice Fork(int name) => new(Mix(_state ^ Mix(unchecked((ulong)name * 0x9E3779B97F4A7C15UL))));

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            return Mix(_state);
        }
    }

    /// <summary>0 to below <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    /// <summary>0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool OneIn(int n) => Next(n) == 0;

    /// <summary>A pause whose mean is <paramref name="mean"/>, as of things that happen by themselves.</summary>
    public TimeSpan Pause(TimeSpan mean) => TimeSpan.FromMilliseconds(1 + (mean.TotalMilliseconds * -Math.Log(1 - Fraction())));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
