using System.Globalization;
using System.Net;
using System.Text;

namespace Bench.Shelves;

/// <summary>A small picture: bars, lines and words, readable on light and dark pages.</summary>
internal sealed class Svg(int width, int height, string title)
{
    private readonly StringBuilder _body = new();

    /// <summary>A bar of one of the classes right, ambiguous, wrong.</summary>
    public void Bar(double x, double y, double wide, double high, string of)
    {
        if (wide > 0)
        {
            Add($"""<rect class="{of}" x="{x:0.##}" y="{y:0.##}" width="{wide:0.##}" height="{high:0.##}"/>""");
        }
    }

    /// <summary>A straight line of a class.</summary>
    public void Line(double x1, double y1, double x2, double y2, string of) => Add($"""<line class="{of}" x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}"/>""");

    /// <summary>A curve through points.</summary>
    public void Curve(IEnumerable<(double X, double Y)> points, string of) =>
        Add($"""<polyline class="{of}" points="{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")))}"/>""");

    /// <summary>Words; anchored at start, middle or end.</summary>
    public void Words(double x, double y, string text, string anchor = "start", string of = "words") =>
        Add($"""<text class="{of}" x="{x:0.##}" y="{y:0.##}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");

    /// <summary>Writes it.</summary>
    public void Save(string path) => File.WriteAllText(path, $$"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" width="{{width}}" height="{{height}}" role="img" aria-label="{{WebUtility.HtmlEncode(title)}}">
        <title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        text{font:12px system-ui,sans-serif;fill:#1f2328}.small{font-size:11px;fill:#59636e}.head{font-weight:600;font-size:14px}
        .right{fill:#0072b2}.ambiguous{fill:#f0c05a}.wrong{fill:#d0402b}.grid{stroke:#d1d9e0;stroke-width:1}.limit{stroke:#1f2328;stroke-width:2}.bar{stroke:#d0402b;stroke-width:1.5;stroke-dasharray:5 4}
        polyline{fill:none;stroke-width:2}.a{stroke:#0072b2}.b{stroke:#d0402b}.c{stroke:#009e73}.d{stroke:#cc79a7}
        @media (prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9198a1}.grid{stroke:#3d444d}.limit{stroke:#e6edf3}.right{fill:#4aa8e0}.a{stroke:#4aa8e0}.wrong{fill:#f0705a}.b,.bar{stroke:#f0705a}.c{stroke:#2fc79a} }
        </style>
        {{_body}}</svg>

        """.Replace("\r\n", "\n", StringComparison.Ordinal));

    private void Add(FormattableString element) => _body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
