namespace EdgeGateway.Core.Members;

/// <summary>
/// The leave to keep somebody's template: made by the vault alone, from a consent that is live, and dead with it. Nothing that stores a template takes anything else for leave.
/// </summary>
public sealed class ConsentGrant
{
    private ConsentGrant(ConsentStanding standing) => Standing = standing;

    /// <summary>The member's or staff member's id.</summary>
    public string Subject => Standing.Record.Subject;

    /// <summary>Which of the two.</summary>
    public SubjectKind Kind => Standing.Record.Kind;

    /// <summary>The consent it stands on.</summary>
    public Guid Consent => Standing.Record.Consent;

    /// <summary>Whether the consent still stands; once false, never true again.</summary>
    public bool IsLive => Standing.IsLive;

    /// <summary>The consent as the vault holds it.</summary>
    internal ConsentStanding Standing { get; }

    /// <summary>The grant of a consent, or null where it is not live.</summary>
    internal static ConsentGrant? Of(ConsentStanding? standing) => standing is { IsLive: true } ? new ConsentGrant(standing) : null;
}
