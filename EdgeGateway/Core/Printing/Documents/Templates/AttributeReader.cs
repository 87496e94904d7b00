using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>Reads the attributes of one element of a template and says which were wrong, missing or unknown.</summary>
internal sealed class AttributeReader(XElement element, ICollection<TemplateMistake> mistakes)
{
    private readonly HashSet<XName> _known = [];

    /// <summary>The element's line.</summary>
    public int Line => LineOf(element);

    /// <summary>The line of any node.</summary>
    public static int LineOf(XObject node) => ((IXmlLineInfo)node).LineNumber;

    /// <summary>Notes a mistake of this element.</summary>
    public void Wrong(string message) => mistakes.Add(new TemplateMistake(Line, $"{Name(element)}: {message}"));

    /// <summary>A text; null where it is not there.</summary>
    public string? Text(XName name, bool isRequired = false)
    {
        _known.Add(name);
        var value = element.Attribute(name)?.Value;
        if (isRequired && string.IsNullOrWhiteSpace(value))
        {
            Wrong($"{name.LocalName} is missing");
        }

        return value;
    }

    /// <summary>A number within bounds.</summary>
    public decimal Number(XName name, decimal least, decimal most, decimal? standard = null)
    {
        var text = Text(name, isRequired: standard is null);
        if (text is null)
        {
            return standard ?? least;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        Wrong(string.Create(CultureInfo.InvariantCulture, $"{name.LocalName} came as \"{text}\"; expected a number from {least} to {most}"));
        return least;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Count(XName name, int least, int most, int? standard = null)
    {
        var number = Number(name, least, most, standard);
        if (number != decimal.Truncate(number))
        {
            Wrong($"{name.LocalName} came as \"{element.Attribute(name)!.Value}\"; expected a whole number");
        }

        return (int)number;
    }

    /// <summary>One of some words.</summary>
    public T OneOf<T>(XName name, T? standard, params (string Word, T Value)[] choices)
        where T : struct
    {
        var text = Text(name, isRequired: standard is null);
        foreach (var (word, value) in choices)
        {
            if (word == text)
            {
                return value;
            }
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            Wrong($"{name.LocalName} came as \"{text}\"; expected {string.Join(", ", choices.Select(choice => choice.Word))}");
        }

        return standard ?? choices[0].Value;
    }

    /// <summary>yes or no.</summary>
    public bool YesNo(XName name, bool standard) => OneOf(name, standard, ("yes", true), ("no", false));

    /// <summary>Says of every attribute that nobody asked for that it is unknown.</summary>
    public void Done()
    {
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && !_known.Contains(attribute.Name)))
        {
            mistakes.Add(new TemplateMistake(
                LineOf(attribute), $"{Name(element)}: {Name(attribute)} is not known; there are: {string.Join(", ", _known.Select(name => name.LocalName))}"));
        }
    }

    /// <summary>An element's name as it stands in the template.</summary>
    public static string Name(XElement element) => (element.GetPrefixOfNamespace(element.Name.Namespace) is { } prefix ? prefix + ":" : "") + element.Name.LocalName;

    private string Name(XAttribute attribute) =>
        (attribute.Name.Namespace == XNamespace.None ? "" : element.GetPrefixOfNamespace(attribute.Name.Namespace) + ":") + attribute.Name.LocalName;
}
