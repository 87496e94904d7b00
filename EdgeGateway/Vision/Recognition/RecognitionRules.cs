using System.Numerics;
using EdgeGateway.Vision.Packs;

namespace EdgeGateway.Vision.Recognition;

/// <summary>When members may be recognised by their faces. The owner chooses; nothing is chosen beforehand.</summary>
public enum RecognitionMode
{
    /// <summary>Never: no face is turned into numbers.</summary>
    Off,

    /// <summary>For a short while after a voluntary act: a step mat, a button, a member's code.</summary>
    Armed,

    /// <summary>Always, inside the polygon.</summary>
    Zone,
}

/// <summary>What a shop has decided for one camera.</summary>
/// <param name="Mode">When members may be recognised.</param>
/// <param name="Zone">What the place is called, on the wire and on pages.</param>
/// <param name="Polygon">Its corners, each 0 to 1 of the picture's width and height; three or more. Nothing outside is turned into numbers or counted.</param>
/// <param name="CountAnonymously">Whether people are counted without recognising anybody; works in every mode.</param>
/// <param name="Thresholds">The pack's, or the site's own.</param>
/// <param name="ArmedFor">How long <see cref="RecognitionMode.Armed"/> lasts, 1 s to 10 minutes; nothing means 30 s.</param>
public sealed record RecognitionRules(
    RecognitionMode Mode, string Zone, IReadOnlyList<Vector2> Polygon, bool CountAnonymously, MatchThresholds Thresholds, TimeSpan ArmedFor = default)
{
    /// <summary>How long <see cref="RecognitionMode.Armed"/> lasts where nothing else is said.</summary>
    public static readonly TimeSpan UsualArmedFor = TimeSpan.FromSeconds(30);

    /// <summary>The polygon that leaves nothing out.</summary>
    public static IReadOnlyList<Vector2> WholePicture { get; } = [new(0, 0), new(1, 0), new(1, 1), new(0, 1)];

    /// <summary>How long <see cref="RecognitionMode.Armed"/> lasts.</summary>
    public TimeSpan ArmedFor { get; init; } = ArmedFor == default ? UsualArmedFor : ArmedFor;

    /// <summary>Everything that is wrong with them, a sentence each; none where they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Mode))
        {
            problems.Add($"Mode came {Mode}; expected Off, Armed or Zone.");
        }

        if (string.IsNullOrWhiteSpace(Zone))
        {
            problems.Add("Zone came empty; expected a name.");
        }

        if ((Mode != RecognitionMode.Off || CountAnonymously) && Polygon.Count is < 3 or > 64)
        {
            problems.Add($"Polygon came with {Polygon.Count} corners; expected 3 to 64.");
        }

        if (Polygon.Any(corner => !(corner.X is >= 0 and <= 1 && corner.Y is >= 0 and <= 1)))
        {
            problems.Add("Polygon has a corner outside the picture; expected 0 to 1 in width and height.");
        }

        if (ArmedFor < TimeSpan.FromSeconds(1) || ArmedFor > TimeSpan.FromMinutes(10))
        {
            problems.Add($"ArmedFor came {ArmedFor}; expected 1 second to 10 minutes.");
        }

        var (match, large, possible) = (Thresholds.Match, Thresholds.MatchLarge, Thresholds.Possible);
        if (!(possible > 0 && possible <= match && match <= large && large < 1))
        {
            problems.Add($"Thresholds came possible {possible}, match {match}, large {large}; expected each above 0 and below 1, and none above the next.");
        }

        if (!(Thresholds.Margin is >= 0 and < 1))
        {
            problems.Add($"Thresholds came with a margin of {Thresholds.Margin}; expected 0 to below 1.");
        }

        return problems;
    }
}
