namespace EdgeGateway.Core.Members;

/// <summary>A consent in force, for pages.</summary>
/// <param name="Subject">The member's or staff member's id.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="Name">What the staff member is called; null of members.</param>
/// <param name="Consent">The consent's id.</param>
/// <param name="TextVersion">The version of the text that was shown.</param>
/// <param name="Language">The language it was shown in.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="Until">When it ends, unless there is a visit before.</param>
/// <param name="OtherStores">Whether the chain's other stores may recognise the person too.</param>
/// <param name="IsForeign">Whether it was given in another store.</param>
/// <param name="Pack">The model pack of the template; null where there is none yet.</param>
/// <param name="NeedsReenrolment">Whether the template is of a model pack that is not in use any more.</param>
public sealed record ConsentView(
    string Subject, SubjectKind Kind, string? Name, Guid Consent, string TextVersion, string Language, DateTimeOffset GivenAt, DateTimeOffset Until, bool OtherStores,
    bool IsForeign, string? Pack, bool NeedsReenrolment);

/// <summary>How much the vault holds.</summary>
/// <param name="Members">Members with a consent in force.</param>
/// <param name="Staff">Staff with one.</param>
/// <param name="Foreign">Of these, given in other stores.</param>
/// <param name="Templates">Templates kept.</param>
/// <param name="NeedReenrolment">Of these, made by a model pack that is not in use.</param>
/// <param name="WarnAt">From how many templates on it is warned.</param>
public sealed record VaultCounts(int Members, int Staff, int Foreign, int Templates, int NeedReenrolment, int WarnAt)
{
    /// <summary>From so many stored faces on, China's rules of 2025 ask for a filing within 30 working days; a chain counts all its stores.</summary>
    public const int FilingLimit = 100_000;

    /// <summary>Whether it is time to prepare the filing.</summary>
    public bool IsNearFiling => Templates >= WarnAt;
}

/// <summary>One line of the audit log: who did what, when. It names people by their ids only.</summary>
/// <param name="Number">From 1, without holes.</param>
/// <param name="Time">When.</param>
/// <param name="Who">The staff member, or what part of the system.</param>
/// <param name="What">One of <see cref="AuditWhat"/>.</param>
/// <param name="Subject">Whom it was about; empty where it was about all.</param>
/// <param name="Note">What else there is to say.</param>
public sealed record AuditEntry(long Number, DateTimeOffset Time, string Who, string What, string Subject, string Note);

/// <summary>What is in the audit log, as it stands there.</summary>
public static class AuditWhat
{
    /// <summary>A consent was given.</summary>
    public const string Given = "consent-given";

    /// <summary>A consent came from another store.</summary>
    public const string Received = "consent-received";

    /// <summary>A template was stored.</summary>
    public const string Enrolled = "enrolled";

    /// <summary>Records were looked at.</summary>
    public const string Viewed = "viewed";

    /// <summary>A template was sealed for another store.</summary>
    public const string Sent = "sent";

    /// <summary>A consent was withdrawn, and everything of the face is deleted.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>A consent ran out, and everything of the face is deleted.</summary>
    public const string Expired = "expired";

    /// <summary>A consent gave way to a newer one of the same person.</summary>
    public const string Replaced = "replaced";
}
