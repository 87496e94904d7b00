using System.Globalization;
using System.Text;

namespace Cloud.Contracts.Metrics;

/// <summary>Writes the Prometheus text format, version 0.0.4: names and units as OpenTelemetry's mapping makes them.</summary>
/// <remarks>Source: "Prometheus exposition formats" and OpenTelemetry's "Prometheus and OpenMetrics compatibility".</remarks>
public sealed class MetricsText
{
    /// <summary>The content type of a page of it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>The name that an instrument has on the page.</summary>
    /// <param name="name">Its own, such as <c>edge_gateway.disk.free</c>.</param>
    /// <param name="unit">Its unit (UCUM), such as <c>By</c>; words in braces are left out.</param>
    /// <param name="isCounter">Whether it only ever grows.</param>
    /// <param name="isGauge">Whether it says a present value; a share of such is a ratio.</param>
    public static string NameOf(string name, string? unit, bool isCounter, bool isGauge)
    {
        ArgumentNullException.ThrowIfNull(name);
        var made = new StringBuilder(name.Length + 16);
        foreach (var c in name)
        {
            made.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or ':' ? c : '_');
        }

        if (made.Length == 0 || char.IsAsciiDigit(made[0]))
        {
            made.Insert(0, '_');
        }

        var word = unit switch
        {
            "s" => "seconds",
            "ms" => "milliseconds",
            "By" => "bytes",
            "Cel" => "celsius",
            "1" when isGauge => "ratio",
            _ => null,
        };
        if (word is not null && !made.ToString().EndsWith('_' + word, StringComparison.Ordinal))
        {
            made.Append('_').Append(word);
        }

        return isCounter && !made.ToString().EndsWith("_total", StringComparison.Ordinal) ? made.Append("_total").ToString() : made.ToString();
    }

    /// <summary>A set of labels as it stands behind a name; empty where there are none. Labels whose value is null are left out.</summary>
    public static string Labels(params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var pairs = new List<string>();
        foreach (var (name, value) in tags)
        {
            if (value is not null)
            {
                pairs.Add($"{NameOf(name, null, isCounter: false, isGauge: false).Replace(':', '_')}=\"{Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true)}\"");
            }
        }

        pairs.Sort(StringComparer.Ordinal);
        return pairs.Count == 0 ? "" : $"{{{string.Join(',', pairs)}}}";
    }

    /// <summary>Begins a family.</summary>
    /// <param name="name">Its name on the page.</param>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    /// <param name="help">What it says.</param>
    public MetricsText Family(string name, string type, string? help)
    {
        if (!string.IsNullOrEmpty(help))
        {
            _text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(help, quotes: false)).Append('\n');
        }

        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>One value of the family begun last.</summary>
    /// <param name="name">Its name on the page.</param>
    /// <param name="labels">As <see cref="Labels"/> writes them.</param>
    /// <param name="value">The value.</param>
    public MetricsText Value(string name, string labels, double value)
    {
        _text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A number as the format writes it.</summary>
    internal static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsNaN(value) ? "NaN"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
