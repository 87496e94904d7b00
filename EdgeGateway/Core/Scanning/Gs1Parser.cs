using System.Globalization;

namespace EdgeGateway.Core.Scanning;

/// <summary>Takes GS1 element strings apart. Pure; time and memory grow with the length of the text alone.</summary>
/// <remarks>Source: GS1 General Specifications sections 3 and 7.8. Reading stops at the first error, since nothing behind it can be placed.</remarks>
public static class Gs1Parser
{
    /// <summary>The group separator, by which scanners pass on an FNC1 between elements.</summary>
    public const char Separator = '\u001d';

    /// <summary>The most characters that are looked at; no symbol holds more.</summary>
    public const int MaxLength = 8192;

    /// <summary>Reads an element string as scanners send it: without the FNC1 in front, with <see cref="Separator"/> between elements.</summary>
    /// <param name="text">The element string.</param>
    /// <param name="thisYear">The year it is read in, for years of two digits.</param>
    public static Gs1Message Parse(ReadOnlySpan<char> text, int thisYear)
    {
        var elements = new List<Gs1Element>();
        var warnings = new List<ScanFault>();
        if (text.IsEmpty || text.Length > MaxLength)
        {
            var fault = text.IsEmpty ? new ScanFault(ScanFaults.Empty, "nothing was read") : new ScanFault(ScanFaults.Length, $"longer than {MaxLength} characters");
            return new Gs1Message(elements, [fault], warnings);
        }

        while (!text.IsEmpty)
        {
            if (ApplicationIdentifiers.StartOf(text) is not { } ai)
            {
                return new Gs1Message(elements, [new ScanFault(ScanFaults.UnknownAi, $"no application identifier begins with {Shown(text)}")], warnings);
            }

            if (TakeElement(ref text, ai, thisYear, elements, warnings) is { } fault)
            {
                return new Gs1Message(elements, [fault], warnings);
            }
        }

        Gs1Associations.Check(elements, warnings);
        return new Gs1Message(elements, [], warnings);
    }

    /// <summary>Reads one element whose identifier is known.</summary>
    /// <param name="text">From the identifier on; moved behind the element and its separator.</param>
    /// <param name="ai">The identifier.</param>
    /// <param name="thisYear">The year it is read in.</param>
    /// <param name="elements">Where it goes.</param>
    /// <param name="warnings">Where what is odd about it goes.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    private static ScanFault? TakeElement(
        ref ReadOnlySpan<char> text, ApplicationIdentifier ai, int thisYear, List<Gs1Element> elements, List<ScanFault> warnings)
    {
        var rest = text[ai.Ai.Length..];
        var end = rest.IndexOf(Separator);
        var available = end < 0 ? rest : rest[..end];
        var data = ai.IsPredefined ? available[..Math.Min(ai.Most, available.Length)] : available;
        if (Check(ai, data, thisYear, warnings) is { } fault)
        {
            return fault;
        }

        var element = new Gs1Element(ai.Ai, ai.Title, data.ToString(), Gs1Values.Of(ai, data, thisYear), Gs1Values.UnitOf(ai, data));
        if (elements.Find(e => e.Ai == ai.Ai) is { } before && before.Data != element.Data)
        {
            return new ScanFault(ScanFaults.Repeated, $"({ai.Ai}) came twice, as {before.Data} and {element.Data}", ai.Ai);
        }

        elements.Add(element);
        text = rest[data.Length..];
        if (!text.IsEmpty && text[0] == Separator)
        {
            text = text[1..];
        }

        return null;
    }

    /// <summary>Holds an element's data to its identifier.</summary>
    internal static ScanFault? Check(ApplicationIdentifier ai, ReadOnlySpan<char> data, int thisYear, List<ScanFault> warnings)
    {
        if (data.Length < ai.Least || data.Length > ai.Most)
        {
            var expected = ai.Least == ai.Most ? Text(ai.Most) : $"{Text(ai.Least)} to {Text(ai.Most)}";
            return new ScanFault(ScanFaults.Length, $"({ai.Ai}) has {data.Length} characters; expected {expected}", ai.Ai);
        }

        foreach (var part in ai.Parts)
        {
            if (data.IsEmpty && part.IsOptional)
            {
                break;
            }

            var piece = data[..Math.Min(part.Most, data.Length)];
            if (Fault(ai, part, piece, thisYear) is { } fault)
            {
                if (fault.Code is not (ScanFaults.List or ScanFaults.Key))
                {
                    return fault;
                }

                warnings.Add(fault);
            }

            data = data[piece.Length..];
        }

        return null;
    }

    private static ScanFault? Fault(ApplicationIdentifier ai, Gs1Part part, ReadOnlySpan<char> piece, int thisYear)
    {
        if (piece.Length < part.Least)
        {
            return new ScanFault(ScanFaults.Length, $"({ai.Ai}) ends within a part of {part.Least} characters", ai.Ai);
        }

        if (Gs1Characters.FirstForeign(piece, part.Charset) is >= 0 and var at)
        {
            var expected = part.Charset == Gs1Charset.Numeric ? "a digit" : "a character that GS1 allows there";
            return new ScanFault(ScanFaults.Characters, $"({ai.Ai}) holds {Shown(piece[at..(at + 1)])}; expected {expected}", ai.Ai);
        }

        return part.Rule is { } rule && Gs1Rules.Check(rule, piece, thisYear) is var (code, words)
            ? new ScanFault(code, $"({ai.Ai}) {words}", ai.Ai)
            : null;
    }

    /// <summary>A text of a scanner, short and fit for a message.</summary>
    internal static string Shown(ReadOnlySpan<char> text)
    {
        var shown = new System.Text.StringBuilder("\"");
        foreach (var c in text[..Math.Min(text.Length, 20)])
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString());
        }

        return shown.Append(text.Length > 20 ? "…\"" : "\"").ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
