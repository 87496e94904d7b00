using System.Text.Json;

namespace Cloud.Crm.Gateways;

/// <summary>Where two JSON documents differ. The order of an object's members is no difference.</summary>
/// <remarks>Lists whose entries are objects with a name of their own (the first of id, plate, device, sku or name that all have and no two share) are compared by it; others by position.</remarks>
internal static class JsonDifference
{
    private const int LongestValue = 400;

    private static readonly string[] s_names = ["id", "plate", "device", "sku", "name"];

    /// <summary>Compares two documents.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="most">At most so many differences.</param>
    /// <returns>The differences, and whether there are more.</returns>
    internal static (IReadOnlyList<JsonChange> Changes, bool IsCut) Of(JsonElement before, JsonElement after, int most)
    {
        var changes = new List<JsonChange>();
        foreach (var change in Compare("", before, after))
        {
            if (changes.Count == most)
            {
                return (changes, true);
            }

            changes.Add(change);
        }

        return (changes, false);
    }

    private static IEnumerable<JsonChange> Compare(string path, JsonElement before, JsonElement after)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            return Parts(path, Members(path, before), Members(path, after));
        }

        if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            var name = Array.Find(s_names, one => IsName(one, before) && IsName(one, after));
            return Parts(path, Entries(path, before, name), Entries(path, after, name));
        }

        return JsonElement.DeepEquals(before, after) ? [] : [new JsonChange(path, "changed", Text(before), Text(after))];
    }

    private static IEnumerable<JsonChange> Parts(string path, List<(string Path, JsonElement Value)> before, List<(string Path, JsonElement Value)> after)
    {
        var later = after.ToDictionary(part => part.Path, part => part.Value, StringComparer.Ordinal);
        var earlier = before.Select(part => part.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (part, value) in before)
        {
            if (later.TryGetValue(part, out var now))
            {
                foreach (var change in Compare(part, value, now))
                {
                    yield return change;
                }
            }
            else
            {
                yield return new JsonChange(part, "removed", Text(value), null);
            }
        }

        foreach (var (part, value) in after.Where(part => !earlier.Contains(part.Path)))
        {
            yield return new JsonChange(part, "added", null, Text(value));
        }
    }

    /// <summary>A member that comes twice counts as it does everywhere: its last value.</summary>
    private static List<(string, JsonElement)> Members(string path, JsonElement value) =>
        [.. value.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal).Select(member => (path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Last().Value))];

    private static List<(string, JsonElement)> Entries(string path, JsonElement value, string? name) =>
        [.. value.EnumerateArray().Select((entry, i) => (name is null ? FormattableString.Invariant($"{path}[{i}]") : $"{path}[{name}={entry.GetProperty(name).GetString()}]", entry))];

    private static bool IsName(string name, JsonElement list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return list.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && seen.Add(value.GetString()!));
    }

    private static string Text(JsonElement value) => value.GetRawText() is var text && text.Length > LongestValue ? text[..(LongestValue - 1)] + "…" : text;
}
