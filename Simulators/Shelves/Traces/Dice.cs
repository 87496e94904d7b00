namespace Simulators.Shelves.Traces;

/// <summary>Chance with a seed: SplitMix64, so that a seed gives the same store on every machine and every version of .NET.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;
    private double? _spare;

    /// <summary>Dice of its own for one part, so that a change in one part leaves the others as they were.</summary>
    public Dice Fork() => new(Next() ^ 0x9E3779B97F4A7C15UL);

    /// <summary>From 0, below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Evenly between two numbers.</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>Evenly on a logarithmic scale between two numbers above 0.</summary>
    public double LogBetween(double low, double high) => low * Math.Exp(Math.Log(high / low) * Unit());

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both possible.</summary>
    public int Whole(int low, int high) => low + (int)(Unit() * (high - low + 1));

    /// <summary>Whether something of this probability happens.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Waiting time of a process without memory.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    /// <summary>Normal with mean 0 and deviation 1.</summary>
    public double Normal()
    {
        if (_spare is { } kept)
        {
            _spare = null;
            return kept;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - Unit()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * Unit());
        _spare = radius * sine;
        return radius * cosine;
    }

    /// <summary>One entry of a list, each as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Whole(0, from.Count - 1)];

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
