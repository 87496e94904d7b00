using System.Globalization;
using System.Text;
using EdgeGateway.Core.Printing.Documents.Typesetting;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>Writes a block twice over: as SVG, in dots, where every text is escaped; and as the marks that SVG makes, for as long as it is made of such.</summary>
internal sealed class SvgWriter(string culture)
{
    private readonly StringBuilder _svg = new();
    private readonly List<Mark> _marks = [];
    private bool _isMarks = true;

    /// <summary>What was written.</summary>
    /// <param name="height">In dots.</param>
    /// <param name="dithered">Where grey is made of dots.</param>
    /// <param name="native">What the printer does by itself in its place, or null.</param>
    public Block ToBlock(int height, IReadOnlyList<DotRectangle>? dithered = null, PrintPart? native = null) =>
        new(height, _svg.ToString(), _isMarks ? _marks : null, dithered ?? [], native);

    /// <summary>The width of an element of text in thousandths of the font size, as <see cref="Line"/> draws it.</summary>
    public TextMeasure Measure(bool bold) => element =>
        IsLatin(element) ? NotoSansWidths.LatinMark(element, bold) : bold ? NotoSansWidths.Bold(element) : NotoSansWidths.Regular(element);

    /// <summary>A filled rectangle.</summary>
    public void Rectangle(DotRectangle place, bool black = true)
    {
        _marks.Add(new RectangleMark(place, black));
        Add($"<rect x=\"{place.X}\" y=\"{place.Y}\" width=\"{place.Width}\" height=\"{place.Height}\" fill=\"{(black ? "#000" : "#fff")}\" shape-rendering=\"crispEdges\"/>");
    }

    /// <summary>One line of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where it begins, has its middle or ends, by <paramref name="anchor"/>.</param>
    /// <param name="baseline">Where the letters stand.</param>
    /// <param name="size">Font size in dots.</param>
    /// <param name="bold">Bold.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="black">Black, or white.</param>
    /// <param name="mono">In columns of half the font size, as a printer's own font.</param>
    public void Line(string text, decimal x, decimal baseline, decimal size, bool bold, string anchor, bool black = true, bool mono = false)
    {
        if (text.Length == 0)
        {
            return;
        }

        // A browser without the font keeps the line to its width by textLength; librsvg has the font and passes over it.
        var width = mono ? TextLayout.WidthOf(text, Gb18030Text.Columns) * size / 2 : TextLayout.WidthOf(text, Measure(bold)) * size / 1000m;
        Add($"<text x=\"{x:0.##}\" y=\"{baseline:0.##}\" font-size=\"{size:0.##}\"");
        Add($"{(bold ? " font-weight=\"bold\"" : "")}{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}{(black ? "" : " fill=\"#fff\"")}");
        Add($"{(mono ? " font-family=\"'Noto Sans Mono CJK SC', monospace\"" : "")} textLength=\"{width:0.#}\" lengthAdjust=\"spacingAndGlyphs\">");
        TextElement[] elements = [.. TextLayout.Elements(text).Select(element => new TextElement(element, IsLatin(element) && !mono))];
        foreach (var element in elements)
        {
            Add($"{(element.IsLatin ? $"<tspan font-family=\"'Noto Sans CJK JP'\">{element.Text}</tspan>" : Escape(element.Text))}");
        }

        Add($"</text>");
        _marks.Add(new TextMark(elements, x, baseline, size, bold, anchor, black, mono));
    }

    /// <summary>Black rectangles as one path, exact to the dot.</summary>
    public void Bars(IEnumerable<DotRectangle> bars)
    {
        Add($"<path shape-rendering=\"crispEdges\" fill=\"#000\" d=\"");
        foreach (var bar in bars)
        {
            Add($"M{bar.X} {bar.Y}h{bar.Width}v{bar.Height}h{-bar.Width}z");
            _marks.Add(new RectangleMark(bar, Black: true));
        }

        Add($"\"/>");
    }

    /// <summary>A picture.</summary>
    public void Image(DotRectangle place, string source)
    {
        _isMarks = false;
        Add($"<image x=\"{place.X}\" y=\"{place.Y}\" width=\"{place.Width}\" height=\"{place.Height}\" href=\"{source}\"/>");
    }

    /// <summary>SVG that was written elsewhere.</summary>
    public void Raw(string svg)
    {
        _isMarks = false;
        _svg.Append(svg);
    }

    /// <summary>Text as it stands in XML.</summary>
    public static string Escape(string text) => text.Length == 1 && char.IsLetterOrDigit(text[0]) ? text
        : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);

    private bool IsLatin(string element) => culture == "en" && NotoSansWidths.IsLatinMark(element);

    private void Add(FormattableString piece) => _svg.Append(piece.ToString(CultureInfo.InvariantCulture));
}
