namespace EdgeGateway.Host.Verbs;

/// <summary>Tells the time of the video that is replayed.</summary>
internal sealed class VideoClock : TimeProvider
{
    /// <summary>The time of the frame that is looked at.</summary>
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
