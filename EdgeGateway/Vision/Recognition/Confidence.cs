using EdgeGateway.Vision.Packs;

namespace EdgeGateway.Vision.Recognition;

/// <summary>From a pack's similarity, which is squeezed into a narrow range, to a scale that people read.</summary>
public static class Confidence
{
    /// <summary>0.5 where a face begins to be possible, 0.8 where it begins to match, towards 1 above; a logistic curve through both.</summary>
    /// <param name="similarity">-1 to 1.</param>
    /// <param name="thresholds">The thresholds it was judged by.</param>
    /// <param name="people">How many people are in the gallery.</param>
    /// <returns>0 to 1, two places.</returns>
    public static decimal Of(float similarity, MatchThresholds thresholds, int people)
    {
        var span = Math.Max(ZoneJudge.MatchFrom(thresholds, people) - thresholds.Possible, 0.001f);
        var exponent = -Math.Log(4) * (similarity - thresholds.Possible) / span;
        return Math.Round((decimal)(1 / (1 + Math.Exp(Math.Clamp(exponent, -40, 40)))), 2);
    }
}
