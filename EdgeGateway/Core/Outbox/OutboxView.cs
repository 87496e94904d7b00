namespace EdgeGateway.Core.Outbox;

/// <summary>What is durable, as of the last commit. Immutable; the writer puts a new one in place after each commit.</summary>
internal sealed record OutboxView(EpochLog Epochs, OutboxTally Tally)
{
    /// <summary>The last number on the disk.</summary>
    public long LastSeq => Tally.LastSeq;

    /// <summary>Everything up to here has left the file.</summary>
    public long Trimmed => Tally.Trimmed;
}
