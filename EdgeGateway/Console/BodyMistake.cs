using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgeGateway.Console;

/// <summary>Says what is wrong with a body in words, instead of the serialiser's with their .NET names.</summary>
internal static class BodyMistake
{
    /// <summary>The mistake that an exception tells of.</summary>
    /// <param name="exception">What reading the body threw.</param>
    /// <param name="type">What was expected.</param>
    public static ConsoleError Of(JsonException exception, JsonTypeInfo type)
    {
        var path = exception.Path is ['$', '.', .. var rest] ? rest : "";
        if (path.Length == 0)
        {
            return new ConsoleError("", $"expected a JSON object with {Known(type)}");
        }

        var name = path.Split('.', '[')[0];
        var property = type.Properties.FirstOrDefault(p => p.Name == name);
        return new ConsoleError(path, property is null ? $"is not known here; known are {Known(type)}" : $"expected {Words(property.PropertyType)}");
    }

    private static string Known(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(p => p.Name));

    private static string Words(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? "a text in quotes"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(decimal) ? "a number"
            : type.IsEnum ? "one of the known names in quotes"
            : "an object of texts: { \"name\": \"value\" }";
    }
}
