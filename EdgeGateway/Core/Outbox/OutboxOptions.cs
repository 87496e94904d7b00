using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Outbox;

/// <summary>The outbox file and its limits.</summary>
public sealed class OutboxOptions
{
    /// <summary>The SQLite file.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>The cap of the file in bytes; telemetry is dropped, then producers are refused, before it is passed.</summary>
    /// <value>The default is 1 GiB.</value>
    [Range(1L << 20, 1L << 40)]
    public long CapacityBytes { get; set; } = 1L << 30;

    /// <summary>How long the writer waits for company before a commit. 0 for sales; wider spares SD cards.</summary>
    /// <value>The default is 0.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan CommitWindow { get; set; } = TimeSpan.Zero;

    /// <summary>How many origin ids are remembered, so that a repeat is recognised.</summary>
    /// <value>The default is 1,000,000, about 50 MB.</value>
    [Range(1_000, 100_000_000)]
    public int RememberedOrigins { get; set; } = 1_000_000;
}
