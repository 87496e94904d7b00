using System.Numerics;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;

namespace EdgeGateway.Host.Running;

/// <summary>What the owner chose, as the pipeline takes it.</summary>
internal static class SiteRules
{
    /// <summary>The rules; thresholds of another pack give way to the pack's own.</summary>
    public static RecognitionRules Of(CameraRules rules, ModelPack pack)
    {
        IReadOnlyList<Vector2> polygon = rules.Polygon.Count > 0
            ? [.. rules.Polygon.Select(corner => new Vector2((float)corner.X, (float)corner.Y))]
            : RecognitionRules.WholePicture;
        return new RecognitionRules(
            rules.Mode switch { CameraMode.Armed => RecognitionMode.Armed, CameraMode.Zone => RecognitionMode.Zone, _ => RecognitionMode.Off },
            rules.Zone,
            polygon,
            rules.CountAnonymously,
            Thresholds(rules.Thresholds, pack));
    }

    /// <summary>The thresholds in force. What a larger gallery asks for more stays as much more as in the pack.</summary>
    public static MatchThresholds Thresholds(SiteThresholds? site, ModelPack pack) => site is null || site.Pack != pack.Id
        ? pack.Thresholds
        : pack.Thresholds with
        {
            Match = (float)site.Match,
            MatchLarge = Math.Max((float)site.Match, Math.Min((float)site.Match + pack.Thresholds.MatchLarge - pack.Thresholds.Match, 0.9995f)),
            Possible = (float)site.Possible,
            Margin = (float)site.Margin,
        };
}
