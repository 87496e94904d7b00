namespace EdgeGateway.Core.Outbox;

/// <summary>The <c>why</c> of a <c>buffer.gap</c>.</summary>
public static class GapReason
{
    /// <summary>Telemetry dropped at the size cap.</summary>
    public const string Capacity = "capacity";

    /// <summary>Rows the disk gave back wrong, or not at all.</summary>
    public const string Damaged = "damaged";

    /// <summary>Headquarters asked again for what it had committed and this file has therefore let go.</summary>
    public const string Trimmed = "trimmed";

    /// <summary>Headquarters has more than this file: the file is an older copy.</summary>
    public const string Restored = "restored";
}
