namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>A rectangle of dots.</summary>
internal readonly record struct DotRectangle(int X, int Y, int Width, int Height);

/// <summary>One piece of a document, as wide as the document; pieces follow each other down the paper.</summary>
/// <param name="Height">In dots.</param>
/// <param name="Svg">What is drawn, in dots from its own top left corner.</param>
/// <param name="Marks">The same without SVG; null where only SVG can say it.</param>
/// <param name="Dithered">Where grey is made of dots.</param>
/// <param name="Native">What the printer does by itself in place of the drawing, or null.</param>
internal sealed record Block(int Height, string Svg, IReadOnlyList<Mark>? Marks, IReadOnlyList<DotRectangle> Dithered, PrintPart? Native = null);
