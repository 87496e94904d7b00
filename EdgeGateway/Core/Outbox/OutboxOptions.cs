using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Outbox;

/// <summary>The outbox file and its limits.</summary>
public sealed class OutboxOptions
{
    /// <summary>The SQLite file.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>
    /// The cap of the file in bytes; telemetry is dropped, then producers are refused, before it is passed. The write-ahead log
    /// beside it takes a few MiB more, at most 8.
    /// </summary>
    /// <value>The default is 1 GiB.</value>
    [Range(1L << 20, 1L << 40)]
    public long CapacityBytes { get; set; } = 1L << 30;

    /// <summary>How long the writer waits for company before a commit. 0 for sales; wider spares SD cards.</summary>
    /// <value>The default is 0.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan CommitWindow { get; set; } = TimeSpan.Zero;

    /// <summary>The most events one commit takes.</summary>
    /// <value>The default is 1,024.</value>
    [Range(1, 100_000)]
    public int CommitEvents { get; set; } = 1024;

    /// <summary>How many origin ids are remembered, so that a repeat is recognised; fewer where they would fill a quarter of the cap.</summary>
    /// <value>The default is 1,000,000, about 30 MB of disk and 16 MB of memory when all are in use.</value>
    [Range(1_000, 100_000_000)]
    public int RememberedOrigins { get; set; } = 1_000_000;

    /// <summary>The oldest rows that are never dropped, because they may be on their way: at least the uplink's window in events.</summary>
    /// <value>The default is 4,000: 8 batches of 500.</value>
    [Range(0, 10_000_000)]
    public int InFlightEvents { get; set; } = 4000;

    /// <summary>How many appends may wait for the writer; more wait at the door.</summary>
    /// <value>The default is 4,096.</value>
    [Range(1, 1_000_000)]
    public int WaitingAppends { get; set; } = 4096;
}
