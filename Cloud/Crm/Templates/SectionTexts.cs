using System.Text;
using System.Text.Json;

namespace Cloud.Crm.Templates;

/// <summary>A configuration as the texts of its sections.</summary>
internal static class SectionTexts
{
    /// <summary>The text of each section, as it was written; of one that comes twice the last.</summary>
    /// <param name="config">A JSON object.</param>
    internal static Dictionary<string, string> Read(string config)
    {
        using var document = JsonDocument.Parse(config, new JsonDocumentOptions { MaxDepth = 128 });
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            texts[member.Name] = member.Value.GetRawText();
        }

        return texts;
    }

    /// <summary>The JSON object of some sections, by name.</summary>
    internal static string Write(IEnumerable<KeyValuePair<string, string>> sections)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in sections.OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(JsonEncodedText.Encode(name)).Append("\":").Append(value);
        }

        return text.Append('}').ToString();
    }

    /// <summary>Whether two configurations want the same of a gateway. One that is null is as one that is not there.</summary>
    internal static bool AreSame(string one, string other)
    {
        if (one == other)
        {
            return true;
        }

        var (first, second) = (Read(one), Read(other));
        return first.Keys.Union(second.Keys).All(name => (first.GetValueOrDefault(name) ?? "null") == (second.GetValueOrDefault(name) ?? "null"));
    }

    /// <summary>What a gateway is wanted to be like: its own sections over those of its templates.</summary>
    /// <param name="own">What is wanted of it alone; a null section says nothing.</param>
    /// <param name="templates">Its templates by <see cref="Template.Print"/>, the one that beats the others last.</param>
    /// <returns>The configuration, and which template each section is of; those of its own are not among them.</returns>
    internal static (string Config, string Origins) Merge(string own, IReadOnlyList<(string Print, IReadOnlyDictionary<string, string> Sections)> templates)
    {
        if (templates.Count == 0)
        {
            // As it came, so that what is shown, compared and applied is the same text.
            return (own, "{}");
        }

        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (print, texts) in templates)
        {
            foreach (var (name, text) in texts)
            {
                (sections[name], origins[name]) = (text, $"\"{print}\"");
            }
        }

        foreach (var (name, text) in Read(own))
        {
            if (text != "null")
            {
                sections[name] = text;
                origins.Remove(name);
            }
            else
            {
                sections.TryAdd(name, text);
            }
        }

        return (Write(sections), Write(origins));
    }
}
