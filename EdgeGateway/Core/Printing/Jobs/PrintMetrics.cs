using System.Diagnostics.Metrics;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>What printing counts; tagged with the outcome only.</summary>
public sealed class PrintMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EdgeGateway.Core.Printing";

    private readonly Histogram<double> _firstByte;
    private readonly Counter<long> _outcomes;

    /// <summary>Makes the instruments.</summary>
    public PrintMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _firstByte = meter.CreateHistogram<double>("edge_gateway.print.first_byte.duration", "s", "From a job's acceptance to the first byte of it that left.");
        _outcomes = meter.CreateCounter<long>("edge_gateway.print.outcomes", "{job}", "Jobs that came to an outcome, those of reprints too.");
    }

    internal void FirstByte(TimeSpan since) => _firstByte.Record(since.TotalSeconds);

    internal void Outcome(JobState state) => _outcomes.Add(1, new KeyValuePair<string, object?>("edge_gateway.print.outcome", JobText.Of(state)));
}
