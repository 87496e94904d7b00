using System.Text.Json;
using System.Text.Unicode;

namespace Cloud.Contracts;

/// <summary>Parses JSON from outside whose every name and text can be read afterwards.</summary>
/// <remarks>
/// <see cref="JsonDocument"/> looks at texts only when they are asked for: bytes that are no UTF-8, or half of a surrogate pair written as <c>\uD800</c>, pass
/// its parser and end in an <see cref="InvalidOperationException"/> where nobody expects one. Here they are a <see cref="JsonException"/> like every other mistake.
/// </remarks>
public static class SoundJson
{
    /// <summary>Parses a document.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="options">How.</param>
    /// <exception cref="JsonException">It is not JSON, or holds text that is none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options = default)
    {
        Check(utf8.Span, options);
        return JsonDocument.Parse(utf8, options);
    }

    /// <summary>Looks at every name and text. What is no JSON otherwise is left to its parser.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="options">How deep it may be, and whether comments and trailing commas are taken.</param>
    /// <exception cref="JsonException">One of them is none.</exception>
    public static void Check(ReadOnlySpan<byte> utf8, JsonDocumentOptions options = default)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new JsonException("the text is not UTF-8");
        }

        if (utf8.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = options.MaxDepth, CommentHandling = options.CommentHandling, AllowTrailingCommas = options.AllowTrailingCommas });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsText(ref reader))
            {
                throw new JsonException($"a name or text at byte {reader.TokenStartIndex} holds half of a surrogate pair");
            }
        }
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
