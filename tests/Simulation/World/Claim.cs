namespace Simulation.World;

/// <summary>One event as its producer knows it.</summary>
internal sealed class Claim(long number, bool isLedger, string data)
{
    /// <summary>Unique and growing within its producer.</summary>
    public long Number => number;

    public bool IsLedger => isLedger;

    public string Data => data;

    /// <summary>Where the outbox said that it stands; null while it has not.</summary>
    public (string Epoch, long Seq)? Position { get; set; }

    /// <summary>How often headquarters has it.</summary>
    public int Stored { get; set; }

    /// <summary>Whether it may be missing: the disk that held it was put back from a copy made before.</summary>
    public bool MayBeMissing { get; set; }
}
