namespace Cloud.Crm.Ingest;

/// <summary>Text from outside, made safe for a text column and a page: bounded and without control characters.</summary>
internal static class PlainText
{
    /// <summary>At most <paramref name="maxLength"/> characters, control characters and half surrogates replaced by U+FFFD.</summary>
    internal static string? Bounded(string? text, int maxLength)
    {
        if (text is null)
        {
            return null;
        }

        var length = Math.Min(text.Length, maxLength);
        return IsClean(text.AsSpan(0, length)) ? text[..length] : string.Create(length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '\uFFFD' : from[i];
            }
        });
    }

    private static bool IsClean(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return false;
            }

            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
