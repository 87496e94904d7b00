using System.Text.Json.Serialization;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Visits;

/// <summary>What the <see cref="VisitLog"/> must know after a restart.</summary>
internal sealed class VisitsKept
{
    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Members seen within the re-entry gap.</summary>
    public Dictionary<string, SeenMember> Members { get; init; } = [];

    /// <summary>Who is in a zone now.</summary>
    public List<Stay> Stays { get; init; } = [];

    /// <summary>People counted since the last <c>visit.counted</c>.</summary>
    public List<PeopleCount> Counts { get; init; } = [];

    /// <summary>People counted in each of the last hours, for the page.</summary>
    public List<PeopleCount> Hours { get; init; } = [];

    /// <summary>Events that may not be in the outbox, oldest first.</summary>
    public List<KeptDraft> Pending { get; init; } = [];

    /// <summary>Arrivals that staff may not have been told.</summary>
    public List<Arrival> Untold { get; init; } = [];
}

/// <summary>An event that may not be in the outbox.</summary>
internal sealed record KeptDraft(string Type, string? DeviceId, DateTimeOffset Time, byte[] Data, Guid? OriginId)
{
    /// <summary>Keeps an event.</summary>
    public static KeptDraft Of(EventDraft draft) => new(draft.Type, draft.DeviceId, draft.Time, draft.Data, draft.OriginId);

    /// <summary>The event.</summary>
    public EventDraft ToDraft() => new(Type, DeviceId, Time, Data, OriginId);
}

/// <summary>A member's visit.</summary>
/// <param name="Visit">Its id.</param>
/// <param name="At">When last seen.</param>
internal readonly record struct SeenMember(Guid Visit, DateTimeOffset At);

/// <summary>One stay of one person in a zone.</summary>
/// <param name="Visit">Its id.</param>
/// <param name="Camera">The camera.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Track">The track.</param>
/// <param name="Began">When it began.</param>
/// <param name="Member">Whose it is, where a member was recognised.</param>
/// <param name="IsStaff">Whether it is a member of staff.</param>
internal sealed record Stay(Guid Visit, string Camera, string Zone, long Track, DateTimeOffset Began, string? Member = null, bool IsStaff = false);

/// <summary>People counted in a zone.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="Zone">The zone.</param>
/// <param name="From">Since when.</param>
/// <param name="Count">How many.</param>
internal sealed record PeopleCount(string Camera, string Zone, DateTimeOffset From, int Count);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VisitsKept))]
internal sealed partial class VisitsJson : JsonSerializerContext;
