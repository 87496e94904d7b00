namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>One thing on the paper, in dots from the top left corner of its block.</summary>
internal abstract record Mark;

/// <summary>A filled rectangle.</summary>
/// <param name="Place">Where.</param>
/// <param name="Black">Black, or white.</param>
internal sealed record RectangleMark(DotRectangle Place, bool Black) : Mark;

/// <summary>A line of text.</summary>
/// <param name="Elements">Its text elements.</param>
/// <param name="X">Where it begins, has its middle or ends, by <paramref name="Anchor"/>.</param>
/// <param name="Baseline">Where the letters stand.</param>
/// <param name="Size">Font size in dots.</param>
/// <param name="Bold">Bold.</param>
/// <param name="Anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
/// <param name="Black">Black, or white.</param>
/// <param name="Mono">In columns of half the font size, as a printer's own font.</param>
internal sealed record TextMark(IReadOnlyList<TextElement> Elements, decimal X, decimal Baseline, decimal Size, bool Bold, string Anchor, bool Black, bool Mono) : Mark;

/// <summary>What people see as one character.</summary>
/// <param name="Text">It.</param>
/// <param name="IsLatin">Whether it is drawn in the face whose marks are as narrow as letters.</param>
internal readonly record struct TextElement(string Text, bool IsLatin);
