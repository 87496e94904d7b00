namespace Drivers.Detection;

/// <summary>What the candidates' counts say together. Pure.</summary>
/// <param name="Best">The candidate that explains what came, or null where none does well enough.</param>
/// <param name="Rivals">Others that explain it about as well; empty where <paramref name="Best"/> is the only one.</param>
internal sealed record Ranking(Candidate? Best, IReadOnlyList<Candidate> Rivals)
{
    /// <summary>Frames a claim needs at least.</summary>
    public const int FewestFrames = 2;

    /// <summary>Bits the frames of a claim must prove together: random bytes give as much once in 10^12.</summary>
    public const double FewestBits = 40;

    /// <summary>By how many bits a candidate must be ahead of another protocol that reads the same bytes: about 1,000 to 1.</summary>
    public const double Lead = 10;

    private const double LeastExplained = 0.75;

    /// <summary>Nobody explains it.</summary>
    public static Ranking Nothing { get; } = new(null, []);

    /// <summary>Whether there is a claim: enough frames that prove enough, and nobody else.</summary>
    public bool IsClaim => Best is not null && Rivals.Count == 0;

    /// <summary>Weighs the candidates.</summary>
    public static Ranking Of(IEnumerable<Candidate> candidates, int fewestFrames = FewestFrames)
    {
        List<Candidate> all = [.. candidates];
        List<Candidate> able = [.. all.Where(candidate => Suffices(candidate, fewestFrames)).OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Rank)];
        if (able.Count == 0)
            return Nothing;
        Candidate best = able[0];
        while (able.Find(other => IsSharper(other, best) && other.Damaged <= best.Damaged) is Candidate sharper)
            best = sharper;
        List<Candidate> rivals = [.. all.Where(other => other != best && (able.Contains(other) ? !IsBehind(other, best) : IsSharper(other, best)))];
        // Who reads both rightly is the answer that cannot be wrong.
        if (rivals.Find(other => other.Protocol.Name == best.Protocol.ReadBy) is Candidate reader)
            best = reader;
        rivals.RemoveAll(other => other == best || other.Protocol.ReadBy == best.Protocol.Name);
        return new Ranking(best, rivals);
    }

    /// <summary>Whether what the best finds in the same bytes is clearly more.</summary>
    private static bool IsBehind(Candidate other, Candidate best) =>
        best.Score - other.Score >= Lead
        || (IsSharper(best, other) && best.Damaged <= other.Damaged && (best.Sound[^1].Bits - other.Sound[^1].Bits) * best.SoundCount >= Lead);

    /// <summary>
    /// Whether another reads the newest frame too and finds more in it that could not be otherwise, though it has read fewer so
    /// far: a seven-bit line heard as eight from the middle of a frame. Then the next frames are waited for.
    /// </summary>
    private static bool IsSharper(Candidate other, Candidate best) =>
        other.SoundCount > 0 && other.Sound[^1].At == best.Sound[^1].At && other.Sound[^1].Bits > best.Sound[^1].Bits;

    private static bool Suffices(Candidate candidate, int fewestFrames) =>
        candidate.SoundCount >= fewestFrames && candidate.Score >= FewestBits
        && candidate.Explained >= LeastExplained * candidate.Heard
        && candidate.Damaged <= candidate.SoundCount;
}
