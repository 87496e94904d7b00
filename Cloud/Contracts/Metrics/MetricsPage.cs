using System.Diagnostics.Metrics;

namespace Cloud.Contracts.Metrics;

/// <summary>Listens to the meters of one factory and writes what they have measured as a page for Prometheus. Safe for use from several threads.</summary>
/// <remarks>An instrument keeps at most <see cref="MaxSeries"/> sets of labels; what comes under more is not kept, and counted in <c>edge_gateway_metrics_dropped_total</c>.</remarks>
public sealed class MetricsPage : IDisposable
{
    /// <summary>The most sets of labels of one instrument.</summary>
    public const int MaxSeries = 2_000;

    private const string DroppedName = "edge_gateway_metrics_dropped_total";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private long _dropped;

    /// <param name="meters">Whose meters are written: those it made; others of this process are not.</param>
    public MetricsPage(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => Take(family, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Asks the observed instruments and writes everything.</summary>
    public string Write()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                family.Forget();
            }
        }

        // Asks on this thread; the callbacks take the lock one measurement at a time.
        _listener.RecordObservableInstruments();
        lock (_gate)
        {
            var text = new MetricsText();
            foreach (var family in _families.Values)
            {
                family.Write(text);
            }

            return text.Family(DroppedName, "counter", "Measurements that were not kept because of too many labels.").Value(DroppedName, "", _dropped).ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private MetricFamily Add(Instrument instrument)
    {
        var family = MetricFamily.Of(instrument);
        lock (_gate)
        {
            if (!_families.TryGetValue(family.Name, out var known))
            {
                _families.Add(family.Name, family);
                return family;
            }

            return known;
        }
    }

    private void Take(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (state is MetricFamily family)
        {
            var labels = MetricsText.Labels(tags);
            lock (_gate)
            {
                if (!family.Take(value, labels))
                {
                    _dropped++;
                }
            }
        }
    }
}
