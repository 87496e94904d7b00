using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;

namespace Cloud.Crm.Setup;

/// <summary>
/// One object of a configuration file. Each question about a member gives its value or writes down what is wrong with it, so that all
/// mistakes are told at once; <see cref="Done"/> adds the members that nobody asked for.
/// </summary>
/// <remarks>Read by hand and not by binding: a binder stops at the first wrong type and passes over misspelt names.</remarks>
internal sealed class JsonSection(JsonElement json, string path, List<string> errors)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal string? Text(string name, bool required = false, Func<string, string?>? check = null)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
        {
            Add(name, $"is {Shown(value)}; expected a text");
            return null;
        }

        if (check?.Invoke(text) is { } problem)
        {
            Add(name, $"is '{text}'; {problem}");
            return null;
        }

        return text;
    }

    internal string? Name(string name, bool required = false) =>
        Text(name, required, t => Identifier.IsValid(t) ? null : $"expected 1 to {Identifier.MaxLength} characters out of a-z 0-9 -");

    internal int? Integer(string name, int least, int most, bool required = false)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < least || number > most)
        {
            Add(name, $"is {Shown(value)}; expected a whole number from {least} to {most}");
            return null;
        }

        return number;
    }

    internal TimeSpan? Duration(string name, TimeSpan least, TimeSpan most)
    {
        if (Find(name, false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || !TimeSpan.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var duration)
            || duration < least || duration > most)
        {
            Add(name, $"is {Shown(value)}; expected a time from \"{least:c}\" to \"{most:c}\"");
            return null;
        }

        return duration;
    }

    internal JsonSection? Section(string name, bool required = false)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new JsonSection(value, Path(name), errors);
        }

        Add(name, $"is {Shown(value)}; expected an object");
        return null;
    }

    internal List<T> List<T>(string name, Func<JsonElement, string, T?> read)
        where T : class
    {
        var items = new List<T>();
        if (Find(name, false) is not { } value)
        {
            return items;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, $"is {Shown(value)}; expected an array");
            return items;
        }

        var at = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (read(element, $"{Path(name)}[{at++}]") is { } item)
            {
                items.Add(item);
            }
        }

        return items;
    }

    internal void Add(string name, string problem) => errors.Add($"{Path(name)} {problem}");

    /// <summary>Nobody asks for anything more: what is left over is a mistake.</summary>
    internal void Done()
    {
        foreach (var member in json.EnumerateObject().Where(m => !_asked.Contains(m.Name)))
        {
            errors.Add($"{Path(member.Name)} is not known here; expected {string.Join(", ", _asked)}");
        }
    }

    private JsonElement? Find(string name, bool required)
    {
        _asked.Add(name);
        if (json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (required)
        {
            Add(name, "is missing");
        }

        return null;
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length > 60 ? text[..60] + "…" : text;
    }
}
