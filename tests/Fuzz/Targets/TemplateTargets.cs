using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Printing.Documents.Templates;

namespace Fuzz.Targets;

/// <summary>Templates of a shop, and the data of print jobs.</summary>
internal static class TemplateTargets
{
    private static readonly Lazy<Template> s_receipt = new(() => new TemplateShelf(null).Find("receipt"));

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("template", "a template: SVG with elements of our own", FeedTemplate, () => TemplateShelf.Shipped.Select(name => Encoding.UTF8.GetBytes(TemplateShelf.ShippedText(name)))),
        new("print-data", "the data of a print job, held to the receipt's fields", FeedData, () => TemplateReader.Cultures.Select(culture => Encoding.UTF8.GetBytes(TemplateShelf.Sample("receipt", culture).GetRawText()))),
    ];

    private static void FeedTemplate(byte[] input)
    {
        var read = TemplateReader.TryRead("fuzz", Encoding.UTF8.GetString(input), out var mistakes);
        FuzzTarget.Promise(read is null == mistakes.Count > 0, "a template with mistakes was taken, or one without was not");
    }

    private static void FeedData(byte[] input)
    {
        JsonElement data;
        try
        {
            data = JsonElement.Parse(input);
        }
        catch (JsonException)
        {
            return;
        }

        DataReader.Read(data, s_receipt.Value.Fields, new List<string>());
    }
}
