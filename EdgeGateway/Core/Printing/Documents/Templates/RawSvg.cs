using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Xml.Linq;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>Which SVG a template may hold: shapes and text, and nothing that runs, loads or refers to anything. Pure.</summary>
internal static class RawSvg
{
    private const string Png = "data:image/png;base64,";
    private const int MostImageBytes = 96 * 1024;
    private const uint MostImageSide = 2048;

    private static readonly FrozenSet<string> s_elements =
        new[] { "g", "rect", "line", "circle", "ellipse", "path", "polyline", "polygon", "text", "tspan" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_attributes = new[]
    {
        "x", "y", "dx", "dy", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "d", "points", "transform", "fill", "fill-rule", "stroke",
        "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size", "font-weight", "text-anchor", "letter-spacing",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_colours = new[] { "none", "black", "white", "#000", "#fff", "#000000", "#ffffff" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("{}&<>\"\\");

    private static readonly byte[] s_pngMark = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];

    /// <summary>Holds an element with all in it to what is allowed.</summary>
    /// <returns>The placeholders of its texts.</returns>
    public static IReadOnlyDictionary<XText, TextPattern> Read(XElement element, TemplateScope scope, ICollection<TemplateMistake> mistakes)
    {
        var texts = new Dictionary<XText, TextPattern>();
        foreach (var inner in element.DescendantsAndSelf())
        {
            var line = AttributeReader.LineOf(inner);
            var name = AttributeReader.Name(inner);
            if (inner.Name.Namespace != TemplateReader.Svg || !s_elements.Contains(inner.Name.LocalName))
            {
                mistakes.Add(new TemplateMistake(line, $"{name}: is not allowed in a template; there are: {string.Join(", ", s_elements.Order(StringComparer.Ordinal))}"));
                continue;
            }

            foreach (var attribute in inner.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
            {
                if (Mistake(attribute) is { } mistake)
                {
                    mistakes.Add(new TemplateMistake(AttributeReader.LineOf(attribute), $"{name}: {mistake}"));
                }
            }

            if (inner.Name.LocalName is "text" or "tspan")
            {
                foreach (var text in inner.Nodes().OfType<XText>())
                {
                    texts[text] = TextPattern.Read(text.Value, scope, AttributeReader.LineOf(text), mistakes);
                }
            }
            else
            {
                TemplateReader.StrayText(inner, mistakes);
            }
        }

        return texts;
    }

    /// <summary>Why an image's source is not allowed, or null.</summary>
    public static string? ImageMistake(string source)
    {
        if (!source.StartsWith(Png, StringComparison.Ordinal))
        {
            return $"source came as \"{source[..Math.Min(30, source.Length)]}\"; expected the picture itself, {Png}...";
        }

        if (source.Length > MostImageBytes)
        {
            return $"source has {source.Length} characters; expected no more than {MostImageBytes}";
        }

        var bytes = new byte[source.Length];
        if (!Convert.TryFromBase64String(source[Png.Length..], bytes, out var length) || length < 33 || !bytes.AsSpan(0, 8).SequenceEqual(s_pngMark))
        {
            return "source is no PNG in base64";
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20)));
        return width is 0 or > MostImageSide || height is 0 or > MostImageSide
            ? string.Create(CultureInfo.InvariantCulture, $"source is {width} x {height} pixels; expected 1 to {MostImageSide} each way") : null;
    }

    private static string? Mistake(XAttribute attribute)
    {
        if (attribute.Name.Namespace != XNamespace.None || !s_attributes.Contains(attribute.Name.LocalName))
        {
            return $"{attribute.Name.LocalName} is not allowed; there are: {string.Join(", ", s_attributes.Order(StringComparer.Ordinal))}";
        }

        if (attribute.Value.Length > 8192 || attribute.Value.Contains("url", StringComparison.OrdinalIgnoreCase) || attribute.Value.AsSpan().ContainsAny(s_forbidden))
        {
            return $"{attribute.Name.LocalName} holds what no template may: a reference, a placeholder, a sign of XML, or more than 8192 characters";
        }

        return attribute.Name.LocalName is "fill" or "stroke" && !s_colours.Contains(attribute.Value)
            ? $"{attribute.Name.LocalName} came as \"{attribute.Value}\"; expected black, white or none: a print head knows no other" : null;
    }
}
