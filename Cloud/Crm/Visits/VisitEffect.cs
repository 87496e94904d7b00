using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Visits;

/// <summary>What an event says of who was in the store.</summary>
internal abstract record VisitEffect : EventEffect
{
    private const int MaxText = 64;

    /// <summary>The most people one count may say: more is no count of an hour.</summary>
    private const long MostPeople = 100_000;

    /// <summary>The longest stay that is one, in seconds.</summary>
    private const long LongestStay = 7 * 24 * 3600;

    /// <summary>Reads an event; null where it says nothing of visits, or nothing that can be.</summary>
    internal static new VisitEffect? Of(string type, string? device, JsonElement data) => type switch
    {
        EventTypes.VisitCounted => Number(data, "count") is >= 0 and <= MostPeople and var count && Text(data, "zone") is { } zone
            ? new PeopleCounted(zone, count, Moment(data, "from")) : null,
        EventTypes.VisitEnded => Number(data, "dwell_seconds") is >= 0 and <= LongestStay and var dwell && Text(data, "zone") is { } zone
            ? new StayEnded(zone, dwell, Text(data, "visit"), Text(data, "member"), IsTrue(data, "staff")) : null,
        EventTypes.VipArrived => Text(data, "member") is { } member
            ? new MemberArrived(member, Text(data, "visit"), Text(data, "zone"), Text(data, "how") ?? "unknown") : null,
        EventTypes.VipClaimed => Text(data, "visit") is { } visit && Text(data, "staff") is { } staff ? new ArrivalClaimed(visit, staff, Number(data, "seconds")) : null,
        EventTypes.VipDismissed => Text(data, "visit") is { } visit && Text(data, "staff") is { } staff ? new ArrivalDismissed(visit, staff) : null,
        _ => null,
    };

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && PlainText.Bounded(value.GetString(), MaxText) is { Length: > 0 } text ? text : null;

    private static long? Number(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static bool IsTrue(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static DateTime? Moment(JsonElement data, string name) =>
        Text(data, name) is { } text
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}

/// <summary>People were counted in a zone; the hour is that of <paramref name="From"/>, or of the event.</summary>
internal sealed record PeopleCounted(string Zone, long Count, DateTime? From) : VisitEffect;

/// <summary>Somebody has left a zone after so many seconds.</summary>
internal sealed record StayEnded(string Zone, long Seconds, string? Visit, string? Member, bool IsStaff) : VisitEffect;

/// <summary>A member has come.</summary>
internal sealed record MemberArrived(string Member, string? Visit, string? Zone, string How) : VisitEffect;

/// <summary>Staff go to the member; seconds since the arrival where they are told.</summary>
internal sealed record ArrivalClaimed(string Visit, string Staff, long? Seconds) : VisitEffect;

/// <summary>Staff said that it is somebody else, or that nobody need go.</summary>
internal sealed record ArrivalDismissed(string Visit, string Staff) : VisitEffect;
