using System.Text.Json;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Nodes;

/// <summary>Takes members out of a node's JSON; what is not as it must be is a <see cref="DeviceException"/> that says where, what came and what was expected.</summary>
internal readonly struct NodeJson(JsonElement element, string path)
{
    private const int LongestShown = 40;

    /// <summary>Where it stands in the message.</summary>
    public string Path => path;

    /// <summary>Whether it has a member.</summary>
    public bool Has(string member) => Find(member) is { ValueKind: not JsonValueKind.Null };

    /// <summary>A list of objects, at least one.</summary>
    public IReadOnlyList<NodeJson> Array(string member, int most)
    {
        JsonElement? list = Find(member);
        if (list is not { ValueKind: JsonValueKind.Array } || list.Value.GetArrayLength() is 0 || list.Value.GetArrayLength() > most)
            throw Wrong(member, list, $"a list of 1 to {most} objects");
        string where = $"{path}.{member}";
        return [.. list.Value.EnumerateArray().Select((one, index) => new NodeJson(one, $"{where}[{index}]"))];
    }

    /// <summary>A text of 1 to <paramref name="longest"/> characters.</summary>
    public string Text(string member, int longest) =>
        Find(member) is { ValueKind: JsonValueKind.String } found && found.GetString() is { Length: > 0 } text && text.Length <= longest && !text.Any(char.IsControl)
            ? text
            : throw Wrong(member, Find(member), $"a text of 1 to {longest} characters");

    /// <summary>A name of letters, digits, - and _.</summary>
    public string Name(string member) =>
        Text(member, 64) is var name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : throw Wrong(member, Find(member), "a name of letters, digits, - and _");

    /// <summary>A whole number.</summary>
    public long Whole(string member, long least, long most) =>
        Find(member) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out long number) && number >= least && number <= most
            ? number
            : throw Wrong(member, Find(member), $"a whole number from {least} to {most}");

    /// <summary>A decimal number, or null where it is not there.</summary>
    public decimal? DecimalOrNull(string member, decimal least, decimal most)
    {
        if (!Has(member))
            return null;
        return Find(member) is { ValueKind: JsonValueKind.Number } found && found.TryGetDecimal(out decimal number) && number >= least && number <= most
            ? number
            : throw Wrong(member, Find(member), $"a number from {least} to {most}");
    }

    /// <summary>True or false, or null where it is not there.</summary>
    public bool? BooleanOrNull(string member)
    {
        if (!Has(member))
            return null;
        return Find(member)!.Value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(member, Find(member), "true or false"),
        };
    }

    private JsonElement? Find(string member)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new DeviceException($"{path}: is {element.ValueKind}; expected an object");
        return element.TryGetProperty(member, out JsonElement found) ? found : null;
    }

    private DeviceException Wrong(string member, JsonElement? found, string expected)
    {
        string came = found is JsonElement one ? one.GetRawText() : "not there";
        return new DeviceException($"{path}.{member}: is {(came.Length > LongestShown ? came[..LongestShown] + "…" : came)}; expected {expected}");
    }
}
