using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgeGateway.Host.Configuration;

/// <summary>Turns nodes into options by the compile-time description of their types, collecting every mistake instead of stopping at one.</summary>
internal sealed class ConfigurationBinder(JsonSerializerOptions json, List<ConfigurationError> errors)
{
    private static readonly object s_failed = new();

    /// <summary>Makes a <typeparamref name="T"/>; what could not be read keeps its default and is in the errors.</summary>
    public T Bind<T>(ConfigurationNode root)
        where T : class => (T)Object(root, json.GetTypeInfo(typeof(T)));

    private object Object(ConfigurationNode node, JsonTypeInfo type)
    {
        var made = type.CreateObject!();
        foreach (var member in node.Members)
        {
            var property = type.Properties.FirstOrDefault(p => p.Name == member.Name);
            if (property?.Set is null)
            {
                var known = type.Properties.Where(p => p.Set is not null).Select(p => p.Name).ToArray();
                errors.Add(new ConfigurationError(member.Line, member.Value.Path, $"is not a setting{NearestName.Suggest(member.Name, known)}"));
                continue;
            }

            if (member.Value.Kind == JsonTokenType.Null)
            {
                if (property.IsSetNullable)
                {
                    property.Set(made, null);
                }
                else
                {
                    Wrong(member.Value, "a value; leave the line out for the default");
                }

                continue;
            }

            var value = Value(member.Value, property.PropertyType);
            if (!ReferenceEquals(value, s_failed))
            {
                property.Set(made, value);
            }
        }

        return made;
    }

    private object Value(ConfigurationNode node, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return node.Kind == JsonTokenType.String ? node.Text : Wrong(node, "a text in quotes");
        }

        if (type == typeof(bool))
        {
            return node.Kind switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => Wrong(node, "true or false"),
            };
        }

        if (type == typeof(int))
        {
            return node.Kind == JsonTokenType.Number && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number : Wrong(node, "a whole number");
        }

        if (type == typeof(long))
        {
            return node.Kind == JsonTokenType.Number && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number : Wrong(node, "a whole number");
        }

        if (type == typeof(double))
        {
            return node.Kind == JsonTokenType.Number && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number : Wrong(node, "a number");
        }

        if (type == typeof(TimeSpan))
        {
            return node.Kind == JsonTokenType.String && TimeSpan.TryParseExact(node.Text, "c", CultureInfo.InvariantCulture, out var span)
                ? span : Wrong(node, "a time span in quotes, such as \"00:00:01.5\" for one and a half seconds");
        }

        return type.IsEnum ? Choice(node, type) : Composite(node, json.GetTypeInfo(type));
    }

    private object Choice(ConfigurationNode node, Type type)
    {
        var names = Enum.GetNames(type);
        var found = node.Kind == JsonTokenType.String ? Array.Find(names, n => JsonNamingPolicy.CamelCase.ConvertName(n) == node.Text) : null;
        return found is not null ? Enum.Parse(type, found) : Wrong(node, $"one of {string.Join(", ", names.Select(JsonNamingPolicy.CamelCase.ConvertName))}");
    }

    private object Composite(ConfigurationNode node, JsonTypeInfo type)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                return node.Kind == JsonTokenType.StartArray ? List(node, type) : Wrong(node, "an array: [ … ]");
            case JsonTypeInfoKind.Dictionary:
                return node.Kind == JsonTokenType.StartObject ? Dictionary(node, type) : Wrong(node, "an object: { … }");
            default:
                return node.Kind == JsonTokenType.StartObject ? Object(node, type) : Wrong(node, "an object: { … }");
        }
    }

    private object List(ConfigurationNode node, JsonTypeInfo type)
    {
        var list = (IList)type.CreateObject!();
        foreach (var item in node.Items)
        {
            var value = item.Kind == JsonTokenType.Null ? Wrong(item, "a value") : Value(item, type.ElementType!);
            if (!ReferenceEquals(value, s_failed))
            {
                list.Add(value);
            }
            else if (json.GetTypeInfo(type.ElementType!) is { Kind: JsonTypeInfoKind.Object } element)
            {
                list.Add(element.CreateObject!()); // Keeps the numbering, so that later checks name the right element.
            }
        }

        return list;
    }

    private object Dictionary(ConfigurationNode node, JsonTypeInfo type)
    {
        var dictionary = (IDictionary)type.CreateObject!();
        foreach (var member in node.Members)
        {
            var value = member.Value.Kind == JsonTokenType.Null ? Wrong(member.Value, "a value") : Value(member.Value, type.ElementType!);
            if (!ReferenceEquals(value, s_failed))
            {
                dictionary[member.Name] = value;
            }
        }

        return dictionary;
    }

    private object Wrong(ConfigurationNode node, string expected)
    {
        errors.Add(new ConfigurationError(node.Line, node.Path, $"came {node.Shown}; expected {expected}"));
        return s_failed;
    }
}
