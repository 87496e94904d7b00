using System.Xml.Linq;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>One piece of a template's layout. Lengths are in eighths of a millimetre, which is a dot at 203 dots an inch.</summary>
/// <param name="Line">Where it stands in the template.</param>
internal abstract record Node(int Line);

/// <summary>Which side text keeps to.</summary>
internal enum Side
{
    /// <summary>Left or top.</summary>
    Start,

    /// <summary>The middle.</summary>
    Middle,

    /// <summary>Right or bottom.</summary>
    End,
}

/// <summary>A look of text.</summary>
/// <param name="Size">Font size.</param>
/// <param name="Bold">Bold.</param>
/// <param name="Align">Which side.</param>
internal sealed record TextLook(decimal Size, bool Bold, Side Align);

/// <summary>How wide a cell is.</summary>
/// <param name="Amount">A length, a percentage of the row, or a share of what is left.</param>
/// <param name="Unit"><c>u</c>, <c>%</c> or <c>*</c>.</param>
internal readonly record struct CellWidth(decimal Amount, char Unit);

/// <summary>Text beside other text.</summary>
/// <param name="Width">How wide.</param>
/// <param name="Look">Its look.</param>
/// <param name="Least">How small the text may become before it is divided, shortened or refused.</param>
/// <param name="MostLines">The most lines, or 0 for as many as it takes.</param>
/// <param name="Text">The text.</param>
internal sealed record Cell(CellWidth Width, TextLook Look, decimal Least, int MostLines, TextPattern Text);

/// <summary>Cells side by side, as high as the highest.</summary>
internal sealed record RowNode(int Line, IReadOnlyList<Cell> Cells, bool IsInverted) : Node(Line);

/// <summary>A line across.</summary>
internal sealed record RuleNode(int Line, decimal Thickness, bool IsDashed, decimal Around) : Node(Line);

/// <summary>Empty paper.</summary>
internal sealed record SpaceNode(int Line, decimal Height) : Node(Line);

/// <summary>Places drawn by coordinates on a roll.</summary>
internal sealed record DrawNode(int Line, decimal Height, IReadOnlyList<Node> Nodes) : Node(Line);

/// <summary>Its content once for each item of a list.</summary>
internal sealed record EachNode(int Line, string List, IReadOnlyList<Node> Nodes) : Node(Line);

/// <summary>Its content only where a field is there (of a flag: true), or only where it is not.</summary>
internal sealed record IfNode(int Line, string Field, bool WantsIt, IReadOnlyList<Node> Nodes) : Node(Line);

/// <summary>SVG as it stands, with placeholders in its texts.</summary>
internal sealed record RawNode(int Line, XElement Element, IReadOnlyDictionary<XText, TextPattern> Texts) : Node(Line);

/// <summary>Where something is on a page.</summary>
internal readonly record struct Place(decimal X, decimal Y, decimal Width, decimal Height);

/// <summary>Text within a rectangle.</summary>
/// <param name="Line">Where it stands in the template.</param>
/// <param name="Place">The rectangle.</param>
/// <param name="Look">Its look.</param>
/// <param name="Least">How small the text may become before it is shortened.</param>
/// <param name="MostLines">The most lines, or 0 for as many as fit.</param>
/// <param name="Vertical">Which side of the rectangle, up and down.</param>
/// <param name="IsInverted">White on black.</param>
/// <param name="Text">The text.</param>
internal sealed record BoxNode(int Line, Place Place, TextLook Look, decimal Least, int MostLines, Side Vertical, bool IsInverted, TextPattern Text) : Node(Line);

/// <summary>A picture.</summary>
/// <param name="Line">Where it stands in the template.</param>
/// <param name="Place">Where; on a roll only its size counts, and it is centred.</param>
/// <param name="Source">A <c>data:image/png;base64,</c> address.</param>
/// <param name="IsDithered">Grey as a pattern of dots, else black or white.</param>
internal sealed record ImageNode(int Line, Place Place, string Source, bool IsDithered) : Node(Line);

/// <summary>Which bar code.</summary>
internal enum CodeKind
{
    /// <summary>EAN-13 or EAN-8, by the number of digits.</summary>
    Ean,

    /// <summary>The EAN-13 of the store's own weight or price layout.</summary>
    StoreEan,

    /// <summary>Code 128.</summary>
    Code128,

    /// <summary>GS1-128.</summary>
    Gs1128,

    /// <summary>QR.</summary>
    Qr,
}

/// <summary>A bar code.</summary>
/// <param name="Line">Where it stands in the template.</param>
/// <param name="Kind">Which.</param>
/// <param name="Place">Where, and how high its bars are; on a roll only the height counts. Width 0 means as wide as it is.</param>
/// <param name="Align">Which side of the place or the roll.</param>
/// <param name="Module">Width of the narrowest bar.</param>
/// <param name="HasText">Whether its content stands below it.</param>
/// <param name="Data">Its content; null for the store's layout.</param>
/// <param name="Item">The item number for the store's layout.</param>
/// <param name="Weight">The field of the weight in kg for the store's layout, or null.</param>
/// <param name="Price">The field of the price for the store's layout, or null.</param>
internal sealed record CodeNode(
    int Line, CodeKind Kind, Place Place, Side Align, decimal Module, bool HasText, TextPattern? Data, TextPattern? Item, TextPattern? Weight, TextPattern? Price)
    : Node(Line);
