namespace EdgeGateway.Core.Stocktake;

/// <summary>One thing done in a session, as it stands on the disk.</summary>
/// <param name="Number">1 for the first of the session.</param>
/// <param name="Id">The id that the page gave, so that a repeat is recognised.</param>
/// <param name="IsSet">True sets the line to the amount, false adds it.</param>
/// <param name="Sku">The goods.</param>
/// <param name="Unit">Their unit.</param>
/// <param name="Amount">How many of it.</param>
/// <param name="Code">What was scanned or typed.</param>
/// <param name="At">When.</param>
/// <param name="IsUndone">Whether it was taken back.</param>
internal sealed record StocktakeOperation(
    long Number, Guid Id, bool IsSet, string Sku, string Unit, long Amount, string Code, DateTimeOffset At, bool IsUndone);

/// <summary>One session, as it stands on the disk.</summary>
/// <param name="Ordinal">Its number in the file.</param>
/// <param name="Id">Its id.</param>
/// <param name="Location">Where is counted.</param>
/// <param name="Counter">Who counts.</param>
/// <param name="Scanner">Its scanner, or null.</param>
/// <param name="State">How far it is.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended, or null.</param>
internal sealed record StocktakeSession(
    long Ordinal, Guid Id, string Location, string Counter, string? Scanner, SessionState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>How far a session is; the numbers stand in the file.</summary>
internal enum SessionState
{
    /// <summary>Being counted.</summary>
    Open = 0,

    /// <summary>Its lines are fixed and on their way to the outbox.</summary>
    Closing = 1,

    /// <summary>All its lines are in the outbox.</summary>
    Closed = 2,

    /// <summary>Thrown away; nothing of it was told.</summary>
    Discarded = 3,
}
