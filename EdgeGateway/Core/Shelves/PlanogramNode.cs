using System.Text.Json;

namespace EdgeGateway.Core.Shelves;

/// <summary>One JSON object of a planogram, read member by member; what is wrong goes to the list with its path.</summary>
internal sealed class PlanogramNode(string path, JsonElement element, List<PlanogramError> errors)
{
    private const int MostShown = 40;

    private bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Refuses members that are not in the list, and those that come twice.</summary>
    public void Members(params ReadOnlySpan<string> names)
    {
        if (!IsObject)
        {
            errors.Add(new PlanogramError(path.Length == 0 ? "the file" : path, $"came {Shown(element)}; expected an object with {string.Join(", ", names)}"));
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

    /// <summary>Whether the member is there at all.</summary>
    public bool Has(string name) => IsObject && element.TryGetProperty(name, out _);

    /// <summary>A text that is not empty; empty where it is wrong.</summary>
    public string Text(string name)
    {
        if (Value(name) is not { } value)
        {
            return "";
        }

        if (value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
        {
            Wrong(name, $"came {Shown(value)}; expected a text in quotes");
            return "";
        }

        return value.GetString()!;
    }

    /// <summary>A finite number; 1 where it is wrong.</summary>
    public double Number(string name) => Number(name, "a finite number", double.IsFinite);

    /// <summary>A finite number that is not 0.</summary>
    public double NotZero(string name) => Number(name, "a finite number other than 0", number => double.IsFinite(number) && number != 0);

    /// <summary>A finite number above 0.</summary>
    public double Above(string name, string unit) => Number(name, $"{unit} above 0", number => double.IsFinite(number) && number > 0);

    /// <summary>Samples a second, above 0 and at most 10000.</summary>
    public double Rate(string name) => Number(name, "samples a second, above 0, at most 10000", number => number is > 0 and <= 10_000);

    /// <summary>A whole number from 0; 0 where it is wrong.</summary>
    public int Count(string name)
    {
        if (Value(name) is not { } value)
        {
            return 0;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var count) || count < 0)
        {
            Wrong(name, $"came {Shown(value)}; expected pieces, a whole number from 0");
            return 0;
        }

        return count;
    }

    /// <summary>The elements of a list, each with its path.</summary>
    /// <param name="name">The member.</param>
    /// <param name="least">What an empty list is refused with; null where it may be empty.</param>
    public IEnumerable<PlanogramNode> Elements(string name, string? least)
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

        return value.EnumerateArray().Select((entry, i) => new PlanogramNode($"{At(name)}[{i}]", entry, errors));
    }

    /// <summary>Something is wrong with a member.</summary>
    public void Wrong(string name, string problem) => errors.Add(new PlanogramError(At(name), problem));

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= MostShown ? text : text[..MostShown] + "…";
    }

    private double Number(string name, string expected, Func<double, bool> holds)
    {
        if (Value(name) is not { } value)
        {
            return 1;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !holds(number))
        {
            Wrong(name, $"came {Shown(value)}; expected {expected}");
            return 1;
        }

        return number;
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
