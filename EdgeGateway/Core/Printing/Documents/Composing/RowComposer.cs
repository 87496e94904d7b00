using System.Globalization;
using EdgeGateway.Core.Printing.Documents.Templates;
using EdgeGateway.Core.Printing.Documents.Typesetting;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>Draws rows of cells and rules across a roll; as text where the printer writes it itself.</summary>
internal sealed class RowComposer(Template template, PrintContext context)
{
    /// <summary>A column of a printer's own font, in dots: 12 wide, 24 high (Epson's font A; Chinese is two columns).</summary>
    private const int ColumnDots = 12;

    /// <summary>From this size on, a printer's own font is doubled.</summary>
    private const decimal DoubleFrom = 34;

    private const int Gap = 8;
    private const int InvertedPadding = 6;

    private readonly int _margin = context.Scale.Dots(template.Margin);

    private int Width => context.Profile.DotsPerLine - (2 * _margin);

    /// <summary>Composes a row.</summary>
    /// <exception cref="PrintDocumentException">Its cells are wider than the paper, or a figure does not fit.</exception>
    public Block Compose(RowNode row, DataScope data) => context.WritesText && Text(row, data) is { } text ? text : Drawn(row, data);

    /// <summary>Composes a rule.</summary>
    public Block Compose(RuleNode rule)
    {
        var svg = new SvgWriter(context.Culture);
        if (context.WritesText)
        {
            return Native([new string('-', Width / ColumnDots)], bold: false, scale: 1);
        }

        var (around, thickness) = (context.Scale.Dots(rule.Around), Math.Max(1, context.Scale.Dots(rule.Thickness)));
        var dash = rule.IsDashed ? context.Scale.Dots(8) : Width;
        for (var x = 0; x < Width; x += rule.IsDashed ? dash + (dash / 2) : dash)
        {
            svg.Rectangle(new DotRectangle(_margin + x, around, Math.Min(dash, Width - x), thickness));
        }

        return svg.ToBlock((2 * around) + thickness);
    }

    private Block Drawn(RowNode row, DataScope data)
    {
        var svg = new SvgWriter(context.Culture);
        var padding = row.IsInverted ? context.Scale.Dots(InvertedPadding) : 0;
        var widths = Widths(row, Width - (2 * padding), context.Scale.Dots(Gap), context.Scale.Factor);
        var cells = row.Cells.Select((cell, i) =>
        {
            var (size, lines) = TextFitting.Shrink(
                cell.Text.Show(data, context.Culture), cell, widths[i], svg.Measure(cell.Look.Bold), context.Scale.Factor, row.Line);
            var balanced = cell.Look.Align == Side.Middle && cell.MostLines == 0
                ? TextLayout.Balance(lines, cell.Text.Show(data, context.Culture), (int)(widths[i] * 1000 / size), svg.Measure(cell.Look.Bold)) : lines;
            return (Cell: cell, Size: size, Lines: balanced);
        }).ToList();

        // All cells stand on the first baseline of the largest.
        var baseline = cells.Max(cell => cell.Size) * PageComposer.Baseline;
        var height = (int)Math.Ceiling(cells.Max(cell =>
            baseline - (cell.Size * PageComposer.Baseline) + (cell.Lines.Count * cell.Size * PageComposer.LineHeight))) + (2 * padding);
        if (row.IsInverted)
        {
            svg.Rectangle(new DotRectangle(_margin, 0, Width, height));
        }

        var x = _margin + padding;
        for (var i = 0; i < cells.Count; i++)
        {
            var (cell, size, lines) = cells[i];
            var (at, anchor) = PageComposer.Anchor(cell.Look.Align, x, widths[i]);
            for (var line = 0; line < lines.Count; line++)
            {
                svg.Line(lines[line], at, decimal.Round(padding + baseline + (line * size * PageComposer.LineHeight)), size, cell.Look.Bold, anchor, !row.IsInverted);
            }

            x += widths[i] + context.Scale.Dots(Gap);
        }

        return svg.ToBlock(height);
    }

    /// <summary>The row in columns, or null where the printer's font lacks a character of it.</summary>
    private Block? Text(RowNode row, DataScope data)
    {
        var scale = row.Cells.Max(cell => cell.Look.Size) >= DoubleFrom ? 2 : 1;
        var texts = row.Cells.Select(cell => Gb18030Text.Prepare(cell.Text.Show(data, context.Culture))).ToList();
        if (!texts.TrueForAll(text => text.Split('\n').All(Gb18030Text.Has)))
        {
            return null;
        }

        var widths = Widths(row, Width / ColumnDots / scale, 1, context.Scale.Factor / ColumnDots / scale);
        var cells = row.Cells.Select((cell, i) =>
            TextFitting.Lines(texts[i], widths[i], Gb18030Text.Columns, cell.MostLines, cell.Text.HasFigure, row.Line)).ToList();
        var lines = Enumerable.Range(0, cells.Max(cell => cell.Count)).Select(line =>
            string.Join(' ', cells.Select((cell, i) => Padded(line < cell.Count ? cell[line] : "", widths[i], row.Cells[i].Look.Align))).TrimEnd());
        return Native([.. lines], row.IsInverted || row.Cells.All(cell => cell.Look.Bold), scale);
    }

    private Block Native(IReadOnlyList<string> lines, bool bold, int scale)
    {
        var svg = new SvgWriter(context.Culture);
        var size = 2 * ColumnDots * scale;
        for (var i = 0; i < lines.Count; i++)
        {
            svg.Line(lines[i], _margin, (i * (size + 6)) + (size * 0.88m), size, bold, "start", mono: true);
        }

        return svg.ToBlock(lines.Count * (size + 6), native: new TextPart(lines, bold, scale));
    }

    private static string Padded(string text, int columns, Side side)
    {
        var free = Math.Max(0, columns - TextLayout.WidthOf(text, Gb18030Text.Columns));
        var before = side switch { Side.Start => 0, Side.Middle => free / 2, _ => free };
        return new string(' ', before) + text + new string(' ', free - before);
    }

    /// <summary>Widths of the cells: lengths and percentages first, the rest by shares.</summary>
    private int[] Widths(RowNode row, int room, int gap, decimal factor)
    {
        room -= gap * (row.Cells.Count - 1);
        var widths = row.Cells.Select(cell => cell.Width.Unit switch
        {
            'u' => (int)Math.Ceiling(cell.Width.Amount * factor),
            '%' => (int)(cell.Width.Amount * room / 100),
            _ => 0,
        }).ToArray();
        var left = room - widths.Sum();
        var shares = row.Cells.Where(cell => cell.Width.Unit == '*').Sum(cell => cell.Width.Amount);
        if (left < 0 || (shares > 0 && left < row.Cells.Count(cell => cell.Width.Unit == '*')))
        {
            throw new PrintDocumentException(string.Create(
                CultureInfo.InvariantCulture, $"line {row.Line} of the template: the cells need more than the {context.Profile.DotsPerLine} dots of the printer."));
        }

        for (var i = 0; i < widths.Length; i++)
        {
            if (row.Cells[i].Width is { Unit: '*' } width)
            {
                widths[i] = (int)(left * width.Amount / shares);
            }
        }

        return widths;
    }
}
