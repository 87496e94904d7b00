using System.Diagnostics.Metrics;
using Cloud.Contracts.Metrics;

namespace Contracts.Tests;

/// <summary>The page that Prometheus reads.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public void Write_EveryKind_IsTheTextFormat()
    {
        using var meters = new Factory();
        using var page = new MetricsPage(meters);
        var meter = meters.Create("test");
        meter.CreateCounter<long>("a.batches", "{batch}", "Batches\nsent.").Add(2);
        var depth = 7;
        meter.CreateObservableGauge("b.depth", () => new Measurement<int>(depth, new KeyValuePair<string, object?>("x.y", "a\"b\\c\nd"), new KeyValuePair<string, object?>("none", null)), "{event}");
        meter.CreateObservableGauge("c.share", () => 0.5, "1");
        var took = meter.CreateHistogram<double>("d.duration", "s");
        took.Record(0.005);
        took.Record(0.3);
        took.Record(99);
        meter.CreateObservableGauge<double>("e.unknown", () => []);
        meter.CreateUpDownCounter<int>("f.open", "{page}").Add(-1);
        meter.CreateObservableCounter("g.read", () => 12L, "By");

        var text = page.Write();
        Assert.StartsWith("# HELP a_batches_total Batches\\nsent.\n# TYPE a_batches_total counter\na_batches_total 2\n# TYPE b_depth gauge\nb_depth{x_y=\"a\\\"b\\\\c\\nd\"} 7\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE c_share_ratio gauge\nc_share_ratio 0.5\n", text, StringComparison.Ordinal);
        Assert.Contains("d_duration_seconds_bucket{le=\"0.005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("d_duration_seconds_bucket{le=\"0.5\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("d_duration_seconds_bucket{le=\"+Inf\"} 3\nd_duration_seconds_sum 99.305\nd_duration_seconds_count 3\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("e_unknown", text, StringComparison.Ordinal);
        Assert.Contains("f_open -1\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE g_read_bytes_total counter\ng_read_bytes_total 12\n", text, StringComparison.Ordinal);
        depth = 8;
        Assert.Contains("} 8\n", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MetersOfOthers_AreNotThere()
    {
        using var meters = new Factory();
        using var others = new Factory();
        using var page = new MetricsPage(meters);
        others.Create("test").CreateCounter<int>("theirs").Add(1);
        Assert.DoesNotContain("theirs", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_TooManyLabels_AreCountedAndNotKept()
    {
        using var meters = new Factory();
        using var page = new MetricsPage(meters);
        var counter = meters.Create("test").CreateCounter<int>("many");
        for (var i = 0; i < MetricsPage.MaxSeries + 5; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        }

        var text = page.Write();
        Assert.Equal(MetricsPage.MaxSeries, text.Split('\n').Count(line => line.StartsWith("many_total{", StringComparison.Ordinal)));
        Assert.Contains("edge_gateway_metrics_dropped_total 5\n", text, StringComparison.Ordinal);
    }

    private sealed class Factory : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
