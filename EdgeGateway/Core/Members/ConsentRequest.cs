namespace EdgeGateway.Core.Members;

/// <summary>What somebody consents to, as it was taken at the counter.</summary>
/// <param name="Subject">The member's or staff member's id.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="TextVersion">The version of the text that was shown; one of <see cref="ConsentTexts.All"/>.</param>
/// <param name="Language">The language it was shown in.</param>
/// <param name="How">Paper or page.</param>
/// <param name="TakenBy">The staff member who took it.</param>
/// <param name="AgeConfirmed">Whether the person said to be 14 or older; without that nothing is kept.</param>
/// <param name="OtherStores">Whether the chain's other stores may recognise the person too: a choice of its own, no unless said.</param>
public sealed record ConsentRequest(
    string Subject, SubjectKind Kind, string TextVersion, string Language, ConsentHow How, string TakenBy, bool AgeConfirmed, bool OtherStores)
{
    /// <summary>How long after the last visit it ends; null for the store's own time. It may be shorter than that, never longer.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>Makes a repeat of the same request harmless: a request whose id is known is answered with its consent. Null where it is asked once.</summary>
    public Guid? Id { get; init; }
}
