namespace Cloud.Crm.Outgoing;

/// <summary>Something that is to leave the database, taken by this node.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Kind">What carries it.</param>
/// <param name="Key">What tells its cause from every other.</param>
/// <param name="Target">Where to.</param>
/// <param name="Body">What is sent, JSON.</param>
/// <param name="Attempts">How often it was tried, this time included.</param>
/// <param name="CreatedAt">When it was written.</param>
internal sealed record OutgoingMessage(string Id, string Kind, string Key, string Target, string Body, int Attempts, DateTime CreatedAt);

/// <summary>What came of carrying something.</summary>
/// <param name="Outcome">Whether it arrived.</param>
/// <param name="Said">What the other side said, or why it was not asked; without secrets.</param>
internal sealed record Carried(CarryOutcome Outcome, string Said);

/// <summary>Whether something arrived.</summary>
internal enum CarryOutcome
{
    /// <summary>It did.</summary>
    Sent,

    /// <summary>Not now.</summary>
    Again,

    /// <summary>It never will.</summary>
    Never,
}

/// <summary>One way out: webhooks and mail.</summary>
internal interface IOutgoingCarrier
{
    /// <summary>The kind of messages it carries.</summary>
    string Kind { get; }

    /// <summary>Carries one. What fails is an outcome, not an exception.</summary>
    Task<Carried> CarryAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
