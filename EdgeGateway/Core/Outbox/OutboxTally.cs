namespace EdgeGateway.Core.Outbox;

/// <summary>What the writer knows of the file without looking; copied at the start of a transaction and put back if it fails.</summary>
internal struct OutboxTally
{
    /// <summary>The last number given, ever.</summary>
    public long LastSeq;

    /// <summary>Everything up to here has left the file.</summary>
    public long Trimmed;

    /// <summary>Rows in the file.</summary>
    public long Rows;

    /// <summary>Their bytes, overhead included.</summary>
    public long Bytes;

    /// <summary>How many of them are telemetry.</summary>
    public long Telemetry;

    /// <summary>Up to which number the mark on disk has counted.</summary>
    public long Counted;

    /// <summary>The oldest remembered origin.</summary>
    public long FirstOrigin;

    /// <summary>The newest remembered origin; below <see cref="FirstOrigin"/> where there is none.</summary>
    public long LastOrigin;

    /// <summary>No droppable telemetry is left up to here.</summary>
    public long DropFrom;

    /// <summary>Bytes of the file in use, never less than true.</summary>
    public long UsedBytes;

    /// <summary>Telemetry dropped since this opening.</summary>
    public long Dropped;

    /// <summary>The time of the oldest row in ticks, or -1 where it must be looked up.</summary>
    public long OldestTicks;
}
