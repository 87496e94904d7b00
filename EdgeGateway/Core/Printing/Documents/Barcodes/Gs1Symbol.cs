using System.Text.RegularExpressions;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Printing.Documents.Barcodes;

/// <summary>GS1-128: element strings in Code 128 behind an FNC1. Pure.</summary>
/// <remarks>Source: GS1 General Specifications section 5.4: at most 48 characters; an FNC1 behind each element whose length is not predefined but the last.</remarks>
internal static partial class Gs1Symbol
{
    private const int MaxLength = 48;

    /// <summary>Draws element strings.</summary>
    /// <param name="elements">With parentheses, such as <c>(01)09521234543213(3103)001250(10)A1</c>.</param>
    /// <param name="thisYear">The year, for dates of two digits.</param>
    /// <exception cref="PrintDocumentException">They are no GS1 element strings; the message has every reason.</exception>
    public static BarSymbol Of(string elements, int thisYear)
    {
        var data = Join(elements);
        var message = Gs1Parser.Parse(data, thisYear);
        if (message.Errors.Count > 0 || message.Warnings.Count > 0)
        {
            throw new PrintDocumentException($"\"{elements}\" is no GS1 element string: {string.Join("; ", message.Errors.Concat(message.Warnings).Select(fault => fault.Message))}.");
        }

        if (data.Length > MaxLength)
        {
            throw new PrintDocumentException($"\"{elements}\" has {data.Length} characters; a GS1-128 holds {MaxLength}.");
        }

        return Code128Symbol.Of(Code128Symbol.Fnc1 + data.Replace(Gs1Parser.Separator, Code128Symbol.Fnc1), elements);
    }

    /// <summary>The elements as a scanner passes them on, with <see cref="Gs1Parser.Separator"/> where an FNC1 belongs.</summary>
    internal static string Join(string elements)
    {
        var found = Element().Matches(elements);
        if (found.Count == 0 || found.Sum(match => match.Length) != elements.Length)
        {
            throw new PrintDocumentException($"\"{elements}\" is no GS1 element string; expected such as (01)09521234543213(3103)001250.");
        }

        var joined = new System.Text.StringBuilder();
        foreach (Match match in found)
        {
            var ai = match.Groups[1].Value;
            joined.Append(ai).Append(match.Groups[2].Value);
            if (match.Index + match.Length < elements.Length && ApplicationIdentifiers.StartOf(ai) is not { IsPredefined: true })
            {
                joined.Append(Gs1Parser.Separator);
            }
        }

        return joined.ToString();
    }

    [GeneratedRegex(@"\(([0-9]{2,4})\)([^()]+)")]
    private static partial Regex Element();
}
