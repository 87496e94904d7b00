using System.Text.Json.Serialization;
using Cloud.Contracts;

namespace EdgeGateway.Core.Visits;

/// <summary>What the owner chose for a camera. Without it a camera recognises nobody.</summary>
/// <param name="Camera">The camera's device id.</param>
/// <param name="Mode">When faces are looked at.</param>
/// <param name="Zone">What the zone is called in events; a legal <see cref="Identifier"/>.</param>
/// <param name="Polygon">The zone on the picture, 3 to 16 corners; nothing outside it is embedded. Empty where nothing was drawn yet, and then nothing is on.</param>
/// <param name="CountAnonymously">Whether people through the zone are counted, without looking at who they are.</param>
/// <param name="Thresholds">The site's own; null for the pack's.</param>
/// <param name="ChosenBy">Who chose it, 1 to 64 characters.</param>
/// <param name="ChosenAt">When.</param>
/// <param name="NoticeVersion">Which door notice was shown and confirmed; null where nothing is on.</param>
public sealed record CameraRules(
    string Camera,
    CameraMode Mode,
    string Zone,
    IReadOnlyList<ZoneCorner> Polygon,
    bool CountAnonymously,
    SiteThresholds? Thresholds,
    string ChosenBy,
    DateTimeOffset ChosenAt,
    string? NoticeVersion)
{
    /// <summary>The fewest corners.</summary>
    public const int FewestCorners = 3;

    /// <summary>The most corners.</summary>
    public const int MostCorners = 16;

    /// <summary>The smallest zone, as a part of the picture.</summary>
    public const double LeastArea = 0.005;

    /// <summary>What holds for a camera for which nothing was chosen.</summary>
    public static CameraRules Off(string camera) => new(camera, CameraMode.Off, "entrance", [], false, null, "nobody", DateTimeOffset.UnixEpoch, null);

    /// <summary>Whether anything looks at its pictures.</summary>
    public bool IsOn => Mode != CameraMode.Off || CountAnonymously;

    /// <summary>Every mistake in it: the field, and what came and was expected.</summary>
    public IEnumerable<(string Path, string Message)> Mistakes()
    {
        if (!Enum.IsDefined(Mode))
        {
            yield return ("mode", "expected off, armed or zone");
        }

        if (!Identifier.IsValid(Zone))
        {
            yield return ("zone", $"expected a name of 1 to {Identifier.MaxLength} characters out of a-z 0-9 -, such as entrance");
        }

        if (string.IsNullOrWhiteSpace(ChosenBy) || ChosenBy.Length > 64 || ChosenBy.Any(char.IsControl))
        {
            yield return ("who", "expected who decides this, 1 to 64 characters");
        }

        if (IsOn && NoticeVersion is null)
        {
            yield return ("noticeVersion", "is missing; the notice for the door has to be shown and confirmed first");
        }

        if (Polygon.Count > 0 || IsOn)
        {
            if (ZoneShape.Wrong(Polygon) is { } shape)
            {
                yield return ("polygon", shape);
            }
        }

        if (Thresholds?.Wrong() is { } threshold)
        {
            yield return ("thresholds", threshold);
        }
    }
}

/// <summary>When faces are looked at.</summary>
public enum CameraMode
{
    /// <summary>Never. What holds until the owner chooses.</summary>
    [JsonStringEnumMemberName("off")]
    Off,

    /// <summary>For a short while after somebody asked for it: stepped on the mat, pressed the button, showed the member code.</summary>
    [JsonStringEnumMemberName("armed")]
    Armed,

    /// <summary>Always, inside the zone.</summary>
    [JsonStringEnumMemberName("zone")]
    Zone,
}

/// <summary>A corner of the zone, as parts of the picture's width and height.</summary>
/// <param name="X">0 at the left edge to 1 at the right one.</param>
/// <param name="Y">0 at the upper edge to 1 at the lower one.</param>
public readonly record struct ZoneCorner(double X, double Y);
