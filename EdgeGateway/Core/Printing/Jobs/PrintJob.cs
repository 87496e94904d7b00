namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>A job as it stands on the disk.</summary>
/// <param name="Ordinal">Its place in the order of acceptance.</param>
/// <param name="Id">Its id, given by who asked: the same id twice is the same job.</param>
/// <param name="Request">What is to be printed.</param>
/// <param name="Asker">Who asked.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="ExpiresAt">Until when it may wait for a printer.</param>
public sealed record PrintJob(long Ordinal, Guid Id, PrintJobRequest Request, PrintAsker Asker, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>How far it is.</summary>
    public JobState State { get; init; } = JobState.Accepted;

    /// <summary>Since when it is that.</summary>
    public DateTimeOffset Since { get; init; } = AcceptedAt;

    /// <summary>The printer that something of it has left for, the last one; null before.</summary>
    public string? Printer { get; init; }

    /// <summary>How often sending has begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Sheets (copies) known to be on paper.</summary>
    public int Done { get; init; }

    /// <summary>Sheets up to this one carry the mark of a duplicate; 0 for none.</summary>
    public int MarkedUpTo { get; init; }

    /// <summary>Whether the sheet after <see cref="Done"/> may be on paper although nobody knows.</summary>
    public bool MayExist { get; init; }

    /// <summary>How often in a row the printer said that it printed nothing of what it was sent.</summary>
    public int Refusals { get; init; }

    /// <summary>How many outcomes have been told as events.</summary>
    public int Outcomes { get; init; }

    /// <summary>Why it is as it is, in words; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>What the printer itself said last, or null.</summary>
    public string? Said { get; init; }

    /// <summary>The mark by which the printer may confirm the sheet that was sent last; null before.</summary>
    public string? Mark { get; init; }

    /// <summary>What a person answered last, or null.</summary>
    public JobAnswer? Answer { get; init; }

    /// <summary>Who answered, or null.</summary>
    public string? Answerer { get; init; }

    /// <summary>Whether it has ended, as far as the gateway is concerned; a person may still want it again.</summary>
    public bool HasEnded => State is JobState.Printed or JobState.NotPrinted;

    /// <summary>Whether it waits for nothing the gateway does: ended, or a person is asked.</summary>
    public bool IsSettled => HasEnded || State == JobState.Unknown;

    /// <summary>Whether the next sheet carries the mark.</summary>
    public bool IsNextMarked => Done < MarkedUpTo;
}
