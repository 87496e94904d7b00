using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Setup;

/// <summary>How far the detection of one port is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DetectionState>))]
public enum DetectionState
{
    /// <summary>It is to be looked at, and not yet begun.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It is listened to; nothing has been sent.</summary>
    [JsonStringEnumMemberName("listening")]
    Listening,

    /// <summary>It is asked.</summary>
    [JsonStringEnumMemberName("probing")]
    Probing,

    /// <summary>One protocol, proven by valid frames.</summary>
    [JsonStringEnumMemberName("recognised")]
    Recognised,

    /// <summary>Several protocols read what came equally well; they are the candidates.</summary>
    [JsonStringEnumMemberName("ambiguous")]
    Ambiguous,

    /// <summary>No protocol was proven: nothing is claimed.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>It could not be looked at; the reason says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What detection knows of one port; also while it is under way. Serialises as the setup page wants it.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Protocol">The driver's name, such as <c>toledo-8217</c>, where one was recognised; else null.</param>
/// <param name="Line">The line settings it was recognised at, such as <c>9600-7E1</c>; null where there are none.</param>
/// <param name="Candidates">The protocols that are not ruled out, best first.</param>
/// <param name="Evidence">What came, bounded, oldest first.</param>
/// <param name="Sent">Every byte that was sent, oldest first.</param>
/// <param name="Reason">Why this is the result, in words; null while it is under way and there is nothing to say.</param>
/// <param name="Took">How long it has taken so far.</param>
public sealed record PortDetection(
    DetectionState State,
    string? Protocol,
    string? Line,
    IReadOnlyList<DetectionCandidate> Candidates,
    IReadOnlyList<DetectionEvidence> Evidence,
    IReadOnlyList<DetectionSent> Sent,
    string? Reason,
    [property: JsonIgnore] TimeSpan Took)
{
    /// <summary>It is to be looked at.</summary>
    public static PortDetection Waiting { get; } = new(DetectionState.Waiting, null, null, [], [], [], null, TimeSpan.Zero);

    /// <summary>What the bytes show of the driver's profile, such as its kind of check character; to be offered to the person.</summary>
    public IReadOnlyDictionary<string, string> Profile { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><see cref="Took"/> in milliseconds, for the page.</summary>
    public long TookMs => (long)Took.TotalMilliseconds;

    /// <summary>Whether nothing more will come.</summary>
    [JsonIgnore]
    public bool IsOver => State is not (DetectionState.Waiting or DetectionState.Listening or DetectionState.Probing);

    /// <summary>It could not be looked at.</summary>
    public static PortDetection Failed(string reason, TimeSpan took) => new(DetectionState.Failed, null, null, [], [], [], reason, took);
}

/// <summary>A protocol that is not ruled out.</summary>
/// <param name="Protocol">The driver's name.</param>
/// <param name="Line">The line settings, or null where there are none.</param>
/// <param name="Reason">What speaks for it, and what is missing, in words.</param>
public sealed record DetectionCandidate(string Protocol, string? Line, string Reason);

/// <summary>Something that came during detection.</summary>
/// <param name="At">When.</param>
/// <param name="Line">The line settings then, or null where there are none.</param>
/// <param name="Hex">The bytes in hex, lower case, without spaces.</param>
/// <param name="Frame">What they mean in the protocol that was taken for the right one; null where nothing was made of them.</param>
public sealed record DetectionEvidence(DateTimeOffset At, string? Line, string Hex, DecodedFrame? Frame);

/// <summary>Something that was sent during detection.</summary>
/// <param name="Line">The line settings then, or null where there are none.</param>
/// <param name="Hex">The bytes in hex, lower case, without spaces.</param>
/// <param name="Why">What it asks, in words.</param>
public sealed record DetectionSent(string? Line, string Hex, string Why);
