using System.Globalization;
using Cloud.Contracts;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Members;

/// <summary>The events of consents. Staff's consents make none: headquarters has no business with them.</summary>
internal static class ConsentEvents
{
    /// <summary>Why a consent ended: the person said so.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Why a consent ended: its time.</summary>
    public const string Expired = "expired";

    /// <summary>Why a consent ended: the person gave a narrower one.</summary>
    public const string Replaced = "replaced";

    /// <summary><c>consent.given</c>.</summary>
    public static Telling Given(ConsentRecord record, DateTimeOffset until) =>
        new(0, DrawnIds.Next(), record.Consent, EventTypes.ConsentGiven, record.GivenAt, DraftJson.Write(json =>
        {
            json.WriteString("member"u8, record.Subject);
            json.WriteString("text_version"u8, record.TextVersion);
            json.WriteString("who"u8, record.TakenBy);
            json.WriteString("consent"u8, record.Consent);
            json.WriteString("language"u8, record.Language);
            json.WriteString("how"u8, record.How == ConsentHow.SignedPaper ? "signed-paper" : "on-page");
            json.WriteBoolean("other_stores"u8, record.OtherStores);
            json.WriteString("until"u8, until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }));

    /// <summary><c>consent.withdrawn</c>.</summary>
    /// <param name="about">The consent that ended.</param>
    /// <param name="for">The consent with whose fate the telling goes.</param>
    /// <param name="at">When it ended.</param>
    /// <param name="who">Who took the withdrawal.</param>
    /// <param name="how">Where.</param>
    /// <param name="why">One of the reasons above.</param>
    public static Telling Ended(ConsentRecord about, Guid @for, DateTimeOffset at, string who, string how, string why) =>
        new(0, DrawnIds.Next(), @for, EventTypes.ConsentWithdrawn, at, DraftJson.Write(json =>
        {
            json.WriteString("member"u8, about.Subject);
            json.WriteString("who"u8, who);
            json.WriteString("consent"u8, about.Consent);
            json.WriteString("how"u8, how);
            json.WriteString("reason"u8, why);
            json.WriteBoolean("other_stores"u8, about.OtherStores);
        }));

    /// <summary>The event as the outbox takes it.</summary>
    public static EventDraft Draft(Telling telling) => new(telling.Type, null, telling.At, telling.Data, telling.Origin);
}
