using EdgeGateway.Core.Visits;

namespace EdgeGateway.Core.Enrolment;

/// <summary>Which thresholds the figures of a place speak for.</summary>
/// <remarks>
/// The match is put just above the most alike stranger that was measured, and never below the pack's threshold of a possible match: a handful of staff
/// cannot show how alike the most alike of hundreds of members is. Frames of one person resemble each other, so the shares hold for these people, not for all.
/// </remarks>
public static class ThresholdSuggestion
{
    /// <summary>How many people have to stand in front at least.</summary>
    public const int FewestPeople = 3;

    /// <summary>How many faces have to be compared with their own template at least.</summary>
    public const int FewestFaces = 45;

    /// <summary>What share of faces a suggestion must name at least.</summary>
    private const double LeastNamed = 0.5;

    /// <summary>One-sided 95 % of the normal distribution.</summary>
    private const double Quantile = 1.645;

    /// <summary>Makes a suggestion.</summary>
    /// <param name="figures">What was measured.</param>
    /// <param name="packMatch">The pack's threshold of a match.</param>
    /// <param name="packPossible">The pack's threshold of a possible match.</param>
    /// <returns>The thresholds, or what is missing: people, faces, or apart where the same and others cannot be told apart.</returns>
    public static (SuggestedThresholds? Suggested, string? Missing) Of(SimilarityFigures figures, double packMatch, double packPossible)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (figures.People < FewestPeople)
        {
            return (null, "people");
        }

        var impostors = figures.Impostor.Sum();
        if (figures.Genuine.Sum() < FewestFaces || impostors < FewestFaces)
        {
            return (null, "faces");
        }

        var highest = 0;
        for (var i = 0; i < figures.Impostor.Count; i++)
        {
            highest = figures.Impostor[i] > 0 ? i : highest;
        }

        var match = Math.Round(Math.Max((highest + 1) * SimilarityFigures.Step, packPossible), 3);
        var named = figures.NamedAt(match)!.Value;
        if (match >= 1 || named < LeastNamed)
        {
            return (null, "apart");
        }

        var mistaken = figures.MistakenAt(match)!.Value;
        return (new SuggestedThresholds(match, Math.Round(match - (packMatch - packPossible), 3), named, mistaken, AtMost(mistaken, impostors)), null);
    }

    /// <summary>The upper end of what a share may be. Source: Wilson, Probable inference, JASA 22, 1927; one-sided 95 %.</summary>
    private static double AtMost(double share, int count)
    {
        const double square = Quantile * Quantile;
        var middle = share + (square / (2 * count));
        var half = Quantile * Math.Sqrt(((share * (1 - share)) + (square / (4 * count))) / count);
        return Math.Min(1, (middle + half) / (1 + (square / count)));
    }
}
