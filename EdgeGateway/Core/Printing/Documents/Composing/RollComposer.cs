using System.Globalization;
using EdgeGateway.Core.Printing.Documents.Templates;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>Puts the pieces of a roll one below the other.</summary>
internal sealed class RollComposer(Template template, PrintContext context)
{
    /// <summary>The most dots down: 2.5 m of paper at 203 dots an inch.</summary>
    public const int MostDots = 20_000;

    private readonly int _margin = context.Scale.Dots(template.Margin);
    private readonly PageComposer _page = new(context);
    private readonly RowComposer _row = new(template, context);
    private readonly List<Block> _blocks = [];
    private int _height;

    private int Width => context.Profile.DotsPerLine;

    /// <summary>Composes all of it.</summary>
    /// <exception cref="PrintDocumentException">Something does not fit, or it becomes too long.</exception>
    public IReadOnlyList<Block> Compose(DataScope data)
    {
        AddAll(template.Nodes, data);
        return _blocks;
    }

    private void AddAll(IReadOnlyList<Node> nodes, DataScope data)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case IfNode choice when data.Find(choice.Field) is not null == choice.WantsIt:
                    AddAll(choice.Nodes, data);
                    break;
                case EachNode each:
                    AddEach(each, data);
                    break;
                case RowNode row:
                    Add(_row.Compose(row, data));
                    break;
                case RuleNode rule:
                    Add(_row.Compose(rule));
                    break;
                case SpaceNode space:
                    var dots = context.Scale.Dots(space.Height);
                    Add(new Block(dots, "", [], [], context.WritesText ? new FeedPart(dots) : null));
                    break;
                case DrawNode draw:
                    Add(_page.Compose(draw.Nodes, data, Width, context.Scale.Dots(draw.Height)));
                    break;
                case CodeNode code:
                    Add(Barcode(code, data));
                    break;
                case ImageNode image:
                    Add(Image(image));
                    break;
            }
        }
    }

    private void AddEach(EachNode each, DataScope data)
    {
        var items = data.Find(each.List)?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            AddAll(each.Nodes, new DataScope(items[i], data, i + 1));
        }
    }

    private void Add(Block block)
    {
        _height += block.Height;
        if (_height > MostDots)
        {
            throw new PrintDocumentException(string.Create(
                CultureInfo.InvariantCulture, $"The document becomes longer than {MostDots} dots ({MostDots / 8000m:0.0} m at 203 dots an inch): divide it."));
        }

        _blocks.Add(block);
    }

    private Block Barcode(CodeNode node, DataScope data)
    {
        var svg = new SvgWriter(context.Culture);
        var content = BarcodeDrawing.Content(node, data, context);
        var height = BarcodeDrawing.Draw(svg, node, content, new DotRectangle(_margin, 0, Width - (2 * _margin), 0), context);
        return svg.ToBlock(height, native: context.Profile.DrawsBarcodes ? Native(node, content) : null);
    }

    private BarcodePart Native(CodeNode node, string content)
    {
        var symbology = node.Kind switch
        {
            CodeKind.Qr => BarcodeSymbology.Qr,
            CodeKind.Gs1128 => BarcodeSymbology.Gs1128,
            CodeKind.Code128 => BarcodeSymbology.Code128,
            _ => content.Length == 8 ? BarcodeSymbology.Ean8 : BarcodeSymbology.Ean13,
        };
        return new BarcodePart(symbology, content, Math.Min(255, context.Scale.Dots(node.Place.Height)), Math.Min(6, context.Scale.Module(node.Module)));
    }

    private Block Image(ImageNode image)
    {
        var (width, height) = (context.Scale.Dots(image.Place.Width), context.Scale.Dots(image.Place.Height));
        if (width > Width - (2 * _margin))
        {
            throw new PrintDocumentException($"line {image.Line} of the template: the picture is {width} dots wide; there are {Width - (2 * _margin)}.");
        }

        var svg = new SvgWriter(context.Culture);
        var dithered = new List<DotRectangle>();
        PageComposer.DrawImage(svg, image, new DotRectangle((Width - width) / 2, 0, width, height), dithered);
        return svg.ToBlock(height, dithered);
    }
}
