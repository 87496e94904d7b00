using System.Globalization;
using System.Xml.Linq;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>Reads the layout of a template. Pure.</summary>
internal sealed class LayoutReader(ICollection<TemplateMistake> mistakes)
{
    private const decimal MostLength = 4000;

    private static readonly (string, Side)[] s_sides = [("start", Side.Start), ("middle", Side.Middle), ("end", Side.End)];

    /// <summary>Reads elements side by side.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="scope">What they may name.</param>
    /// <param name="isPage">Whether they are placed by coordinates; else they follow each other down the roll.</param>
    public IReadOnlyList<Node> ReadAll(IEnumerable<XElement> elements, TemplateScope scope, bool isPage) =>
        [.. elements.Select(element => ReadOne(element, scope, isPage)).OfType<Node>()];

    private Node? ReadOne(XElement element, TemplateScope scope, bool isPage)
    {
        var a = new AttributeReader(element, mistakes);
        if (element.Name.Namespace == TemplateReader.Svg)
        {
            if (!isPage)
            {
                a.Wrong("SVG stands on a roll by itself; put it into p:draw, which says how high it is");
                return null;
            }

            return new RawNode(a.Line, element, RawSvg.Read(element, scope, mistakes));
        }

        Node? node = (element.Name.Namespace == TemplateReader.Print ? element.Name.LocalName : "", isPage) switch
        {
            ("if", _) => ReadIf(element, a, scope, isPage),
            ("barcode", _) => ReadCode(a, scope, isPage),
            ("image", _) => ReadImage(a, isPage),
            ("box", true) => ReadBox(element, a, scope),
            ("each", false) => ReadEach(element, a, scope),
            ("row", false) => ReadRow(element, a, scope),
            ("rule", false) => new RuleNode(a.Line, a.Number("thickness", 1, 16, 2), a.OneOf("style", false, ("solid", false), ("dashed", true)), a.Number("around", 0, 100, 6)),
            ("space", false) => new SpaceNode(a.Line, a.Number("height", 1, 800)),
            ("draw", false) => new DrawNode(a.Line, a.Number("height", 8, 2000), ReadAll(element.Elements(), scope, isPage: true)),
            _ => null,
        };
        if (node is null)
        {
            a.Wrong(isPage ? "has no place on a page; there are: p:box, p:barcode, p:image, p:if and SVG"
                : "has no place on a roll; there are: p:row, p:rule, p:space, p:barcode, p:image, p:draw, p:each, p:if");
            return null;
        }

        a.Done();
        if (node is not BoxNode)
        {
            TemplateReader.StrayText(element, mistakes);
        }

        return node;
    }

    private IfNode ReadIf(XElement element, AttributeReader a, TemplateScope scope, bool isPage)
    {
        var (has, lacks) = (a.Text("has"), a.Text("lacks"));
        if (has is null == lacks is null)
        {
            a.Wrong("expected either has or lacks");
        }

        var field = has ?? lacks ?? "";
        if (field != "" && scope.Find(field) is null)
        {
            a.Wrong($"\"{field}\" is no field that is known here; there are: {string.Join(", ", scope.Names)}");
        }

        return new IfNode(a.Line, field, has is not null, ReadAll(element.Elements(), scope, isPage));
    }

    private EachNode? ReadEach(XElement element, AttributeReader a, TemplateScope scope)
    {
        var name = a.Text("in", isRequired: true) ?? "";
        if (scope.Find(name) is not { Kind: FieldKind.List } list)
        {
            a.Wrong($"\"{name}\" is no list that is known here");
            list = new Field(name, FieldKind.List, false, null, 0, []);
        }

        return new EachNode(a.Line, name, ReadAll(element.Elements(), scope with { Fields = list.Fields, Outer = scope }, isPage: false));
    }

    private RowNode ReadRow(XElement element, AttributeReader a, TemplateScope scope)
    {
        var look = Look(a, new TextLook(24, false, Side.Start));
        var cells = new List<Cell>();
        foreach (var child in element.Elements())
        {
            var c = new AttributeReader(child, mistakes);
            if (child.Name != TemplateReader.Print + "cell")
            {
                c.Wrong("has no place in p:row; expected p:cell");
                continue;
            }

            var own = Look(c, look);
            cells.Add(new Cell(Width(c), own, c.Number("least", 8, 400, own.Size), c.Count("lines", 0, 100, 0), Pattern(child, c, scope)));
            c.Done();
        }

        if (cells.Count is 0 or > 8)
        {
            a.Wrong($"has {cells.Count} cells; expected 1 to 8");
        }

        return new RowNode(a.Line, cells, a.YesNo("invert", false));
    }

