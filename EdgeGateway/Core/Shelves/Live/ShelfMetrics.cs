using System.Diagnostics.Metrics;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>What the shelves count.</summary>
public sealed class ShelfMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EdgeGateway.Core.Shelves";

    private readonly Counter<long> _samples;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _commits;
    private readonly Histogram<double> _deciding;

    /// <summary>Makes the instruments.</summary>
    public ShelfMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _samples = meter.CreateCounter<long>("edge_gateway.shelves.samples", "{sample}", "Samples of plates; tag use: taken, or fault, unplanned, calibrating, full where they were not.");
        _decisions = meter.CreateCounter<long>("edge_gateway.shelves.decisions", "{event}", "Decisions about plates, by kind.");
        _commits = meter.CreateCounter<long>("edge_gateway.shelves.commits", "{commit}", "Writes of the state of plates, by outcome.");
        _deciding = meter.CreateHistogram<double>("edge_gateway.shelves.deciding.duration", "s", "From the hand's move to the decision.");
        meter.CreateObservableGauge("edge_gateway.shelves.untold", () => Untold(), "{event}", "Groups of events noted on the disk and waiting for the outbox.");
    }

    /// <summary>Asked for the groups that wait.</summary>
    internal Func<int> Untold { get; set; } = () => 0;

    internal void Sample(string use) => _samples.Add(1, new KeyValuePair<string, object?>("use", use));

    internal void Decide(ShelfEventKind kind, TimeSpan after)
    {
        _decisions.Add(1, new KeyValuePair<string, object?>("kind", kind switch
        {
            ShelfEventKind.Taken => "taken",
            ShelfEventKind.Returned => "returned",
            ShelfEventKind.Ambiguous => "ambiguous",
            _ => "disturbed",
        }));
        _deciding.Record(Math.Max(0, after.TotalSeconds));
    }

    internal void Commit(bool done) => _commits.Add(1, new KeyValuePair<string, object?>("outcome", done ? "done" : "refused"));
}
