using System.Diagnostics.Metrics;

namespace Cloud.Contracts.Metrics;

/// <summary>One instrument on the page, with a series for each set of labels.</summary>
internal sealed class MetricFamily
{
    // OpenTelemetry's bounds for durations in seconds, and powers of two for counts.
    private static readonly double[] s_seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] s_counts = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16_384];

    private readonly string _type;
    private readonly string? _help;
    private readonly bool _adds;
    private readonly bool _observed;
    private readonly double[]? _bounds;
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

    private MetricFamily(string name, string type, string? help, bool adds, bool observed, double[]? bounds) =>
        (Name, _type, _help, _adds, _observed, _bounds) = (name, type, help, adds, observed, bounds);

    /// <summary>Its name on the page.</summary>
    internal string Name { get; }

    /// <summary>The family of an instrument.</summary>
    internal static MetricFamily Of(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        var isHistogram = kind.StartsWith("Histogram", StringComparison.Ordinal);
        var isCounter = kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal);
        return new MetricFamily(
            MetricsText.NameOf(instrument.Name, instrument.Unit, isCounter, !isHistogram && !isCounter),
            isHistogram ? "histogram" : isCounter ? "counter" : "gauge",
            instrument.Description,
            !instrument.IsObservable && kind.Contains("Counter", StringComparison.Ordinal),
            instrument.IsObservable,
            isHistogram ? instrument.Unit is "s" ? s_seconds : s_counts : null);
    }

    /// <summary>Forgets what was observed: what is not observed again is there no more.</summary>
    internal void Forget()
    {
        if (_observed)
        {
            _series.Clear();
        }
    }

    /// <summary>Takes a measurement; false where there are too many labels to keep it.</summary>
    internal bool Take(double value, string labels)
    {
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= MetricsPage.MaxSeries)
            {
                return false;
            }

            _series.Add(labels, series = new Series(_bounds?.Length ?? 0));
        }

        if (_bounds is null)
        {
            series.Sum = _adds ? series.Sum + value : value;
            return true;
        }

        series.Sum += value;
        series.Count++;
        for (var i = 0; i < _bounds.Length; i++)
        {
            series.Below[i] += value <= _bounds[i] ? 1 : 0;
        }

        return true;
    }

    /// <summary>Writes it; nothing where nothing was measured.</summary>
    internal void Write(MetricsText text)
    {
        if (_series.Count == 0)
        {
            return;
        }

        text.Family(Name, _type, _help);
        foreach (var (labels, series) in _series)
        {
            if (_bounds is null)
            {
                text.Value(Name, labels, series.Sum);
                continue;
            }

            for (var i = 0; i < _bounds.Length; i++)
            {
                text.Value(Name + "_bucket", With(labels, MetricsText.Number(_bounds[i])), series.Below[i]);
            }

            text.Value(Name + "_bucket", With(labels, "+Inf"), series.Count).Value(Name + "_sum", labels, series.Sum).Value(Name + "_count", labels, series.Count);
        }
    }

    private static string With(string labels, string bound) => labels.Length == 0 ? $"{{le=\"{bound}\"}}" : $"{labels[..^1]},le=\"{bound}\"}}";

    private sealed class Series(int bounds)
    {
        internal double Sum { get; set; }

        internal long Count { get; set; }

        internal long[] Below { get; } = new long[bounds];
    }
}
