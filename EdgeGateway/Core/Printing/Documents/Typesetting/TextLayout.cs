using System.Globalization;

namespace EdgeGateway.Core.Printing.Documents.Typesetting;

/// <summary>Breaks text into lines of a width. Never divides a text element: no surrogate pair, no character from its marks, no wide character. Pure.</summary>
internal static class TextLayout
{
    /// <summary>What stands for text that was left out.</summary>
    public const string Ellipsis = "…";

    /// <summary>Breaks a text into lines; a line feed ends a line too. Blanks at the ends of lines are dropped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Width of a line, in the measure's units, 1 or more.</param>
    /// <param name="measure">How wide an element is.</param>
    /// <param name="dividesWords">Whether a word or number was too long for a line and had to be divided.</param>
    /// <returns>At least one line; a line is wider than asked for only where a single element is.</returns>
    public static IReadOnlyList<string> Wrap(string text, int width, TextMeasure measure, out bool dividesWords)
    {
        dividesWords = false;
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            WrapParagraph(Elements(paragraph), width, measure, lines, ref dividesWords);
        }

        return lines;
    }

    /// <summary>Breaks a text into no more than so many lines; where it is longer, the last ends in an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width, TextMeasure measure, int mostLines, out bool isCut)
    {
        var lines = Wrap(text, width, measure, out _);
        isCut = lines.Count > mostLines;
        return isCut ? [.. lines.Take(mostLines - 1), Cut(string.Join(' ', lines.Skip(mostLines - 1)), width, measure)] : lines;
    }

    /// <summary>Breaks a text into as many lines as that width takes, but all about as long: for centred text.</summary>
    public static IReadOnlyList<string> Balance(IReadOnlyList<string> lines, string text, int width, TextMeasure measure)
    {
        var (least, most) = (width / 2, width);
        while (lines.Count > 1 && most - least > width / 50)
        {
            var middle = (least + most) / 2;
            var narrower = Wrap(text, middle, measure, out var divides);
            if (divides || narrower.Count > lines.Count)
            {
                least = middle;
            }
            else
            {
                (most, lines) = (middle, narrower);
            }
        }

        return lines;
    }

    /// <summary>Width of a line.</summary>
    public static int WidthOf(string line, TextMeasure measure) => Elements(line).Sum(element => measure(element));

    /// <summary>The text elements of a text: what people see as one character.</summary>
    public static IReadOnlyList<string> Elements(string text)
    {
        var elements = new List<string>(text.Length);
        for (var walk = StringInfo.GetTextElementEnumerator(text); walk.MoveNext();)
        {
            elements.Add(walk.GetTextElement());
        }

        return elements;
    }

    private static string Cut(string text, int width, TextMeasure measure)
    {
        var left = width - measure(Ellipsis);
        var kept = new System.Text.StringBuilder();
        foreach (var element in Elements(text))
        {
            left -= measure(element);
            if (left < 0)
            {
                break;
            }

            kept.Append(element);
        }

        return kept.ToString().TrimEnd() + Ellipsis;
    }

    private static void WrapParagraph(IReadOnlyList<string> elements, int width, TextMeasure measure, List<string> lines, ref bool dividesWords)
    {
        var start = SkipBlanks(elements, 0);
        if (start == elements.Count)
        {
            lines.Add("");
            return;
        }

        var (used, lastBreak) = (0, start);
        for (var at = start; at < elements.Count;)
        {
            if (at > start && (elements[at - 1] == " " || (elements[at] != " " && LineBreaks.MayBreak(elements[at - 1], elements[at]))))
            {
                lastBreak = at;
            }

            // A blank may hang over the edge: it is dropped there.
            used += measure(elements[at]);
            if (used <= width || elements[at] == " " || at == start)
            {
                at++;
                continue;
            }

            dividesWords |= lastBreak == start;
            var end = lastBreak == start ? at : lastBreak;
            lines.Add(Join(elements, start, end));
            start = lastBreak = at = SkipBlanks(elements, end);
            used = 0;
        }

        if (start < elements.Count)
        {
            lines.Add(Join(elements, start, elements.Count));
        }
    }

    private static int SkipBlanks(IReadOnlyList<string> elements, int at)
    {
        while (at < elements.Count && elements[at] == " ")
        {
            at++;
        }

        return at;
    }

    private static string Join(IReadOnlyList<string> elements, int from, int to) => string.Concat(elements.Skip(from).Take(to - from)).TrimEnd(' ');
}
