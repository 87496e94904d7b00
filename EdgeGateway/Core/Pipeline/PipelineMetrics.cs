using System.Diagnostics.Metrics;

namespace EdgeGateway.Core.Pipeline;

/// <summary>What the pipeline counts.</summary>
public sealed class PipelineMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EdgeGateway.Core.Pipeline";

    private readonly Counter<long> _telemetryDropped;
    private readonly Counter<long> _retries;
    private long _dropped;
    private int _held;

    /// <summary>Makes the instruments.</summary>
    public PipelineMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _telemetryDropped = meter.CreateCounter<long>("edge_gateway.pipeline.telemetry_dropped", "{event}", "Telemetry dropped because the outbox refused.");
        _retries = meter.CreateCounter<long>("edge_gateway.pipeline.retries", "{attempt}", "Deliveries to the outbox that were refused and are tried again.");
        meter.CreateObservableGauge("edge_gateway.pipeline.held", () => Held, "{event}", "Events waiting in memory for the outbox.");
    }

    /// <summary>Telemetry events dropped since the start.</summary>
    public long TelemetryDropped => Interlocked.Read(ref _dropped);

    /// <summary>Events waiting in memory for the outbox.</summary>
    public int Held => Volatile.Read(ref _held);

    internal void Drop(int count)
    {
        Interlocked.Add(ref _dropped, count);
        _telemetryDropped.Add(count);
    }

    internal void Retry() => _retries.Add(1);

    internal void Hold(int change) => Interlocked.Add(ref _held, change);
}
