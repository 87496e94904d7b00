using System.Buffers;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Comma-separated values for people's spreadsheets: a cell that a spreadsheet would take for a formula begins with an apostrophe, so that nothing of a customer's runs there.</summary>
internal static class SafeCsv
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n;\t");

    /// <summary>One line with its end.</summary>
    internal static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text)
    {
        var safe = text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny(s_quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
