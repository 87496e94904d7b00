using System.Xml;
using System.Xml.Linq;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>Reads templates: SVG with elements of our own. Pure.</summary>
internal static class TemplateReader
{
    /// <summary>The most characters of a template.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>The flag that every template has, for a document that is printed again.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The cultures that every word is given in.</summary>
    public static readonly string[] Cultures = ["en", "zh-CN", "zh-TW"];

    /// <summary>SVG's namespace.</summary>
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The namespace of our elements.</summary>
    public static readonly XNamespace Print = "urn:edge-gateway:print";

    /// <summary>Reads a template.</summary>
    /// <param name="name">Its name: that of its file.</param>
    /// <param name="text">The XML.</param>
    /// <param name="mistakes">Every mistake, in the order of lines.</param>
    /// <returns>The template, or null where there are mistakes.</returns>
    public static Template? TryRead(string name, string text, out IReadOnlyList<TemplateMistake> mistakes)
    {
        var found = new List<TemplateMistake>();
        var template = Load(text, found) is { Root: { } root } ? ReadRoot(name, root, found) : null;
        mistakes = [.. found.Distinct().OrderBy(mistake => mistake.Line)];
        return found.Count == 0 ? template : null;
    }

    private static XDocument? Load(string text, List<TemplateMistake> mistakes)
    {
        if (text.Length > MaxLength)
        {
            mistakes.Add(new TemplateMistake(1, $"has {text.Length} characters; expected no more than {MaxLength}"));
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxLength });
            return XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException fault)
        {
            mistakes.Add(new TemplateMistake(Math.Max(1, fault.LineNumber), $"is no well-formed XML: {fault.Message}"));
            return null;
        }
    }

    private static Template? ReadRoot(string name, XElement root, List<TemplateMistake> mistakes)
    {
        if (root.Name != Svg + "svg")
        {
            mistakes.Add(new TemplateMistake(AttributeReader.LineOf(root), $"begins with {root.Name}; expected svg in the namespace {Svg}"));
            return null;
        }

        foreach (var instruction in root.Document!.DescendantNodes().OfType<XProcessingInstruction>())
        {
            mistakes.Add(new TemplateMistake(AttributeReader.LineOf(instruction), $"a processing instruction ({instruction.Target}) has no place in a template"));
        }

        if (root.DescendantsAndSelf().Any(element => element.Ancestors().Take(33).Count() > 32))
        {
            mistakes.Add(new TemplateMistake(AttributeReader.LineOf(root), "elements stand more than 32 deep within each other"));
            return null;
        }

        var attributes = new AttributeReader(root, mistakes);
        var given = attributes.Text(Print + "template", isRequired: true);
        if (given is not null && given != name)
        {
            attributes.Wrong($"template came as \"{given}\"; expected \"{name}\", the name of the file");
        }

        var isLabel = attributes.OneOf<bool>(Print + "media", null, ("roll", false), ("label", true));
        var width = isLabel ? attributes.Number(Print + "width", 10, 200) * 8 : (decimal?)null;
        var height = isLabel ? attributes.Number(Print + "height", 10, 300) * 8 : (decimal?)null;
        var margin = isLabel ? 0 : attributes.Number(Print + "margin", 0, 80, 0);
        var cuts = !isLabel && attributes.YesNo(Print + "cut", true);

        // So that a browser shows the file itself as well; of no meaning here.
        foreach (var ignored in new[] { "width", "height", "viewBox", "version" })
        {
            attributes.Text(ignored);
        }

        attributes.Done();
        var data = Only(root, "data", isRequired: true, mistakes);
        var fields = data is null ? [] : SchemaReader.ReadFields(data, [], mistakes);
        var words = SchemaReader.ReadWords(Only(root, "words", isRequired: false, mistakes), mistakes);
        var layout = root.Elements().Where(element => element.Name != Print + "data" && element.Name != Print + "words" && element.Name != Svg + "title" && element.Name != Svg + "desc");
        StrayText(root, mistakes);
        var reader = new LayoutReader(mistakes);
        var nodes = reader.ReadAll(layout, new TemplateScope(fields, words, null), isPage: isLabel);
        if (!fields.Any(field => field is { Name: Duplicate, Kind: FieldKind.Flag }) || !ShowsDuplicate(nodes))
        {
            attributes.Wrong($"expected <p:flag name=\"{Duplicate}\"/> and something in <p:if has=\"{Duplicate}\">: a document that is printed again must say so");
        }

        return new Template(name, width, height, margin, cuts, fields, nodes);
    }

    private static bool ShowsDuplicate(IReadOnlyList<Node> nodes) => nodes.Any(node => node is IfNode { Field: Duplicate, WantsIt: true, Nodes.Count: > 0 });

    /// <summary>Says of text that stands where none belongs that it would not be printed.</summary>
    internal static void StrayText(XElement element, ICollection<TemplateMistake> mistakes)
    {
        foreach (var text in element.Nodes().OfType<XText>().Where(text => !string.IsNullOrWhiteSpace(text.Value)))
        {
            mistakes.Add(new TemplateMistake(AttributeReader.LineOf(text), $"{AttributeReader.Name(element)}: the text \"{text.Value.Trim()}\" stands where it is not printed"));
        }
    }

    private static XElement? Only(XElement root, string name, bool isRequired, List<TemplateMistake> mistakes)
    {
        var all = root.Elements(Print + name).ToList();
        if (all.Count > 1 || (isRequired && all.Count == 0))
        {
            mistakes.Add(new TemplateMistake(
                AttributeReader.LineOf(all.Count > 1 ? all[1] : root), $"p:{name} stands {all.Count} times; expected {(isRequired ? "once" : "no more than once")}"));
        }

        return all.FirstOrDefault();
    }
}
