namespace Cloud.Contracts;

/// <summary>Names of stores, gateways and devices: 1 to 64 characters out of <c>a-z 0-9 -</c>, not starting with <c>-</c>.</summary>
/// <remarks>Lower case and no separators, so that a name can stand in a topic, a URL, a file name and an event id unescaped.</remarks>
public static class Identifier
{
    /// <summary>The longest name allowed, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether <paramref name="text"/> is a legal name.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength || text[0] == '-')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
