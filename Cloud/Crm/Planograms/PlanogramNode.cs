using System.Text.Json;

namespace Cloud.Crm.Planograms;

/// <summary>One object of a planogram, read member by member; what is wrong goes to the list with its path, in the words a gateway has for it.</summary>
internal sealed class PlanogramNode(string path, JsonElement element, List<string> mistakes)
{
    private const int MostShown = 40;

    private bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Refuses members that are not in the list, and those that come twice.</summary>
    internal void Members(params ReadOnlySpan<string> names)
    {
        if (!IsObject)
        {
            mistakes.Add($"{(path.Length == 0 ? "the planogram" : path)} came {Shown(element)}; expected an object with {string.Join(", ", names)}");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                Wrong(member.Name, $"is not a member here; expected {string.Join(", ", names)}");
            }
            else if (!seen.Add(member.Name))
            {
                Wrong(member.Name, "came twice; expected once");
            }
        }
    }

    internal bool Has(string name) => IsObject && element.TryGetProperty(name, out _);

    /// <summary>A text that is not empty; null where it is wrong.</summary>
    internal string? Text(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
        {
            return value.GetString();
        }

        Wrong(name, $"came {Shown(value)}; expected a text in quotes");
        return null;
    }

    /// <summary>Holds a finite number to a condition. It stays the text it came as: nothing here calculates with weights.</summary>
    internal void Number(string name, string expected, Func<double, bool> holds)
    {
        if (Value(name) is { } value && (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number) || !holds(number)))
        {
            Wrong(name, $"came {Shown(value)}; expected {expected}");
        }
    }

    /// <summary>A whole number of pieces from 0; null where it is wrong.</summary>
    internal int? Count(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0)
        {
            return count;
        }

        Wrong(name, $"came {Shown(value)}; expected pieces, a whole number from 0");
        return null;
    }

    /// <summary>The elements of a list, each with its path.</summary>
    /// <param name="name">The member.</param>
    /// <param name="least">What an empty list is refused with; null where it may be empty.</param>
    internal IReadOnlyList<PlanogramNode> Elements(string name, string? least)
    {
        if (Value(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || (least is not null && value.GetArrayLength() == 0))
        {
            Wrong(name, $"came {Shown(value)}; expected a list [ … ]{(least is null ? "" : $" of {least}")}");
            return [];
        }

        return [.. value.EnumerateArray().Select((entry, i) => new PlanogramNode($"{At(name)}[{i}]", entry, mistakes))];
    }

    internal void Wrong(string name, string problem) => mistakes.Add($"{At(name)} {problem}");

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= MostShown ? text : text[..MostShown] + "…";
    }

    private JsonElement? Value(string name)
    {
        if (!IsObject)
        {
            return null;
        }

        if (element.TryGetProperty(name, out var value))
        {
            return value;
        }

        Wrong(name, "is missing");
        return null;
    }

    private string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
