namespace Drivers.Scales;

/// <summary>The pace of a scale that is asked, from the device's profile.</summary>
/// <param name="PollInterval">Pause between an answer and the next question.</param>
/// <param name="ReplyTimeout">How long a scale may take to answer.</param>
/// <param name="Hold">How long a weight stands while the scale says only that nothing changed.</param>
internal sealed record PollSettings(TimeSpan PollInterval, TimeSpan ReplyTimeout, TimeSpan Hold)
{
    public static PollSettings Read(ProfileReader profile, bool holdsWeight, int pollIntervalMs) => new(
        profile.Milliseconds("poll_interval_ms", pollIntervalMs, 20, 60_000),
        profile.Milliseconds("reply_timeout_ms", 1_000, 50, 30_000),
        holdsWeight ? profile.Milliseconds("hold_ms", 60_000, 0, 3_600_000) : TimeSpan.Zero);
}
