namespace EdgeGateway.Vision.Recognition;

/// <summary>How near a face is to somebody in the gallery.</summary>
public enum MatchZone
{
    /// <summary>Nobody: nothing is kept of it.</summary>
    Unknown,

    /// <summary>Near somebody, but not near enough to say a name.</summary>
    Possible,

    /// <summary>Near enough, and clearly nearer than to anybody else.</summary>
    Match,
}

/// <summary>One face compared with the gallery, by itself; a name is said only after the vote over its track.</summary>
/// <param name="FrameTime">When its frame was taken.</param>
/// <param name="Track">The track it belongs to.</param>
/// <param name="Subject">Who it may be; null where it is unknown.</param>
/// <param name="IsStaff">Whether that is staff, who are not announced.</param>
/// <param name="Similarity">The cosine to the nearest in the gallery, -1 to 1; -1 where the gallery is empty.</param>
/// <param name="Zone">How near that is.</param>
/// <param name="X">Left edge of its box in pixels of the frame.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="W">Width.</param>
/// <param name="H">Height.</param>
public readonly record struct FaceJudgement(
    DateTimeOffset FrameTime, long Track, string? Subject, bool IsStaff, float Similarity, MatchZone Zone, float X, float Y, float W, float H);
