namespace EdgeGateway.Core.Alerts;

/// <summary>Where an alert stands; the numbers are those on the disk.</summary>
internal enum AlertState
{
    New = 0,
    Claimed = 1,
    Snoozed = 2,
    Dismissed = 3,
    Done = 4,
    Unclaimed = 5,

    /// <summary>Whose it was is forgotten; the id stays, so that the visit makes no second alert.</summary>
    Forgotten = 6,
}

/// <summary>One alert as it is kept: ids only, no name.</summary>
/// <param name="Id">Made of the visit's id.</param>
/// <param name="Visit">The visit.</param>
/// <param name="Member">The member's id.</param>
/// <param name="How">One of <see cref="Visits.RecognisedBy"/>.</param>
/// <param name="Zone">Where.</param>
/// <param name="At">When the member was recognised.</param>
/// <param name="Confidence">0 to 1 for a face, else null.</param>
internal sealed record Alert(Guid Id, Guid Visit, string Member, string How, string Zone, DateTimeOffset At, decimal? Confidence)
{
    public AlertState State { get; init; }

    public DateTimeOffset Since { get; init; }

    public string? ClaimedBy { get; init; }

    /// <summary>How often it was claimed; the number of the claim's event.</summary>
    public int Claims { get; init; }

    /// <summary>Null: everybody.</summary>
    public string? OfferedTo { get; init; }

    public DateTimeOffset OfferedAt { get; init; }

    /// <summary>How often all on shift have been asked in turn.</summary>
    public int Round { get; init; }

    /// <summary>Whether it is for everybody until its end, because nobody answered in turn.</summary>
    public bool IsForAll { get; init; }

    /// <summary>Who has been asked in this round.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>From when its waiting for a claim is counted: the arrival, or its return from a snooze.</summary>
    public DateTimeOffset WaitsSince { get; init; }

    public DateTimeOffset? SnoozedUntil { get; init; }

    public string? Reason { get; init; }

    /// <summary>Who gave its last answer.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Whether a slip is still to be printed.</summary>
    public bool WantsSlip { get; init; }

    public bool IsOpen => State is AlertState.New or AlertState.Claimed or AlertState.Snoozed;

    public override string ToString() => $"alert {Id:D} ({State})";
}
