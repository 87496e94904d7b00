using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Members;

/// <summary>What one event of a gateway, or several folded together, says about a member's consent there and visits. Null members say nothing.</summary>
internal sealed record MemberChange
{
    /// <summary>The longest text kept of a consent.</summary>
    private const int MaxText = 64;

    /// <summary>The member's id as the store knows it.</summary>
    public required string Member { get; init; }

    /// <summary>The consent that holds at the gateway after this, or null where none was given or it ended again.</summary>
    public ConsentSaid? Given { get; init; }

    /// <summary>The last time a consent ended at the gateway, for whatever reason.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>The last time the person withdrew there, which ends it in the whole chain. That a consent ran out, or was ended because headquarters said so, ends no other.</summary>
    public DateTime? WithdrawnAt { get; init; }

    /// <summary>Whether a consent gave way to a narrower one: what was sent to other stores by it is to be forgotten.</summary>
    public bool IsNarrowed { get; init; }

    /// <summary>The last time the member was announced.</summary>
    public DateTime? ArrivedAt { get; init; }

    /// <summary>Reads what an event says of a member; null where it says nothing.</summary>
    internal static MemberChange? Of(string type, DateTime time, JsonElement data)
    {
        if (type is not (EventTypes.ConsentGiven or EventTypes.ConsentWithdrawn or EventTypes.VipArrived) || Text(data, "member") is not { Length: > 0 } member)
        {
            return null;
        }

        return type switch
        {
            EventTypes.ConsentGiven => new MemberChange
            {
                Member = member,
                Given = new ConsentSaid(
                    Text(data, "text_version"), Text(data, "language"), data.TryGetProperty("other_stores", out var other) && other.ValueKind == JsonValueKind.True, time),
            },
            EventTypes.ConsentWithdrawn => (Text(data, "reason"), Text(data, "how")) switch
            {
                ("replaced", _) => new MemberChange { Member = member, EndedAt = time, IsNarrowed = true },
                ("expired", _) or (_, "headquarters") => new MemberChange { Member = member, EndedAt = time },
                _ => new MemberChange { Member = member, EndedAt = time, WithdrawnAt = time },
            },
            _ => new MemberChange { Member = member, ArrivedAt = time },
        };
    }

    /// <summary>
    /// This change with moments that headquarters can go by: none is later than when it came, and a withdrawal by a clock that was not set counts from when it came,
    /// so that it ends every consent given before.
    /// </summary>
    /// <param name="clockSynced">Whether the gateway's clock could be trusted.</param>
    /// <param name="at">When it came.</param>
    /// <param name="corrected">When it happened, where that clock could not be and it is known all the same.</param>
    internal MemberChange Received(bool clockSynced, DateTime at, DateTime? corrected) => this with
    {
        Given = Given is { } given ? given with { At = clockSynced || corrected is null ? Earlier(given.At, at) : corrected.Value } : null,
        EndedAt = EndedAt is { } ended ? clockSynced ? Earlier(ended, at) : at : null,
        WithdrawnAt = WithdrawnAt is { } withdrawn ? clockSynced ? Earlier(withdrawn, at) : at : null,
        ArrivedAt = ArrivedAt is { } arrived ? clockSynced ? Earlier(arrived, at) : corrected ?? at : null,
    };

    /// <summary>This change with a later one laid over it.</summary>
    internal MemberChange Then(MemberChange later) => new()
    {
        Member = Member,
        Given = later.Given ?? (later.EndedAt is null ? Given : null),
        EndedAt = Later(EndedAt, later.EndedAt),
        IsNarrowed = IsNarrowed || later.IsNarrowed,
        WithdrawnAt = Later(WithdrawnAt, later.WithdrawnAt),
        ArrivedAt = Later(ArrivedAt, later.ArrivedAt),
    };

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    private static DateTime? Later(DateTime? one, DateTime? other) => one is null || other > one ? other ?? one : one;

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? PlainText.Bounded(value.GetString(), MaxText) : null;
}

/// <summary>A consent as its event says it.</summary>
/// <param name="TextVersion">The version of the text that was agreed to.</param>
/// <param name="Language">In which language.</param>
/// <param name="OtherStores">Whether the template may go to the chain's other stores.</param>
/// <param name="At">When it was given.</param>
internal sealed record ConsentSaid(string? TextVersion, string? Language, bool OtherStores, DateTime At);
