namespace Drivers.Scales;

/// <summary>The profile's choice for scales that can be asked and can be set to send by themselves.</summary>
internal static class PollOrStream
{
    /// <summary>The question, or null where the profile's <c>mode</c> says that the scale sends by itself.</summary>
    public static IExchange? Read(ProfileReader profile, ReadOnlySpan<byte> request, IFrameDecoder decoder) =>
        profile.Choice("mode", "poll", "", "poll", "stream") == "poll" ? new Question(request.ToArray(), decoder) : null;
}
