using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>Reads what a template says of its data and its words. Pure.</summary>
internal static partial class SchemaReader
{
    private const int MostItems = 500;
    private const int MostCharacters = 2000;

    private static readonly Dictionary<string, FieldKind> s_kinds = Enum.GetValues<FieldKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Reads the fields within <c>p:data</c> or <c>p:list</c>.</summary>
    /// <param name="parent">The element.</param>
    /// <param name="outer">Names that are taken around it.</param>
    /// <param name="mistakes">Where every mistake goes.</param>
    public static IReadOnlyList<Field> ReadFields(XElement parent, IReadOnlyCollection<string> outer, ICollection<TemplateMistake> mistakes)
    {
        var fields = new List<Field>();
        TemplateReader.StrayText(parent, mistakes);
        foreach (var element in parent.Elements())
        {
            var attributes = new AttributeReader(element, mistakes);
            if (element.Name.Namespace != TemplateReader.Print || !s_kinds.TryGetValue(element.Name.LocalName, out var kind))
            {
                attributes.Wrong($"is no kind of field; there are: {string.Join(", ", s_kinds.Keys.Select(name => "p:" + name))}");
                continue;
            }

            var name = attributes.Text("name", isRequired: true) ?? "";
            if (name != "" && !NameShape().IsMatch(name))
            {
                attributes.Wrong($"the name \"{name}\" came; expected small letters, digits and _, a letter first, up to 32");
            }
            else if (outer.Contains(name) || fields.Any(field => field.Name == name))
            {
                attributes.Wrong($"the name \"{name}\" is taken");
            }

            var isRequired = attributes.YesNo("required", false);
            var standard = kind == FieldKind.Text ? attributes.Text("default") : null;
            if (standard is not null && isRequired)
            {
                attributes.Wrong("has a default and is required; one of them is of no use");
            }

            var most = kind switch
            {
                FieldKind.Text => attributes.Count("max", 1, MostCharacters, 200),
                FieldKind.Digits => attributes.Count("max", 1, 48, 14),
                FieldKind.List => attributes.Count("max", 1, MostItems, 100),
                _ => 0,
            };
            attributes.Done();
            IReadOnlyList<Field> inner = [];
            if (kind == FieldKind.List)
            {
                inner = ReadFields(element, [.. outer, .. parent.Elements().Select(e => (string?)e.Attribute("name") ?? "")], mistakes);
                if (outer.Count > 0 || parent.Name.LocalName == "list")
                {
                    attributes.Wrong("stands within another list; expected lists one deep");
                }
            }

            fields.Add(new Field(name, kind, isRequired, standard, most, inner));
        }

        return fields;
    }

    /// <summary>Reads <c>p:words</c>: every word in every culture.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ReadWords(XElement? parent, ICollection<TemplateMistake> mistakes)
    {
        var words = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var element in parent?.Elements() ?? [])
        {
            var attributes = new AttributeReader(element, mistakes);
            if (element.Name != TemplateReader.Print + "word")
            {
                attributes.Wrong("has no place in p:words; expected p:word");
                continue;
            }

            var name = attributes.Text("name", isRequired: true) ?? "";
            var texts = TemplateReader.Cultures.ToDictionary(culture => culture, culture => attributes.Text(culture, isRequired: true) ?? "", StringComparer.Ordinal);
            attributes.Done();
            if (!words.TryAdd(name, texts))
            {
                attributes.Wrong($"the word \"{name}\" is taken");
            }
        }

        return words;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,31}$")]
    private static partial Regex NameShape();
}
