using System.Text.Json;
using System.Text.RegularExpressions;

namespace Drivers.Tests.Shelves;

/// <summary>As much of JSON Schema 2020-12 as docs/shelf-node.schema.json uses. A keyword it does not know is an error, so that no rule is passed over.</summary>
internal sealed class MiniSchema(JsonElement root)
{
    /// <summary>What is wrong with a value; empty where it is valid.</summary>
    public IReadOnlyList<string> Check(JsonElement value) => [.. Check(root, value, "$")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string path) =>
        schema.EnumerateObject().SelectMany(rule => Check(schema, rule.Name, rule.Value, value, path));

    private IEnumerable<string> Check(JsonElement schema, string keyword, JsonElement rule, JsonElement value, string path)
    {
        bool isText = value.ValueKind == JsonValueKind.String, isNumber = value.ValueKind == JsonValueKind.Number;
        bool isList = value.ValueKind == JsonValueKind.Array, isObject = value.ValueKind == JsonValueKind.Object;
        return keyword switch
        {
            "$schema" or "$id" or "title" or "description" or "$defs" or "then" => [],
            "$ref" => Check(rule.GetString()![2..].Split('/').Aggregate(root, (at, part) => at.GetProperty(part)), value, path),
            "oneOf" => rule.EnumerateArray().Count(one => !Check(one, value, path).Any()) == 1 ? [] : [$"{path}: not exactly one of"],
            "if" => Check(rule, value, path).Any() ? [] : Check(schema.GetProperty("then"), value, path),
            "type" => (rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray() : Enumerable.Repeat(rule, 1)).Any(one => IsA(value, one.GetString()!)) ? [] : [$"{path}: is no {rule}"],
            "enum" => rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? [] : [$"{path}: not in {rule}"],
            "const" => JsonElement.DeepEquals(rule, value) ? [] : [$"{path}: is not {rule}"],
            "required" => isObject ? rule.EnumerateArray().Where(one => !value.TryGetProperty(one.GetString()!, out _)).Select(one => $"{path}.{one}: missing") : [],
            "properties" => isObject ? rule.EnumerateObject().Where(one => value.TryGetProperty(one.Name, out _)).SelectMany(one => Check(one.Value, value.GetProperty(one.Name), $"{path}.{one.Name}")) : [],
            "items" => isList ? value.EnumerateArray().SelectMany((one, index) => Check(rule, one, $"{path}[{index}]")) : [],
            "minItems" => Hold(!isList || value.GetArrayLength() >= rule.GetInt32()),
            "maxItems" => Hold(!isList || value.GetArrayLength() <= rule.GetInt32()),
            "minLength" => Hold(!isText || value.GetString()!.Length >= rule.GetInt32()),
            "maxLength" => Hold(!isText || value.GetString()!.Length <= rule.GetInt32()),
            "pattern" => Hold(!isText || Regex.IsMatch(value.GetString()!, rule.GetString()!)),
            "minimum" => Hold(!isNumber || value.GetDecimal() >= rule.GetDecimal()),
            "maximum" => Hold(!isNumber || value.GetDecimal() <= rule.GetDecimal()),
            "exclusiveMinimum" => Hold(!isNumber || value.GetDecimal() > rule.GetDecimal()),
            _ => throw new NotSupportedException($"keyword {keyword} is not known here"),
        };

        IEnumerable<string> Hold(bool holds) => holds ? [] : [$"{path}: {keyword} {rule}"];
    }

    private static bool IsA(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDecimal() == Math.Truncate(value.GetDecimal()),
        _ => throw new NotSupportedException($"type {type} is not known here"),
    };
}
