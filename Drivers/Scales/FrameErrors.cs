namespace Drivers.Scales;

/// <summary>Names of what can be wrong with a frame, as opposed to what is wrong with the load on the scale.</summary>
internal static class FrameErrors
{
    /// <summary>The frame ended before its end mark.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>The frame has its marks, but not what must stand between them.</summary>
    public const string Invalid = "invalid";

    /// <summary>The check character does not fit the frame.</summary>
    public const string BadChecksum = "bad_checksum";

    /// <summary>The block check character does not fit the frame.</summary>
    public const string BadBcc = "bad_bcc";

    /// <summary>Whether the frame was damaged on the way, so that the scale said something else.</summary>
    public static bool IsDamage(IReadOnlyList<string> errors) => errors is [Incomplete or Invalid or BadChecksum or BadBcc];
}
