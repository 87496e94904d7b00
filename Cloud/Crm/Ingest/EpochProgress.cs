using Cloud.Crm.Clocks;

namespace Cloud.Crm.Ingest;

/// <summary>How far one epoch of a gateway is committed.</summary>
internal sealed class EpochProgress
{
    /// <summary>Our running number of it, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The gateway's name of it.</summary>
    public required string Name { get; init; }

    /// <summary>The first sequence number it answers for.</summary>
    public required long First { get; init; }

    /// <summary>The last one committed; <see cref="First"/> - 1 where none is.</summary>
    public required long Position { get; set; }

    /// <summary>The clock behind it.</summary>
    public EpochClock Clock { get; init; } = new();
}
