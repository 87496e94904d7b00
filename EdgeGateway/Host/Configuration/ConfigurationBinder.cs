using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace EdgeGateway.Host.Configuration;

/// <summary>Turns nodes into options, collecting every mistake instead of stopping at one. The file's names are the properties' in camel case.</summary>
/// <remarks>
/// By reflection, since that is the quickest start: the generated description of System.Text.Json makes the runtime compile
/// a hundred generic methods, which took longer than opening the outbox.
/// </remarks>
internal sealed class ConfigurationBinder(List<ConfigurationError> errors)
{
    private static readonly object s_failed = new();

    /// <summary>Makes a <typeparamref name="T"/>; what could not be read keeps its default and is in the errors.</summary>
    public T Bind<T>(ConfigurationNode root)
        where T : class, new() => (T)Object(root, typeof(T));

    private object Object(ConfigurationNode node, Type type)
    {
        var made = Activator.CreateInstance(type)!;
        var properties = type.GetProperties();
        foreach (var member in node.Members)
        {
            var property = Array.Find(properties, p => NameOf(p) == member.Name);
            if (property is null)
            {
                errors.Add(new ConfigurationError(
                    member.Line, member.Value.Path, $"is not a setting{NearestName.Suggest(member.Name, Array.ConvertAll(properties, NameOf))}"));
                continue;
            }

            if (member.Value.Kind == JsonTokenType.Null)
            {
                // Null is the same as no line, where the default is nothing.
                if (property.GetValue(made) is not null)
                {
                    Wrong(member.Value, "a value; leave the line out for the default");
                }

                continue;
            }

            var value = Value(member.Value, property.PropertyType);
            if (!ReferenceEquals(value, s_failed))
            {
                property.SetValue(made, value);
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

        return type.IsEnum ? Choice(node, type) : Composite(node, type);
    }

    private object Choice(ConfigurationNode node, Type type)
    {
        var names = Enum.GetNames(type);
        var found = node.Kind == JsonTokenType.String ? Array.Find(names, n => JsonNamingPolicy.CamelCase.ConvertName(n) == node.Text) : null;
        return found is not null ? Enum.Parse(type, found) : Wrong(node, $"one of {string.Join(", ", names.Select(JsonNamingPolicy.CamelCase.ConvertName))}");
    }

    private object Composite(ConfigurationNode node, Type type)
    {
        if (type.IsAssignableTo(typeof(IList)))
        {
            return node.Kind == JsonTokenType.StartArray ? List(node, type) : Wrong(node, "an array: [ … ]");
        }

        if (node.Kind != JsonTokenType.StartObject)
        {
            return Wrong(node, "an object: { … }");
        }

        return type.IsAssignableTo(typeof(IDictionary)) ? Dictionary(node, type) : Object(node, type);
    }

    private object List(ConfigurationNode node, Type type)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        var element = type.GetGenericArguments()[0];
        foreach (var item in node.Items)
        {
            var value = item.Kind == JsonTokenType.Null ? Wrong(item, "a value") : Value(item, element);
            if (!ReferenceEquals(value, s_failed))
            {
                list.Add(value);
            }
            else if (element != typeof(string))
            {
                list.Add(Activator.CreateInstance(element)); // Keeps the numbering, so that later checks name the right element.
            }
        }

        return list;
    }

    private object Dictionary(ConfigurationNode node, Type type)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(type)!;
        var element = type.GetGenericArguments()[1];
        foreach (var member in node.Members)
        {
            var value = member.Value.Kind == JsonTokenType.Null ? Wrong(member.Value, "a value") : Value(member.Value, element);
            if (!ReferenceEquals(value, s_failed))
            {
                dictionary[member.Name] = value;
            }
        }

        return dictionary;
    }

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private object Wrong(ConfigurationNode node, string expected)
    {
        errors.Add(new ConfigurationError(node.Line, node.Path, $"came {node.Shown}; expected {expected}"));
        return s_failed;
    }
}
