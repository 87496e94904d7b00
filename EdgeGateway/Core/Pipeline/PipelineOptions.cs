using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Pipeline;

/// <summary>How much waits in memory while the outbox refuses.</summary>
public sealed class PipelineOptions
{
    /// <summary>Events held at most; then readings are no longer interpreted, and the supervisors drop and count them.</summary>
    /// <value>The default is 10,000, about 5 MB.</value>
    [Range(16, 1_000_000)]
    public int HeldEvents { get; set; } = 10_000;

    /// <summary>Events handed to the outbox at a time, at most.</summary>
    /// <value>The default is 128.</value>
    [Range(1, 10_000)]
    public int BatchEvents { get; set; } = 128;

    /// <summary>The ceiling of the first pause after a refusal; it doubles with each, and the pause is a random part of it.</summary>
    /// <value>The default is 100 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryMin { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The ceiling that the doubling stops at.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the last delivery may take when the gateway stops.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(2);
}
