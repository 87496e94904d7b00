using System.Diagnostics.Metrics;

namespace Cloud.Crm.Ingest;

/// <summary>What ingest measures of itself.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _group;

    internal IngestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Cloud.Crm.Ingest");
        _events = meter.CreateCounter<long>("edge_gateway.ingest.events", "{event}", "Events committed.");
        _messages = meter.CreateCounter<long>("edge_gateway.ingest.messages", "{message}", "Messages by what became of them.");
        _deadLetters = meter.CreateCounter<long>("edge_gateway.ingest.dead_letters", "{event}", "What could not be read.");
        _failures = meter.CreateCounter<long>("edge_gateway.ingest.commit.failures", "{transaction}", "Transactions that failed and are tried again.");
        _dropped = meter.CreateCounter<long>("edge_gateway.ingest.dropped", "{message}", "Messages dropped because the database does not keep up; sent again by the gateway.");
        _duration = meter.CreateHistogram<double>("edge_gateway.ingest.commit.duration", "s", "From begin to durable.");
        _group = meter.CreateHistogram<int>("edge_gateway.ingest.commit.messages", "{message}", "Messages in one transaction.");
    }

    internal void Committed(TimeSpan duration, int messages, ReadOnlySpan<IngestOutcome> outcomes)
    {
        _duration.Record(duration.TotalSeconds);
        _group.Record(messages);
        foreach (var outcome in outcomes)
        {
            _events.Add(outcome.Events);
            _deadLetters.Add(outcome.DeadLetters);
            _messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome.Kind.ToString()));
        }
    }

    internal void CommitFailed() => _failures.Add(1);

    internal void Dropped() => _dropped.Add(1);
}
