namespace Bench.Peers;

/// <summary>What came out of handing events over in one way, a number a round.</summary>
internal sealed class LoadFigures
{
    /// <summary>Events taken a second, until the last was taken.</summary>
    public List<double> Taken { get; } = [];

    /// <summary>Events delivered a second, from the first handed over until the last arrived.</summary>
    public List<double> Delivered { get; } = [];

    /// <summary>Processor time an event in µs, accept to all that follows from it.</summary>
    public List<double> Cpu { get; } = [];

    /// <summary>Bytes an event caused to be written.</summary>
    public List<double> Written { get; } = [];

    /// <summary>Events of a round, where time ran out before all were handed over.</summary>
    public int? CutTo { get; set; }

    /// <summary>Events taken that never came, over all rounds.</summary>
    public int Lost { get; set; }
}

/// <summary>What came out for one gateway, or for the limit of the machine.</summary>
internal sealed class PeerFigures
{
    /// <summary>By hundreds.</summary>
    public LoadFigures Packs { get; } = new();

    /// <summary>One at a time.</summary>
    public LoadFigures Singles { get; } = new();

    /// <summary>Milliseconds until one event alone was taken.</summary>
    public List<double> TakenAfter { get; } = [];

    /// <summary>Milliseconds until it was delivered.</summary>
    public List<double> DeliveredAfter { get; } = [];

    /// <summary>Milliseconds from start to an open door.</summary>
    public List<double> Start { get; } = [];

    /// <summary>Memory before any event.</summary>
    public long RestBytes { get; set; }

    /// <summary>Memory at most, looked at after each load.</summary>
    public long MostBytes { get; set; }
}
