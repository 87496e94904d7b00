namespace EdgeGateway.Core.Visits;

/// <summary>What a camera's tracks say about people in a zone, in the order it happened.</summary>
/// <param name="Camera">The camera's device id.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Track">The track: one person followed from picture to picture. Its number says nothing beyond this run of the gateway.</param>
/// <param name="Time">When, by the gateway's clock, or by the video's where one is replayed.</param>
public abstract record Presence(string Camera, string Zone, long Track, DateTimeOffset Time);

/// <summary>Somebody came into the zone.</summary>
public sealed record PresenceBegan(string Camera, string Zone, long Track, DateTimeOffset Time) : Presence(Camera, Zone, Track, Time);

/// <summary>The vote over the track's faces named somebody.</summary>
/// <param name="Camera">The camera's device id.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Track">The track.</param>
/// <param name="Time">When the vote was won.</param>
/// <param name="Subject">The member's or staff member's id.</param>
/// <param name="IsStaff">Staff are not announced.</param>
/// <param name="Similarity">The vote's mean similarity.</param>
/// <param name="Confidence">The same on a scale that people read, 0 to 1.</param>
/// <param name="FrameTime">When the frame that settled it was taken.</param>
public sealed record PresenceRecognised(
    string Camera, string Zone, long Track, DateTimeOffset Time, string Subject, bool IsStaff, float Similarity, decimal Confidence, DateTimeOffset FrameTime)
    : Presence(Camera, Zone, Track, Time);

/// <summary>Somebody left the zone, or was lost for longer than a short while.</summary>
/// <param name="Camera">The camera's device id.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Track">The track.</param>
/// <param name="Time">When last seen in it.</param>
/// <param name="Counts">Whether it was a person for the count: seen long enough to be one.</param>
public sealed record PresenceEnded(string Camera, string Zone, long Track, DateTimeOffset Time, bool Counts) : Presence(Camera, Zone, Track, Time);
