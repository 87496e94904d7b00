namespace EdgeGateway.Core.Outbox;

/// <summary>What is in an outbox file.</summary>
/// <param name="Path">The file.</param>
/// <param name="FileBytes">Its size.</param>
/// <param name="InUse">Whether a service has it open.</param>
/// <param name="Schema">The version of its tables.</param>
/// <param name="Events">Events waiting.</param>
/// <param name="Ledger">How many of them must reach headquarters.</param>
/// <param name="Telemetry">How many of them may be dropped at the cap.</param>
/// <param name="TrimmedSeq">Everything up to here has left the file.</param>
/// <param name="LastSeq">The last number given, 0 where none was.</param>
/// <param name="OldestTime">The time of the oldest waiting event, or null.</param>
/// <param name="Origins">Ids of programs in the store that are remembered.</param>
/// <param name="Epochs">The openings that gave numbers, and the last.</param>
/// <param name="Gaps">Runs that were told as gaps and that headquarters has not committed yet.</param>
public sealed record OutboxDescription(
    string Path,
    long FileBytes,
    bool InUse,
    int Schema,
    long Events,
    long Ledger,
    long Telemetry,
    long TrimmedSeq,
    long LastSeq,
    DateTimeOffset? OldestTime,
    long Origins,
    IReadOnlyList<OutboxEpochRange> Epochs,
    IReadOnlyList<OutboxGapRecord> Gaps);

/// <summary>The numbers one opening gave; empty where <paramref name="Last"/> is below <paramref name="First"/>.</summary>
public sealed record OutboxEpochRange(string Epoch, long First, long Last);

/// <summary>A run of which headquarters is told, and the number of the event that tells of it.</summary>
public sealed record OutboxGapRecord(long First, long Last, long Count, string Why, long ToldBy);

/// <summary>Something wrong with a file: the numbers meant, 0 where it is about no rows, and what is wrong.</summary>
public sealed record OutboxProblem(long First, long Last, string What);
