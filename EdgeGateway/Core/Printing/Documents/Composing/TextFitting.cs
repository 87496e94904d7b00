using EdgeGateway.Core.Printing.Documents.Templates;
using EdgeGateway.Core.Printing.Documents.Typesetting;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>Makes text fit its room. A text that holds a figure is never shortened or divided: half a price is a wrong price.</summary>
internal static class TextFitting
{
    /// <summary>Lines that fit, all of them or shortened with an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Room, in the measure's units.</param>
    /// <param name="measure">How wide it is.</param>
    /// <param name="mostLines">The most lines, or 0 for as many as it takes.</param>
    /// <param name="holdsFigure">Whether it must not be cut.</param>
    /// <param name="line">Of the template, for the message.</param>
    /// <exception cref="PrintDocumentException">It holds a figure and does not fit.</exception>
    public static IReadOnlyList<string> Lines(string text, int width, TextMeasure measure, int mostLines, bool holdsFigure, int line)
    {
        var lines = TextLayout.Wrap(text, width, measure, out var divides);
        if (holdsFigure && (divides || (mostLines > 0 && lines.Count > mostLines)))
        {
            throw new PrintDocumentException(
                $"line {line} of the template: \"{text}\" does not fit into its room and holds a figure, which must not be cut: make the room wider or the text smaller.");
        }

        return mostLines > 0 ? TextLayout.Wrap(text, width, measure, mostLines, out _) : lines;
    }

    /// <summary>The largest size at which a text fits a cell, and its lines there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="width">Its width in dots.</param>
    /// <param name="measure">How wide text is.</param>
    /// <param name="factor">Dots an eighth of a millimetre.</param>
    /// <param name="line">Of the template, for the message.</param>
    public static (decimal Size, IReadOnlyList<string> Lines) Shrink(string text, Cell cell, int width, TextMeasure measure, decimal factor, int line) =>
        Shrink(text, cell.Look.Size, cell.Least, size => width / (size * factor), _ => cell.MostLines, measure, factor, cell.Text.HasFigure, line);

    /// <summary>The largest size at which a text fits a box, and its lines there.</summary>
    public static (decimal Size, IReadOnlyList<string> Lines) Shrink(string text, BoxNode box, TextMeasure measure, decimal factor, decimal lineHeight) =>
        Shrink(text, box.Look.Size, box.Least, size => box.Place.Width / size, size => MostLines(box, size * lineHeight), measure, factor, box.Text.HasFigure, box.Line);

    private static int MostLines(BoxNode box, decimal lineHeight)
    {
        var most = Math.Max(1, (int)(box.Place.Height / lineHeight));
        return box.MostLines > 0 ? Math.Min(most, box.MostLines) : most;
    }

    private static (decimal Size, IReadOnlyList<string> Lines) Shrink(
        string text, decimal size, decimal least, Func<decimal, decimal> sizesWide, Func<decimal, int> mostLines, TextMeasure measure, decimal factor, bool holdsFigure, int line)
    {
        for (; ; size = Math.Max(least, size - 1))
        {
            var room = Math.Max(1, (int)(sizesWide(size) * 1000));
            var most = mostLines(size);
            if (size <= least)
            {
                return (size * factor, Lines(text, room, measure, most, holdsFigure, line));
            }

            var lines = TextLayout.Wrap(text, room, measure, out var divides);
            if (!divides && (most == 0 || lines.Count <= most))
            {
                return (size * factor, lines);
            }
        }
    }
}
