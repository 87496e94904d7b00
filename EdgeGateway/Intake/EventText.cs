using System.Text.Json;
using Cloud.Contracts;

namespace EdgeGateway.Intake;

/// <summary>Kinds of JSON values: checked, and said in words.</summary>
internal static class EventText
{
    private const int ShownLength = 60;

    /// <summary>Whether a value is of a kind.</summary>
    public static bool Is(JsonElement value, DataKind kind) => kind switch
    {
        DataKind.Text => value.ValueKind == JsonValueKind.String && value.GetRawText().Length > 2,
        DataKind.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        DataKind.Decimal => value.ValueKind == JsonValueKind.String && IsDecimal(value.GetRawText().AsSpan()[1..^1]),
        DataKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        DataKind.Array => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    /// <summary>A kind in words.</summary>
    public static string Words(DataKind kind) => kind switch
    {
        DataKind.Text => "a text that is not empty",
        DataKind.Integer => "a whole number",
        DataKind.Decimal => "a decimal number in quotes, such as \"1.250\"",
        DataKind.Boolean => "true or false",
        DataKind.Array => "an array",
        _ => "an object",
    };

    /// <summary>A value for a message, cut short.</summary>
    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Short(value.GetRawText()),
    };

    /// <summary>A text for a message, cut short.</summary>
    public static string Short(string text) => text.Length <= ShownLength ? text : $"{text[..ShownLength]}…";

    /// <summary>Whether a text has the shape of an RFC 3339 time with its offset.</summary>
    public static bool IsInstant(string text) =>
        text.Length is >= 20 and <= 40 && text[10] == 'T' && (text[^1] == 'Z' || (text[^3] == ':' && text[^6] is '+' or '-'));

    /// <summary>The path of the first text that no reader could take (a lone surrogate, a NUL), or null.</summary>
    public static string? FindBrokenText(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return IsSound(value.GetString) ? null : path;
            case JsonValueKind.Array:
                return value.EnumerateArray().Select((item, i) => FindBrokenText(item, $"{path}[{i}]")).FirstOrDefault(p => p is not null);
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (!IsSound(() => member.Name))
                    {
                        return path;
                    }

                    if (FindBrokenText(member.Value, $"{path}.{Short(member.Name)}") is { } broken)
                    {
                        return broken;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static bool IsSound(Func<string?> text)
    {
        try
        {
            return text() is not { } read || !read.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var digits = text.StartsWith("-") ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? "0" : digits[(point + 1)..];
        return whole.Length is >= 1 and <= 18 && fraction.Length is >= 1 and <= 9
            && !whole.ContainsAnyExceptInRange('0', '9') && !fraction.ContainsAnyExceptInRange('0', '9');
    }
}
