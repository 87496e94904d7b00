using System.Globalization;

namespace Simulators.Session;

/// <summary>One line of a script, such as <c>load 1.250</c> or <c>unit 2 take 250</c>.</summary>
/// <param name="Verb">The first word, in lower case.</param>
/// <param name="Amount">The number behind it, or null.</param>
/// <param name="Unit">The unit id of a bus device, or null for the first.</param>
internal readonly record struct ScriptLine(string Verb, decimal? Amount, int? Unit)
{
    private const string Scan = "scan ";

    /// <summary>The code behind <c>scan</c>, as it stands; empty for other verbs.</summary>
    public string Text { get; init; } = "";

    /// <summary>Reads a line.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? TryParse(string text, out ScriptLine line)
    {
        line = default;
        if (text.TrimStart().StartsWith(Scan, StringComparison.Ordinal))
        {
            line = new ScriptLine("scan", null, null) { Text = text.TrimStart()[Scan.Length..].Trim() };
            return null;
        }

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).AsSpan();
        int? unit = null;
        if (words.Length > 2 && words[0] == "unit")
        {
            if (!int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return $"'{text}': unit '{words[1]}' is not a number";
            }

            unit = id;
            words = words[2..];
        }

        if (words.Length is 0 or > 2)
        {
            return $"'{text}': expected VERB or VERB NUMBER, with 'unit N' before it on a bus";
        }

        decimal? amount = null;
        if (words.Length == 2)
        {
            if (!decimal.TryParse(words[1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return $"'{text}': '{words[1]}' is not a number";
            }

            amount = number;
        }

        line = new ScriptLine(words[0].ToLowerInvariant(), amount, unit);
        return null;
    }
}
