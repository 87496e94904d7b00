using EdgeGateway.Core.Members;
using EdgeGateway.Vision.Packs;

namespace EdgeGateway.Vision.Recognition;

/// <summary>Match, possible or unknown. Pure.</summary>
internal static class ZoneJudge
{
    /// <summary>Up to so many people <see cref="MatchThresholds.Match"/> is enough.</summary>
    public const int SmallGallery = 50;

    /// <summary>The similarity from which on a face matches in a gallery of so many people.</summary>
    /// <remarks>
    /// Strangers are as many times likelier to be near somebody as there are more people. Beyond the number the pack can be relied on the threshold goes on
    /// rising by half the step from small to large each time the gallery doubles, so that more members are missed rather than more strangers named.
    /// </remarks>
    public static float MatchFrom(MatchThresholds thresholds, int people)
    {
        if (people <= SmallGallery)
        {
            return thresholds.Match;
        }

        var beyond = people > thresholds.MostPeople && thresholds.MostPeople > 0 ? MathF.Log2(people / (float)thresholds.MostPeople) : 0;
        return Math.Min(0.999f, thresholds.MatchLarge + (beyond * Math.Max(0, thresholds.MatchLarge - thresholds.Match) / 2));
    }

    /// <summary>What the mean of several frames must be: it scatters less than one frame, so half the way from possible to match is enough.</summary>
    public static float MeanFrom(MatchThresholds thresholds, int people) => (thresholds.Possible + MatchFrom(thresholds, people)) / 2;

    /// <summary>Whether a face is by the margin nearer to one than to anybody else.</summary>
    public static bool IsClear(in GalleryMatch match, MatchThresholds thresholds) => match.Similarity - match.RunnerUp >= thresholds.Margin;

    /// <summary>How near a face is.</summary>
    public static MatchZone Of(in GalleryMatch match, MatchThresholds thresholds, int people)
    {
        if (match.Subject is null || !(match.Similarity >= thresholds.Possible))
        {
            return MatchZone.Unknown;
        }

        return match.Similarity >= MatchFrom(thresholds, people) && IsClear(match, thresholds) ? MatchZone.Match : MatchZone.Possible;
    }
}
