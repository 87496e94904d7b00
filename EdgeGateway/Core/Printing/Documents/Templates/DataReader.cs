using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>Holds a document's data to its template's schema. Pure.</summary>
internal static class DataReader
{
    private const long MostFen = 999_999_999_999;

    /// <summary>Reads data.</summary>
    /// <param name="data">A JSON object.</param>
    /// <param name="fields">What it should hold.</param>
    /// <param name="mistakes">Every mistake with its path, such as <c>lines[2].price: …</c>.</param>
    /// <returns>The values; of use only where there are no mistakes.</returns>
    public static DataScope Read(JsonElement data, IReadOnlyList<Field> fields, ICollection<string> mistakes)
    {
        try
        {
            return new DataScope(ReadObject(data, fields, "", mistakes), null, 0);
        }
        catch (InvalidOperationException fault)
        {
            // The reader's way to say that a \uXXXX of the JSON is half a character.
            mistakes.Add($"data: holds text that is none: {fault.Message}");
            return new DataScope(new Dictionary<string, FieldValue>(), null, 0);
        }
    }

    private static Dictionary<string, FieldValue> ReadObject(JsonElement data, IReadOnlyList<Field> fields, string path, ICollection<string> mistakes)
    {
        var values = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        if (data.ValueKind != JsonValueKind.Object)
        {
            mistakes.Add($"{(path == "" ? "data" : path)}: came {Shown(data)}; expected an object");
            return values;
        }

        var prefix = path == "" ? "" : path + ".";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in data.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                mistakes.Add($"{prefix}{member.Name}: came twice");
            }
            else if (fields.FirstOrDefault(field => field.Name == member.Name) is not { } field)
            {
                mistakes.Add($"{prefix}{Short(member.Name)}: is not known; there are: {string.Join(", ", fields.Select(f => f.Name))}");
            }
            else if (member.Value.ValueKind != JsonValueKind.Null && ReadValue(member.Value, field, prefix + field.Name, mistakes) is { } value)
            {
                values.Add(field.Name, value);
            }
        }

        foreach (var field in fields.Where(field => !values.ContainsKey(field.Name)))
        {
            if (field.Default is { } text && !data.TryGetProperty(field.Name, out _))
            {
                values.Add(field.Name, new FieldValue(field.Kind, text, []));
            }
            else if (field.IsRequired && (!data.TryGetProperty(field.Name, out var given) || given.ValueKind == JsonValueKind.Null))
            {
                mistakes.Add($"{prefix}{field.Name}: is missing; expected {Expected(field)}");
            }
        }

        return values;
    }

    private static FieldValue? ReadValue(JsonElement data, Field field, string path, ICollection<string> mistakes)
    {
        if (field.Kind == FieldKind.List)
        {
            return ReadList(data, field, path, mistakes);
        }

        var mistake = field.Kind switch
        {
            FieldKind.Flag => data.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Came(data, field),
            FieldKind.Integer => data.ValueKind == JsonValueKind.Number && data.TryGetInt32(out _) ? null : Came(data, field),
            FieldKind.Money => data.ValueKind == JsonValueKind.Number && data.TryGetInt64(out var fen) && fen is >= -MostFen and <= MostFen ? null : Came(data, field),
            _ => data.ValueKind != JsonValueKind.String ? Came(data, field) : TextMistake(data.GetString()!, field),
        };
        if (mistake is not null)
        {
            mistakes.Add($"{path}: {mistake}");
            return null;
        }

        return field.Kind == FieldKind.Flag && !data.GetBoolean() ? null
            : new FieldValue(field.Kind, data.ValueKind == JsonValueKind.String ? data.GetString()! : data.GetRawText(), []);
    }

    private static FieldValue? ReadList(JsonElement data, Field field, string path, ICollection<string> mistakes)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            mistakes.Add($"{path}: {Came(data, field)}");
            return null;
        }

        if (data.GetArrayLength() > field.Most || (field.IsRequired && data.GetArrayLength() == 0))
        {
            mistakes.Add($"{path}: has {data.GetArrayLength()} items; expected {(field.IsRequired ? 1 : 0)} to {field.Most}");
            return null;
        }

        var items = data.EnumerateArray().Select((item, i) =>
            (IReadOnlyDictionary<string, FieldValue>)ReadObject(item, field.Fields, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), mistakes));
        return new FieldValue(field.Kind, "", [.. items]);
    }

    private static string? TextMistake(string text, Field field)
    {
        if (field.Kind == FieldKind.Text)
        {
            return text.Length > field.Most ? $"has {text.Length} characters; expected no more than {field.Most}"
                : text.Any(c => (char.IsControl(c) && c != '\n') || c is '\uFFFE' or '\uFFFF') ? "holds a control character; expected text"
                : text.Trim() == "" && field.IsRequired ? $"is empty; expected {Expected(field)}" : null;
        }

        var fits = field.Kind switch
        {
            FieldKind.Decimal => IsDecimal(text),
            FieldKind.Digits => text.Length >= 1 && text.Length <= field.Most && CheckDigits.AreDigits(text),
            FieldKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
                && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10),
        };
        return fits ? null : $"came \"{Short(text)}\"; expected {Expected(field)}";
    }

    private static bool IsDecimal(string text) => text.Length is >= 1 and <= 16 && text[^1] != '.' && text.TrimStart('-') is [>= '0' and <= '9', ..]
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static string Came(JsonElement data, Field field) => $"came {Shown(data)}; expected {Expected(field)}";

    private static string Expected(Field field) => field.Kind switch
    {
        FieldKind.Text => $"text of up to {field.Most} characters",
        FieldKind.Integer => "a whole number",
        FieldKind.Money => "money as a whole number of hundredths, such as 1250 for 12.50",
        FieldKind.Decimal => "a decimal number as a string, such as \"1.250\"",
        FieldKind.Date => "a day such as \"2026-11-22\"",
        FieldKind.Time => "a moment with its offset, such as \"2026-11-22T14:05:00+08:00\"",
        FieldKind.Flag => "true or false",
        FieldKind.Digits => $"1 to {field.Most} digits as a string",
        _ => $"an array of up to {field.Most} objects",
    };

    private static string Shown(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Undefined => "nothing",
        _ => Short(data.GetRawText()),
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
