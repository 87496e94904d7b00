using System.Text;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>Text with placeholders: <c>{field}</c>, <c>{field|format}</c>, <c>{@word}</c>, <c>{#}</c>; <c>{{</c> and <c>}}</c> are braces.</summary>
internal sealed class TextPattern
{
    private readonly IReadOnlyList<Segment> _segments;

    private TextPattern(IReadOnlyList<Segment> segments) => _segments = segments;

    /// <summary>Whether a figure is in it.</summary>
    public bool HasFigure => _segments.Any(segment => segment.Field is { IsFigure: true });

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">Fields and words that it may name.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="mistakes">Where every mistake goes.</param>
    public static TextPattern Read(string text, TemplateScope scope, int line, ICollection<TemplateMistake> mistakes)
    {
        var segments = new List<Segment>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at])
            {
                literal.Append(text[at++]);
                continue;
            }

            if (text[at] == '}')
            {
                mistakes.Add(new TemplateMistake(line, "a } without a {; write }} for a brace"));
                continue;
            }

            if (text[at] != '{')
            {
                literal.Append(text[at]);
                continue;
            }

            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                mistakes.Add(new TemplateMistake(line, "a { without a }; write {{ for a brace"));
                break;
            }

            segments.Add(new Segment(literal.ToString()));
            literal.Clear();
            if (ReadPlaceholder(text[(at + 1)..end], scope, line, mistakes) is { } segment)
            {
                segments.Add(segment);
            }

            at = end;
        }

        segments.Add(new Segment(literal.ToString()));
        return new TextPattern([.. segments.Where(segment => segment.Literal != "")]);
    }

    /// <summary>Fills in, for people.</summary>
    public string Show(DataScope data, string culture) => string.Concat(_segments.Select(segment =>
        segment.Literal ?? segment.Word?[culture] ?? (segment.Field is { } field ? FieldFormats.Show(data.Find(field.Name), segment.Format) : data.Position)));

    /// <summary>Fills in as it came, for a bar code.</summary>
    public string Raw(DataScope data, string culture) => string.Concat(_segments.Select(segment =>
        segment.Literal ?? segment.Word?[culture] ?? (segment.Field is not { } field ? data.Position
            : segment.Format is { } format ? FieldFormats.Show(data.Find(field.Name), format) : data.Find(field.Name)?.Raw ?? "")));

    private static Segment? ReadPlaceholder(string inner, TemplateScope scope, int line, ICollection<TemplateMistake> mistakes)
    {
        if (inner == "#")
        {
            if (scope.IsInList)
            {
                return new Segment(Literal: null);
            }

            mistakes.Add(new TemplateMistake(line, "{#} is the number of an item and stands only within p:each"));
            return null;
        }

        if (inner.StartsWith('@'))
        {
            if (scope.Words.TryGetValue(inner[1..], out var word))
            {
                return new Segment(null, Word: word);
            }

            mistakes.Add(new TemplateMistake(line, $"{{{inner}}} is no word of p:words; there are: {Listed(scope.Words.Keys)}"));
            return null;
        }

        var (name, format) = inner.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? (inner[..bar], inner[(bar + 1)..]) : (inner, null);
        if (scope.Find(name) is not { } field)
        {
            mistakes.Add(new TemplateMistake(line, $"{{{inner}}} names no field that is known here; there are: {Listed(scope.Names)}"));
            return null;
        }

        if (FieldFormats.Mistake(field, format) is { } mistake)
        {
            mistakes.Add(new TemplateMistake(line, $"{{{inner}}}: {mistake}"));
            return null;
        }

        return new Segment(null, field, format);
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).DefaultIfEmpty("none"));

    private sealed record Segment(string? Literal, Field? Field = null, string? Format = null, IReadOnlyDictionary<string, string>? Word = null);
}
