using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Members;

/// <summary>A consent as it is on record. It says nothing of the face.</summary>
/// <param name="Consent">Its id.</param>
/// <param name="Subject">The member's or staff member's id.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="TextVersion">The version of the text that was shown.</param>
/// <param name="Language">The language it was shown in.</param>
/// <param name="TextHash">SHA-256 of the text that was shown (<see cref="ConsentText.Hash"/>), lower case.</param>
/// <param name="How">Paper or page.</param>
/// <param name="TakenBy">The staff member who took it.</param>
/// <param name="GivenAt">When, to the millisecond.</param>
/// <param name="AgeConfirmed">Whether the person said to be 14 or older; always true on record.</param>
/// <param name="OtherStores">Whether the chain's other stores may recognise the person too.</param>
/// <param name="KeepFor">How long after the last visit it ends.</param>
/// <param name="EndsAt">When it ends in any case.</param>
/// <param name="Origin">Null where it was given here; else the fingerprint of the key of the gateway it came from.</param>
public sealed record ConsentRecord(
    Guid Consent,
    string Subject,
    [property: JsonConverter(typeof(JsonStringEnumConverter<SubjectKind>))] SubjectKind Kind,
    string TextVersion,
    string Language,
    string TextHash,
    [property: JsonConverter(typeof(JsonStringEnumConverter<ConsentHow>))] ConsentHow How,
    string TakenBy,
    DateTimeOffset GivenAt,
    bool AgeConfirmed,
    bool OtherStores,
    TimeSpan KeepFor,
    DateTimeOffset EndsAt,
    string? Origin = null);
