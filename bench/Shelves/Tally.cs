namespace Bench.Shelves;

/// <summary>How often a method was right, ambiguous and wrong.</summary>
internal sealed class Tally
{
    /// <summary>Episodes that are right.</summary>
    public int Right { get; private set; }

    /// <summary>Episodes in which something was left open.</summary>
    public int Ambiguous { get; private set; }

    /// <summary>Episodes in which something else was told.</summary>
    public int Wrong { get; private set; }

    /// <summary>All of them.</summary>
    public int Episodes => Right + Ambiguous + Wrong;

    /// <summary>Ambiguous ones whose truth was among the candidates.</summary>
    public int Possible { get; private set; }

    /// <summary>Counts an episode.</summary>
    public void Add(Episode episode)
    {
        var outcome = episode.Judge();
        Add(outcome);
        if (outcome == Outcome.Ambiguous)
        {
            Possible += episode.TruthIsPossible() ? 1 : 0;
        }
    }

    /// <summary>Counts an outcome.</summary>
    public void Add(Outcome outcome)
    {
        switch (outcome)
        {
            case Outcome.Right:
                Right++;
                break;
            case Outcome.Ambiguous:
                Ambiguous++;
                break;
            default:
                Wrong++;
                break;
        }
    }

    /// <summary>The 95 % interval of a share after Wilson.</summary>
    /// <param name="hits">Hits.</param>
    /// <param name="of">Out of so many.</param>
    /// <param name="worth">How many independent ones they are worth; null for all.</param>
    public static (double Low, double High) Wilson(int hits, int of, double? worth = null)
    {
        if (of == 0)
        {
            return (0, 1);
        }

        const double Z = 1.959964;
        double n = worth ?? of, p = (double)hits / of;
        var middle = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
