namespace EdgeGateway.Core.Stocktake;

/// <summary>A counting session as the page shows it; serialises as it stands with camelCase names.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Location">Where is counted.</param>
/// <param name="Counter">Who counts.</param>
/// <param name="Scanner">The scanner whose scans are counted here, or null.</param>
/// <param name="State"><c>open</c>, <c>closing</c> (being written to the event store), <c>closed</c> or <c>discarded</c>.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it was closed or discarded; null while it is open.</param>
/// <param name="LineCount">Lines in all.</param>
/// <param name="Scans">Scans and entries that count.</param>
/// <param name="Pieces">Pieces in all lines counted by the piece.</param>
/// <param name="Lines">The lines, the one counted last first; where they are many, only the first of them.</param>
/// <param name="Last">What happened last, or null.</param>
public sealed record SessionView(
    string Id,
    string Location,
    string Counter,
    string? Scanner,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int LineCount,
    int Scans,
    long Pieces,
    IReadOnlyList<LineView> Lines,
    LastCount? Last);

/// <summary>One line of a count.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="Unit"><c>piece</c> or <c>mg</c>.</param>
/// <param name="Counted">How many of the unit.</param>
public sealed record LineView(string Sku, string Unit, long Counted);

/// <summary>What happened last in a session.</summary>
/// <param name="Number">Grows by one with each, also with what was refused, so that a page knows a new one.</param>
/// <param name="Kind"><c>counted</c>, <c>set</c>, <c>undone</c> or <c>refused</c>.</param>
/// <param name="Code">What was scanned or typed.</param>
/// <param name="Sku">The goods, or null where it was refused.</param>
/// <param name="Unit">The unit, or null.</param>
/// <param name="Amount">How many of it, or null.</param>
/// <param name="Total">The line's count then, or null.</param>
/// <param name="Fault">Of a refused one the word for programs, one of <see cref="Scanning.ScanFaults"/> or <c>busy</c> or <c>limit</c>; else null.</param>
/// <param name="Reason">The same in words, or null.</param>
/// <param name="At">When.</param>
public sealed record LastCount(long Number, string Kind, string Code, string? Sku, string? Unit, long? Amount, long? Total, string? Fault, string? Reason, DateTimeOffset At);

/// <summary>What became of a request to a stocktake.</summary>
/// <param name="Session">The session then; null where there is none.</param>
/// <param name="Refusal">Why nothing was done, or null.</param>
public sealed record StocktakeAnswer(SessionView? Session, StocktakeRefusal? Refusal);

/// <summary>Why nothing was done.</summary>
/// <param name="Kind">What kind of reason it is.</param>
/// <param name="Path">The field that is wrong, or empty.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
public sealed record StocktakeRefusal(RefusalKind Kind, string Path, string Message);

/// <summary>Kinds of refusal.</summary>
public enum RefusalKind
{
    /// <summary>The request is wrong.</summary>
    Invalid,

    /// <summary>There is no such session.</summary>
    NotFound,

    /// <summary>It does not go with how things stand: the session is closed, the scanner counts for another one.</summary>
    Conflict,

    /// <summary>The disk or the outbox refuses; try again.</summary>
    Unavailable,
}
