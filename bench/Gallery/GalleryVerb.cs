using System.Globalization;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using EdgeGateway.Core.Printing.Documents;

namespace Bench.Gallery;

/// <summary>Draws every shipped document with its sample data, for docs/printed-documents.md, and measures what a document costs.</summary>
internal static class GalleryVerb
{
    public const string Verb = "gallery";

    private const int Times = 20;

    private static readonly PrinterProfile s_receipt = new(PrinterLanguage.EscPos, 576, 203, StatusAnswers.None, HasCutter: true);
    private static readonly PrinterProfile s_narrow = s_receipt with { DotsPerLine = 384 };
    private static readonly PrinterProfile s_label = new(PrinterLanguage.Zpl, 832, 203, StatusAnswers.None, HasCutter: false);
    private static readonly string[] s_cultures = ["en", "zh-CN", "zh-TW"];

    /// <summary>Writes NAME.CULTURE.png (and the receipt on 58 mm paper) into a folder, and prints milliseconds of CPU a document and the memory they took.</summary>
    public static void Run(string folder, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        using var renderer = new DocumentRenderer(null, LabelLayouts.Of(new LabelOptions { Layouts = { new LabelLayoutOptions { Pattern = "21IIIIIWWWWWC" } } }), TimeProvider.System);
        var before = Environment.WorkingSet;
        Draw(renderer, "receipt", "zh-CN", s_receipt, Path.Combine(folder, "receipt.zh-CN.png"), output);
        var first = Environment.WorkingSet;
        foreach (var name in renderer.Templates)
        {
            foreach (var culture in s_cultures)
            {
                Draw(renderer, name, culture, name == "weighed-label-gs1" ? s_label : s_receipt, Path.Combine(folder, $"{name}.{culture}.png"), output);
            }
        }

        Draw(renderer, "receipt", "zh-CN", s_narrow, Path.Combine(folder, "receipt-58mm.zh-CN.png"), output);
        Draw(renderer, "test-page", "en", s_narrow, Path.Combine(folder, "test-page-58mm.en.png"), output);
        Draw(renderer, "weighed-label", "zh-CN", s_label with { DotsPerInch = 300, DotsPerLine = 1200 }, Path.Combine(folder, "weighed-label-300dpi.zh-CN.png"), output);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"resident: {before >> 20} MB before, {first >> 20} MB after {Times + 1} receipts, {Environment.WorkingSet >> 20} MB after all"));
    }

    private static void Draw(DocumentRenderer renderer, string name, string culture, PrinterProfile profile, string path, TextWriter output)
    {
        var data = DocumentRenderer.Sample(name, culture);
        var dots = Join(renderer.Render(name, data, culture, profile));
        File.WriteAllBytes(path, PngWriter.Write(dots.Width, dots.Height, dots.Rows.Span));
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Times; i++)
        {
            _ = renderer.Render(name, data, culture, profile);
        }

        var ms = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Times;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path),-34} {dots.Width,5} x {dots.Height,-5} {ms,7:0.0} ms of CPU"));
    }

    /// <summary>All pictures of a document below each other, as the paper has them.</summary>
    private static MonoBitmap Join(PrintDocument document)
    {
        var pictures = document.Parts.OfType<RasterPart>().Select(part => part.Bitmap).ToList();
        return new MonoBitmap(pictures[0].Width, pictures.Sum(p => p.Height), [.. pictures.SelectMany(p => p.Rows.ToArray())]);
    }
}
