using System.Diagnostics.Metrics;

namespace EdgeGateway.Core.Alerts;

/// <summary>What alerts count; tags have few values, and none names a person.</summary>
public sealed class AlertMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EdgeGateway.Core.Alerts";

    private readonly Counter<long> _arrivals;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _offers;
    private readonly Histogram<double> _showing;
    private readonly Histogram<double> _claiming;
    private readonly Counter<long> _deliveries;

    /// <summary>Makes the instruments.</summary>
    public AlertMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _arrivals = meter.CreateCounter<long>("edge_gateway.alerts.arrivals", "{alert}", "Arrivals that made an alert, by how the member was recognised.");
        _answers = meter.CreateCounter<long>("edge_gateway.alerts.answers", "{alert}", "What became of alerts: claimed, snoozed, done, a reason to dismiss, or unclaimed.");
        _offers = meter.CreateCounter<long>("edge_gateway.alerts.offers", "{offer}", "Alerts that went on to the next person, or to everybody, because nobody claimed them.");
        _showing = meter.CreateHistogram<double>("edge_gateway.alerts.shown.duration", "s", "From the recognition to the alert being shown.");
        _claiming = meter.CreateHistogram<double>("edge_gateway.alerts.claimed.duration", "s", "From the recognition to the claim.");
        _deliveries = meter.CreateCounter<long>("edge_gateway.alerts.deliveries", "{message}", "Tries to send a message to a webhook, by kind of webhook and outcome.");
        meter.CreateObservableGauge("edge_gateway.alerts.open", () => Open(), "{alert}", "Alerts that are open.");
    }

    /// <summary>Asked for the alerts that are open.</summary>
    internal Func<int> Open { get; set; } = () => 0;

    internal void Arrived(string how, TimeSpan after)
    {
        _arrivals.Add(1, new KeyValuePair<string, object?>("how", how));
        _showing.Record(Math.Max(0, after.TotalSeconds));
    }

    internal void Answered(string answer) => _answers.Add(1, new KeyValuePair<string, object?>("answer", answer));

    internal void Claimed(TimeSpan after)
    {
        Answered(AlertStates.Claimed);
        _claiming.Record(Math.Max(0, after.TotalSeconds));
    }

    internal void Offered() => _offers.Add(1);

    internal void Delivered(string kind, string outcome) =>
        _deliveries.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));
}
