using EdgeGateway.Core.Pipeline;

namespace Drivers.Scales;

/// <summary>What the 8217 protocol leaves open, from the device's profile.</summary>
/// <param name="Unit">The unit the scale is set to.</param>
/// <param name="Decimals">Digits behind the point where they are fixed; null accepts 1 to 4.</param>
/// <param name="Width">Characters of the weight field where they are fixed; null accepts any.</param>
/// <param name="PollInterval">Pause between an answer and the next question.</param>
/// <param name="ReplyTimeout">How long a scale may take to answer.</param>
/// <param name="Hold">How long a weight stands while the scale says only that nothing changed.</param>
public sealed record Toledo8217Settings(
    string Unit, int? Decimals, int? Width, TimeSpan PollInterval, TimeSpan ReplyTimeout, TimeSpan Hold)
{
    internal const string DecimalsKey = "decimals";
    internal const string WidthKey = "width";

    internal static Toledo8217Settings Read(ProfileReader profile)
    {
        var settings = new Toledo8217Settings(
            profile.Choice(WeightUnits.ProfileKey, null, WeightUnits.WhyAsked, WeightUnits.All),
            profile.Number(DecimalsKey, 0, 4),
            profile.Number(WidthKey, 2, 12),
            profile.Milliseconds("poll_interval_ms", 200, 20, 60_000),
            profile.Milliseconds("reply_timeout_ms", 1_000, 50, 30_000),
            profile.Milliseconds("hold_ms", 60_000, 0, 3_600_000));
        profile.AcceptAboveZero(DeviceInterpreter.DivisionProfile);
        profile.RejectUnknown();
        return settings;
    }
}
