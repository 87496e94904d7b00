using System.Text.Json;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents.Composing;
using EdgeGateway.Core.Printing.Documents.Rendering;
using EdgeGateway.Core.Printing.Documents.Templates;

namespace EdgeGateway.Core.Printing.Documents;

/// <summary>Makes documents of SVG templates. Safe to use from many threads; draws on one.</summary>
/// <param name="templatesFolder">The shop's own templates, <c>NAME.svg</c>; they take the place of the shipped ones. Null for none.</param>
/// <param name="layouts">The store's weight and price labels.</param>
/// <param name="clock">For the century of two-digit years in GS1 data.</param>
public sealed class DocumentRenderer(string? templatesFolder, LabelLayouts layouts, TimeProvider clock) : IDocumentRenderer, IDisposable
{
    /// <summary>A picture is drawn in sheets of about so many rows, so that a long list needs no more memory than a short one.</summary>
    private const int SheetRows = 1024;

    private readonly TemplateShelf _shelf = new(templatesFolder);
    private readonly Rasterizer _rasterizer = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Templates => _shelf.Names;

    /// <summary>A shipped template as it is written, to begin one's own from.</summary>
    /// <exception cref="ArgumentException">None of that name is shipped.</exception>
    public static string ShippedTemplate(string name) => TemplateShelf.ShippedText(name);

    /// <summary>Data to try a shipped template with: the same that the gallery in docs/printed-documents.md shows.</summary>
    /// <exception cref="ArgumentException">None of that name is shipped.</exception>
    /// <exception cref="KeyNotFoundException">The culture is none of <c>en</c>, <c>zh-CN</c>, <c>zh-TW</c>.</exception>
    public static JsonElement Sample(string name, string culture) => TemplateShelf.Sample(name, culture);

    /// <summary>Every mistake in the shop's own templates, with file and line; empty where all are right.</summary>
    public IReadOnlyList<string> Check() => _shelf.Check();

    /// <summary>Reads the templates and loads libraries and fonts, so that the first document is not late by it; takes about 0.3 s of CPU.</summary>
    /// <exception cref="PrintDocumentException">A library or the font is not installed, or a template of the shop has mistakes.</exception>
    public void Warm()
    {
        var warm = new SvgWriter("zh-CN");
        warm.Line("热", 0, 24, 24, bold: false, "start");
        warm.Line("热", 0, 24, 24, bold: true, "start");
        _ = _rasterizer.Draw([warm.ToBlock(32)], "zh-CN", 64);
        foreach (var name in Templates)
        {
            _ = _shelf.Find(name);
        }
    }

    /// <inheritdoc/>
    public PrintDocument Render(string template, JsonElement data, string culture, PrinterProfile profile)
    {
        var (read, blocks, width) = Compose(template, data, culture, profile);
        var parts = new List<PrintPart>();
        var sheet = new List<Block>();
        foreach (var block in blocks)
        {
            if (block.Native is null && sheet.Sum(b => b.Height) is > 0 and var height && height + block.Height > SheetRows)
            {
                Draw(sheet, culture, width, parts);
            }

            if (block.Native is { } native)
            {
                Draw(sheet, culture, width, parts);
                Append(parts, native);
            }
            else
            {
                sheet.Add(block);
            }
        }

        Draw(sheet, culture, width, parts);
        if (read.Cuts)
        {
            parts.Add(new FeedPart(new Scale(profile.DotsPerInch).Dots(24)));
            parts.Add(new CutPart());
        }

        return new PrintDocument(template, parts, read.IsLabel ? width : null, read.IsLabel ? blocks[0].Height : null);
    }

    /// <inheritdoc/>
    public string Preview(string template, JsonElement data, string culture, PrinterProfile profile)
    {
        var (_, blocks, width) = Compose(template, data, culture, profile);
        return SvgPicture.Of(blocks, culture, width);
    }

    /// <inheritdoc/>
    public void Dispose() => _rasterizer.Dispose();

    private (Template Template, IReadOnlyList<Block> Blocks, int Width) Compose(string name, JsonElement data, string culture, PrinterProfile profile)
    {
        var mistakes = new List<string>();
        if (!TemplateReader.Cultures.Contains(culture))
        {
            mistakes.Add($"culture: came \"{culture}\"; expected {string.Join(", ", TemplateReader.Cultures)}");
        }

        var template = _shelf.Find(name);
        var values = DataReader.Read(data, template.Fields, mistakes);
        if (mistakes.Count > 0)
        {
            throw new PrintDocumentException(string.Join('\n', mistakes));
        }

        var context = new PrintContext(culture, profile, layouts, clock.GetUtcNow().Year);
        if (!template.IsLabel)
        {
            return (template, new RollComposer(template, context).Compose(values), profile.DotsPerLine);
        }

        // Rounded down: a dot too many would be on the next label.
        var (width, height) = ((int)(template.Width!.Value * context.Scale.Factor), (int)(template.Height!.Value * context.Scale.Factor));
        return width <= profile.DotsPerLine
            ? (template, [new PageComposer(context).Compose(template.Nodes, values, width, height)], width)
            : throw new PrintDocumentException($"The label is {width} dots wide; the printer has {profile.DotsPerLine}: use a narrower template or a wider printer.");
    }

    private void Draw(List<Block> sheet, string culture, int width, List<PrintPart> parts)
    {
        if (sheet.Count == 0)
        {
            return;
        }

        parts.Add(new RasterPart(_rasterizer.Draw([.. sheet], culture, width)));
        sheet.Clear();
    }

    /// <summary>Adds a part; lines of the same look become one part.</summary>
    private static void Append(List<PrintPart> parts, PrintPart part)
    {
        if (part is TextPart text && parts.LastOrDefault() is TextPart before && before.Bold == text.Bold && before.Scale == text.Scale)
        {
            parts[^1] = before with { Lines = [.. before.Lines, .. text.Lines] };
        }
        else
        {
            parts.Add(part);
        }
    }
}
