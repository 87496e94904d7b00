using System.Diagnostics.Metrics;

namespace Cloud.Uplink;

/// <summary>The meter <c>Cloud.Uplink</c>.</summary>
internal sealed class UplinkMetrics
{
    private static readonly KeyValuePair<string, object?> s_system = new("messaging.system", "mqtt");
    private static readonly KeyValuePair<string, object?> s_publish = new("messaging.operation.name", "publish");

    private readonly Histogram<double> _publishing;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _events;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _replays;
    private readonly Counter<long> _reconnects;
    private readonly Counter<long> _cursorTimeouts;
    private readonly Histogram<double> _committing;
    private long _roundTrip = -1;

    internal UplinkMetrics(IMeterFactory meters, Func<UplinkStatus> status)
    {
        var meter = meters.Create("Cloud.Uplink");
        _publishing = meter.CreateHistogram<double>("messaging.client.operation.duration", "s", "Publish until the broker's acknowledgement.");
        _messages = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Messages the broker acknowledged.");
        _batches = meter.CreateCounter<long>("edge_gateway.uplink.batches", "{batch}", "Batches sent, again ones too.");
        _events = meter.CreateCounter<long>("edge_gateway.uplink.events", "{event}", "Events sent, again ones too.");
        _bytes = meter.CreateCounter<long>("edge_gateway.uplink.bytes", "By", "Payload sent, after compression.");
        _replays = meter.CreateCounter<long>("edge_gateway.uplink.replays", "{replay}", "Times headquarters asked for events again.");
        _reconnects = meter.CreateCounter<long>("edge_gateway.uplink.reconnects", "{connection}", "Connections begun after one that ended.");
        _cursorTimeouts = meter.CreateCounter<long>("edge_gateway.uplink.cursor_timeouts", "{timeout}", "Connections given up because nothing was committed.");
        _committing = meter.CreateHistogram<double>("edge_gateway.uplink.commit.duration", "s", "Sending until headquarters' commit.");
        _ = meter.CreateObservableGauge("edge_gateway.uplink.in_flight", () => status().InFlightBatches, "{batch}", "Batches sent and not committed.");
        _ = meter.CreateObservableGauge("edge_gateway.uplink.online", () => status().State == UplinkState.Online ? 1 : 0, "{connection}", "1 while connected.");
    }

    internal void Sent(int events, int bytes)
    {
        _batches.Add(1);
        _events.Add(events);
        _bytes.Add(bytes);
    }

    internal void Acknowledged(TimeSpan took)
    {
        _messages.Add(1, s_system, s_publish);
        _publishing.Record(took.TotalSeconds, s_system, s_publish);
    }

    /// <summary>How long the last batch took from sending until headquarters' commit was heard; null before the first.</summary>
    internal TimeSpan? RoundTrip => Interlocked.Read(ref _roundTrip) is >= 0 and var ticks ? new TimeSpan(ticks) : null;

    internal void Committed(TimeSpan took)
    {
        _ = Interlocked.Exchange(ref _roundTrip, took.Ticks);
        _committing.Record(took.TotalSeconds);
    }

    internal void Replayed() => _replays.Add(1);

    internal void Reconnected() => _reconnects.Add(1);

    internal void CursorTimedOut() => _cursorTimeouts.Add(1);
}
