using System.Globalization;
using System.Xml.Linq;
using EdgeGateway.Core.Printing.Documents.Templates;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>Draws what is placed by coordinates: labels, and <c>p:draw</c> on a roll.</summary>
internal sealed class PageComposer(PrintContext context)
{
    /// <summary>Line height in font sizes; the letters stand at <see cref="Baseline"/> of the first.</summary>
    public const decimal LineHeight = 1.22m;

    /// <summary>From the top of a line to where its letters stand, in font sizes.</summary>
    public const decimal Baseline = 0.98m;

    /// <summary>Draws nodes on a page of a size in dots.</summary>
    public Block Compose(IReadOnlyList<Node> nodes, DataScope data, int width, int height)
    {
        var svg = new SvgWriter(context.Culture);
        var dithered = new List<DotRectangle>();
        DrawAll(nodes, data, svg, dithered, width, height);
        return svg.ToBlock(height, dithered);
    }

    /// <summary>Draws a picture.</summary>
    public static void DrawImage(SvgWriter svg, ImageNode image, DotRectangle place, ICollection<DotRectangle> dithered)
    {
        svg.Image(place, image.Source);
        if (image.IsDithered)
        {
            dithered.Add(place);
        }
    }

    private void DrawAll(IReadOnlyList<Node> nodes, DataScope data, SvgWriter svg, List<DotRectangle> dithered, int width, int height)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case IfNode choice when data.Find(choice.Field) is not null == choice.WantsIt:
                    DrawAll(choice.Nodes, data, svg, dithered, width, height);
                    break;
                case RawNode raw:
                    DrawRaw(svg, raw, data);
                    break;
                case BoxNode box:
                    DrawBox(svg, box, data);
                    break;
                case ImageNode image:
                    DrawImage(svg, image, Dots(image.Place), dithered);
                    break;
                case CodeNode code:
                    var place = Dots(code.Place);
                    var room = place with { Width = place.Width > 0 ? place.Width : width - place.X, Height = code.Kind == CodeKind.Qr ? height - place.Y : place.Height };
                    var used = BarcodeDrawing.Draw(svg, code, BarcodeDrawing.Content(code, data, context), room, context);
                    if (place.Y + used > height)
                    {
                        throw new PrintDocumentException($"line {code.Line} of the template: the bar code ends {place.Y + used - height} dots below the label.");
                    }

                    break;
            }
        }
    }

    private void DrawBox(SvgWriter svg, BoxNode box, DataScope data)
    {
        var place = Dots(box.Place);
        var text = box.Text.Show(data, context.Culture);
        if (box.IsInverted)
        {
            svg.Rectangle(place);
        }

        if (text.Length == 0)
        {
            return;
        }

        var (size, lines) = TextFitting.Shrink(text, box, svg.Measure(box.Look.Bold), context.Scale.Factor, LineHeight);
        var free = place.Height - (lines.Count * size * LineHeight);
        var top = place.Y + (box.Vertical switch { Side.Start => 0, Side.Middle => free / 2, _ => free });
        for (var i = 0; i < lines.Count; i++)
        {
            var (x, anchor) = Anchor(box.Look.Align, place.X, place.Width);
            svg.Line(lines[i], x, decimal.Round(top + (size * ((i * LineHeight) + Baseline))), size, box.Look.Bold, anchor, !box.IsInverted);
        }
    }

    /// <summary>Where a line of text is held, for a side of its room.</summary>
    public static (decimal X, string Anchor) Anchor(Side side, int x, int width) => side switch
    {
        Side.Start => (x, "start"),
        Side.Middle => (x + (width / 2m), "middle"),
        _ => (x + width, "end"),
    };

    private void DrawRaw(SvgWriter svg, RawNode raw, DataScope data)
    {
        var element = Filled(raw.Element, raw, data).ToString(SaveOptions.DisableFormatting);
        svg.Raw(context.Scale.Factor == 1 ? element : string.Create(CultureInfo.InvariantCulture, $"<g transform=\"scale({context.Scale.Factor})\">{element}</g>"));
    }

    /// <summary>A copy without a namespace, which the whole picture has, and with its texts filled in.</summary>
    private XElement Filled(XElement element, RawNode raw, DataScope data) => new(
        element.Name.LocalName,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration),
        element.Nodes().Select(node => node switch
        {
            XElement inner => Filled(inner, raw, data),
            XText text when raw.Texts.TryGetValue(text, out var pattern) => new XText(pattern.Show(data, context.Culture)),
            _ => (object?)null,
        }));

    private DotRectangle Dots(Place place) =>
        new(context.Scale.Dots(place.X), context.Scale.Dots(place.Y), context.Scale.Dots(place.Width), context.Scale.Dots(place.Height));
}
