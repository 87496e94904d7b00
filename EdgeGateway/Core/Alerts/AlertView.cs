namespace EdgeGateway.Core.Alerts;

/// <summary>An alert as staff see it, made when it is looked at: names and goods come from the profile and the shelves of that moment.</summary>
/// <param name="Id">The alert's id; always the same for a visit.</param>
/// <param name="Visit">The visit's id.</param>
/// <param name="Member">The member's id.</param>
/// <param name="Name">The name to greet with; null where the profile has not reached this store.</param>
/// <param name="Level">The level's name; null likewise.</param>
/// <param name="How">How the member was recognised: <c>face</c>, <c>card</c>, <c>qr</c> or <c>phone</c>.</param>
/// <param name="Confidence">0 to 1 for a face, else null.</param>
/// <param name="Zone">Where.</param>
/// <param name="At">When the member was recognised.</param>
/// <param name="State">One of <see cref="AlertStates"/>.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="ClaimedBy">The staff member who looks after it, or null.</param>
/// <param name="OfferedTo">The staff member it is offered to now; null for everybody, and once it is no longer new.</param>
/// <param name="OfferedAt">Since when; another time is another ring.</param>
/// <param name="LastVisit">The last visit to any store, or null.</param>
/// <param name="Usual">What the member usually buys, and what of it is on the shelf here.</param>
/// <param name="Notes">What staff should know: the profile's notes first, then those written here, the oldest first.</param>
/// <param name="AssignedTo">The staff member who looks after this member, or null.</param>
/// <param name="Consent"><c>face</c> where the member's consent to be recognised by face is live, else <c>none</c>.</param>
/// <param name="SnoozedUntil">When it comes back; null where it is not snoozed.</param>
/// <param name="Reason">Why it ended, or null.</param>
public sealed record AlertView(
    Guid Id,
    Guid Visit,
    string Member,
    string? Name,
    string? Level,
    string How,
    decimal? Confidence,
    string Zone,
    DateTimeOffset At,
    string State,
    DateTimeOffset Since,
    string? ClaimedBy,
    string? OfferedTo,
    DateTimeOffset OfferedAt,
    DateTimeOffset? LastVisit,
    IReadOnlyList<AlertGoods> Usual,
    IReadOnlyList<AlertNote> Notes,
    string? AssignedTo,
    string Consent,
    DateTimeOffset? SnoozedUntil,
    string? Reason)
{
    /// <summary>Names nobody: an alert must not reach a log by itself.</summary>
    public override string ToString() => $"alert {Id:D} ({State})";
}

/// <summary>Goods that the member usually buys.</summary>
/// <param name="Sku">Their SKU.</param>
/// <param name="Name">Their name.</param>
/// <param name="OnShelf">Pieces on the shelves of this store; null where no shelf counts them.</param>
public sealed record AlertGoods(string Sku, string Name, int? OnShelf);

/// <summary>One thing that staff should know.</summary>
/// <param name="Text">The note.</param>
/// <param name="Who">The staff member who wrote it here; null where headquarters sent it.</param>
/// <param name="At">When it was written; null likewise.</param>
public sealed record AlertNote(string Text, string? Who, DateTimeOffset? At)
{
    /// <summary>Without the text: it is about a person.</summary>
    public override string ToString() => $"note of {Text.Length} characters";
}

/// <summary>How an alert is.</summary>
public static class AlertStates
{
    /// <summary>Nobody has claimed it.</summary>
    public const string New = "new";

    /// <summary>Somebody looks after it.</summary>
    public const string Claimed = "claimed";

    /// <summary>It comes back later.</summary>
    public const string Snoozed = "snoozed";

    /// <summary>It ended without service: not this person, not wanted, or already gone.</summary>
    public const string Dismissed = "dismissed";

    /// <summary>It ended with service.</summary>
    public const string Done = "done";

    /// <summary>It ended because nobody claimed it in time.</summary>
    public const string Unclaimed = "unclaimed";
}

/// <summary>Why an alert was dismissed.</summary>
public static class DismissReasons
{
    /// <summary>Somebody else was recognised as this member. Counted for the report of the thresholds; nothing learns from it.</summary>
    public const string NotThisPerson = "not_this_person";

    /// <summary>The member wants to be left alone.</summary>
    public const string NotWanted = "not_wanted";

    /// <summary>The member has already left.</summary>
    public const string Left = "left";

    /// <summary>Said by the gateway: nobody claimed it in time.</summary>
    public const string Unclaimed = "unclaimed";

    /// <summary>Those that a person may give.</summary>
    public static IReadOnlyList<string> All { get; } = [NotThisPerson, NotWanted, Left];
}