    private BoxNode ReadBox(XElement element, AttributeReader a, TemplateScope scope)
    {
        var look = Look(a, new TextLook(24, false, Side.Start));
        return new BoxNode(
            a.Line, PlaceOf(a, needsSize: true), look, a.Number("least", 8, 400, Math.Max(8, Math.Ceiling(look.Size * 0.7m))), a.Count("lines", 0, 100, 0),
            a.OneOf("valign", Side.Start, s_sides), a.YesNo("invert", false), Pattern(element, a, scope));
    }

    private CodeNode ReadCode(AttributeReader a, TemplateScope scope, bool isPage)
    {
        var kind = a.OneOf<CodeKind>(
            "symbology", null, ("ean", CodeKind.Ean), ("store-ean", CodeKind.StoreEan), ("code128", CodeKind.Code128), ("gs1-128", CodeKind.Gs1128), ("qr", CodeKind.Qr));
        var place = isPage ? PlaceOf(a, needsSize: false) : new Place(0, 0, 0, a.Number("height", 8, 400, 80));
        var isStore = kind == CodeKind.StoreEan;
        TextPattern? Of(string name, bool isNeeded) =>
            a.Text(name, isNeeded) is { } text ? TextPattern.Read(text, scope, a.Line, mistakes) : null;

        var node = new CodeNode(
            a.Line, kind, place, a.OneOf("align", isPage ? Side.Start : Side.Middle, s_sides), a.Number("module", 1, 10, kind == CodeKind.Qr ? 4 : 2),
            kind != CodeKind.Qr && a.YesNo("text", true), isStore ? null : Of("data", true), isStore ? Of("item", true) : null, isStore ? Of("weight", false) : null,
            isStore ? Of("price", false) : null);
        if (isStore && node is { Weight: null, Price: null })
        {
            a.Wrong("expected weight, price or both: the store's own layout says which it carries");
        }

        return node;
    }

    private static ImageNode ReadImage(AttributeReader a, bool isPage)
    {
        var source = a.Text("source", isRequired: true) ?? "";
        if (source != "" && RawSvg.ImageMistake(source) is { } mistake)
        {
            a.Wrong(mistake);
        }

        var place = isPage ? PlaceOf(a, needsSize: true) : new Place(0, 0, a.Number("width", 8, MostLength), a.Number("height", 8, 2000));
        return new ImageNode(a.Line, place, source, a.YesNo("dither", true));
    }

    private static Place PlaceOf(AttributeReader a, bool needsSize) => new(
        a.Number("x", 0, MostLength), a.Number("y", 0, MostLength), a.Number("width", needsSize ? 1 : 0, MostLength, needsSize ? null : 0),
        a.Number("height", 1, MostLength, needsSize ? null : 80));

    private static TextLook Look(AttributeReader a, TextLook standard) => new(
        a.Number("size", 12, 400, standard.Size), a.OneOf("weight", standard.Bold, ("regular", false), ("bold", true)), a.OneOf("align", standard.Align, s_sides));

    private static CellWidth Width(AttributeReader a)
    {
        var text = a.Text("width") ?? "*";
        var unit = text.EndsWith('*') ? '*' : text.EndsWith('%') ? '%' : 'u';
        var number = text == "*" ? "1" : text.TrimEnd('*', '%');
        if (decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0 && amount <= (unit == '%' ? 100 : MostLength))
        {
            return new CellWidth(amount, unit);
        }

        a.Wrong($"width came as \"{text}\"; expected a length such as 120, a percentage such as 30%, or a share of the rest such as * or 2*");
        return new CellWidth(1, '*');
    }

    private TextPattern Pattern(XElement element, AttributeReader a, TemplateScope scope)
    {
        foreach (var child in element.Elements())
        {
            a.Wrong($"holds {AttributeReader.Name(child)}; expected text only");
        }

        var text = string.Join(' ', string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value)).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return TextPattern.Read(text, scope, a.Line, mistakes);
    }
}
