namespace EdgeGateway.Core.Visits;

/// <summary>A member has arrived: once a visit, however recognised.</summary>
/// <param name="Visit">The visit's id.</param>
/// <param name="Member">The member's id.</param>
/// <param name="How">One of <see cref="RecognisedBy"/>.</param>
/// <param name="Zone">Where.</param>
/// <param name="Time">When the member was recognised.</param>
/// <param name="Confidence">0 to 1 for a face; null where a card, a code or a number was shown.</param>
public sealed record Arrival(Guid Visit, string Member, string How, string Zone, DateTimeOffset Time, decimal? Confidence);

/// <summary>By what a member was recognised, as it stands on the wire.</summary>
public static class RecognisedBy
{
    /// <summary>The face.</summary>
    public const string Face = "face";

    /// <summary>A member card.</summary>
    public const string Card = "card";

    /// <summary>The rotating code on the member's phone.</summary>
    public const string Qr = "qr";

    /// <summary>The phone number, said or typed.</summary>
    public const string Phone = "phone";
}
