using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Host.Configuration;

/// <summary>What the gateway tells of itself.</summary>
public sealed class HealthOptions
{
    /// <summary>
    /// How often <c>gateway.health</c> is told where nothing changes; a change of what is online or refused is told within ten seconds. Every one is a commit and,
    /// once headquarters has it, another: 28 kB written to the disk. At ten seconds that would be 240 MB a day; at ten minutes it is 4.
    /// </summary>
    /// <value>The default is 10 min.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ReportEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The collector that every meter of the gateway is sent to each minute, by OTLP over HTTP with protobuf, such as <c>http://127.0.0.1:4318/v1/metrics</c>. What else the
    /// OpenTelemetry SDK knows is set by its own environment variables, such as <c>OTEL_EXPORTER_OTLP_HEADERS</c> for a key.
    /// </summary>
    /// <value>The default is null: nothing is sent; <c>/metrics</c> can be read.</value>
    [StringLength(2048, MinimumLength = 1)]
    public string? OtlpUrl { get; set; }
}
