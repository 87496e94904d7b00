namespace EdgeGateway.Core.Printing;

/// <summary>The paper as the printer's sensors see it.</summary>
public enum PaperState
{
    /// <summary>The printer does not say.</summary>
    Unknown,

    /// <summary>There is paper.</summary>
    Present,

    /// <summary>The roll is nearly at its end.</summary>
    NearEnd,

    /// <summary>There is none.</summary>
    Out,
}

/// <summary>What a printer says of itself. What it does not say is null or unknown, never "all right".</summary>
/// <param name="Answered">Whether anything came that is an answer.</param>
/// <param name="Online">Whether it takes jobs.</param>
/// <param name="Paper">Its paper.</param>
/// <param name="CoverOpen">Whether cover or head is open.</param>
/// <param name="Faults">Its faults, snake_case: <c>cutter</c>, <c>overheated</c>, <c>unrecoverable</c>, <c>recoverable</c>, <c>ribbon_out</c>, <c>jam</c>, <c>paused</c>, <c>corrupt_memory</c>.</param>
/// <param name="Raw">The bytes it answered, for the log.</param>
public sealed record PrinterStatus(
    bool Answered, bool? Online, PaperState Paper, bool? CoverOpen, IReadOnlyList<string> Faults, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Nothing came.</summary>
    public static PrinterStatus Silent { get; } = new(false, null, PaperState.Unknown, null, [], default);

    /// <summary>Whether it said that it cannot print now: false where it said it can, null where it said neither.</summary>
    public bool? Blocked =>
        CoverOpen == true || Paper == PaperState.Out || Online == false || Faults.Count > 0 ? true
        : Answered && (Online == true || Paper != PaperState.Unknown) ? false : null;
}
