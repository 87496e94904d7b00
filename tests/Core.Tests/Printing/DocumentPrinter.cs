using System.Text.Json;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Documents;

namespace Core.Tests.Printing;

/// <summary>One renderer for a class of tests: its thread keeps the fonts.</summary>
public sealed class DocumentPrinter : IDisposable
{
    public static PrinterProfile Receipt { get; } = new(PrinterLanguage.EscPos, 576, 203, StatusAnswers.None, HasCutter: true);

    public static PrinterProfile Label { get; } = new(PrinterLanguage.Zpl, 832, 203, StatusAnswers.None, HasCutter: false);

    public static IReadOnlyList<string> Names { get; } =
        ["receipt", "receipt-line", "weighed-label", "weighed-label-gs1", "shelf-label", "pick-list", "vip-slip", "stocktake-list", "test-page"];

    public DocumentRenderer Renderer { get; } =
        new(null, LabelLayouts.Of(new LabelOptions { Layouts = { new LabelLayoutOptions { Pattern = "21IIIIIWWWWWC" } } }), TimeProvider.System);

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public void Dispose() => Renderer.Dispose();
}
