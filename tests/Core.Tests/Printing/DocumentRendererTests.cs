using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Documents;

namespace Core.Tests.Printing;

public sealed class DocumentRendererTests : IClassFixture<DocumentPrinter>
{
    private readonly DocumentPrinter _printer;

    public DocumentRendererTests(DocumentPrinter printer) => _printer = printer;

    public static TheoryData<string, string> Shipped => Of(_ => true);

    public static TheoryData<string, string> Rolls => Of(name => !name.Contains("label", StringComparison.Ordinal));

    [Fact]
    public void Shipped_AreAllDocumentsOfTheStore() =>
        Assert.Equal(
            ["consent-receipt", "pick-list", "receipt", "receipt-line", "shelf-label", "stocktake-list", "test-page", "vip-slip", "weighed-label", "weighed-label-gs1"], _printer.Renderer.Templates);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_InEveryCulture_FillsThePaperTheSameTwice(string name, string culture)
    {
        var profile = name.Contains("label", StringComparison.Ordinal) ? DocumentPrinter.Label : DocumentPrinter.Receipt;
        var data = DocumentRenderer.Sample(name, culture);
        var document = _printer.Renderer.Render(name, data, culture, profile);
        var again = _printer.Renderer.Render(name, data, culture, profile);
        var pictures = document.Parts.OfType<RasterPart>().Select(part => part.Bitmap).ToList();
        Assert.NotEmpty(pictures);
        Assert.Equal(pictures.Select(p => Convert.ToHexString(p.Rows.Span)), again.Parts.OfType<RasterPart>().Select(p => Convert.ToHexString(p.Bitmap.Rows.Span)));
        Assert.All(pictures, p => Assert.Equal(document.LabelWidthDots ?? profile.DotsPerLine, p.Width));
        Assert.Equal(document.LabelWidthDots is null, name.Contains("label", StringComparison.Ordinal) is false);
        Assert.True(pictures.Sum(p => p.Rows.Span.ToArray().Sum(b => int.PopCount(b))) > 1000);
    }

    [Theory]
    [MemberData(nameof(Rolls))]
    public void Shipped_OnARollOf58Millimetres_FitsToo(string name, string culture)
    {
        var document = _printer.Renderer.Render(name, DocumentRenderer.Sample(name, culture), culture, DocumentPrinter.Receipt with { DotsPerLine = 384 });
        Assert.All(document.Parts.OfType<RasterPart>(), part => Assert.Equal(384, part.Bitmap.Width));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Preview_IsWellFormedAndNeedsNothingFromElsewhere(string name, string culture)
    {
        var svg = XDocument.Parse(_printer.Renderer.Preview(name, DocumentRenderer.Sample(name, culture), culture, DocumentPrinter.Label));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "style" or "foreignObject" or "use" or "a");
        Assert.DoesNotContain(
            svg.Descendants().Attributes(), a => !a.IsNamespaceDeclaration && (a.Value.Contains("://", StringComparison.Ordinal) || a.Value.Contains("url(", StringComparison.Ordinal)));
        Assert.All(svg.Descendants().Where(e => e.Name.LocalName == "text"), text => Assert.NotNull(text.Attribute("textLength")));
    }

    [Fact]
    public void Data_WithSignsOfXml_IsPrintedAndNotObeyed()
    {
        var data = DocumentPrinter.Json("""{"name":"<script>&\"'</script><image href='x'/>","quantity":"1","unit_price":1,"amount":1}""");
        var svg = XDocument.Parse(_printer.Renderer.Preview("receipt-line", data, "en", DocumentPrinter.Receipt));
        Assert.Contains("<script>&\"'</script>", string.Concat(svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)), StringComparison.Ordinal);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "image");
    }

    [Fact]
    public void Figure_ThatDoesNotFit_IsAnErrorAndNeverShortened()
    {
        var data = DocumentPrinter.Json("""{"name":"a","quantity":"1","unit_price":1,"amount":999999999999}""");
        var fault = Assert.Throws<PrintDocumentException>(() => _printer.Renderer.Render("receipt-line", data, "en", DocumentPrinter.Receipt with { DotsPerLine = 300 }));
        Assert.Contains("must not be cut", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_OfOneRequest_AreToldTogether()
    {
        var fault = Assert.Throws<PrintDocumentException>(() => _printer.Renderer.Render("receipt-line", DocumentPrinter.Json("""{"quantity":1}"""), "fr", DocumentPrinter.Receipt));
        Assert.Equal(5, fault.Message.Split('\n').Length);
        Assert.Contains("there are: consent-receipt, pick-list, receipt", Assert.Throws<PrintDocumentException>(
            () => _printer.Renderer.Render("../../etc/passwd", default, "en", DocumentPrinter.Receipt)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_WiderThanThePrinter_IsAnError() =>
        Assert.Contains("800 dots wide; the printer has 576", Assert.Throws<PrintDocumentException>(
            () => _printer.Renderer.Render("weighed-label-gs1", DocumentRenderer.Sample("weighed-label-gs1", "en"), "en", DocumentPrinter.Receipt)).Message, StringComparison.Ordinal);

    [Fact]
    public void WeighedLabel_InAStoreWithoutLayouts_SaysWhatToSet()
    {
        using var renderer = new DocumentRenderer(null, LabelLayouts.None, TimeProvider.System);
        Assert.Contains("labels.layouts", Assert.Throws<PrintDocumentException>(
            () => renderer.Render("weighed-label", DocumentRenderer.Sample("weighed-label", "en"), "en", DocumentPrinter.Label)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Receipt_ForAPrinterWithAChineseFont_IsTextInItsColumns()
    {
        var profile = DocumentPrinter.Receipt with { Chinese = ChineseText.Gb18030, DrawsBarcodes = true };
        var document = _printer.Renderer.Render("receipt", DocumentRenderer.Sample("receipt", "zh-CN"), "zh-CN", profile);
        Assert.Empty(document.Parts.OfType<RasterPart>());
        Assert.Equal([BarcodeSymbology.Qr, BarcodeSymbology.Code128], document.Parts.OfType<BarcodePart>().Select(part => part.Symbology));
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        var texts = document.Parts.OfType<TextPart>().ToList();
        Assert.All(texts, text => Assert.All(text.Lines, line => Assert.True(gb18030.GetByteCount(line) * text.Scale <= 48, line)));
        var total = texts.Single(text => text.Scale == 2 && text.Lines.Any(line => line.Contains("合计", StringComparison.Ordinal))).Lines.Single(line => line.StartsWith("合计", StringComparison.Ordinal));
        Assert.EndsWith("￥646.75", total, StringComparison.Ordinal);
        Assert.Equal(23, gb18030.GetByteCount(total)); // 568 dots between the margins are 47 columns, doubled 23.
        Assert.DoesNotContain(texts.SelectMany(text => text.Lines), line => line.Contains('¥', StringComparison.Ordinal));
    }

    [Fact]
    public void Line_WithACharacterThatThePrintersFontLacks_IsDrawn()
    {
        var profile = DocumentPrinter.Receipt with { Chinese = ChineseText.Gb18030 };
        var data = DocumentPrinter.Json("""{"name":"𠮷野家 ñ","quantity":"1","unit_price":1,"amount":1}""");
        var parts = _printer.Renderer.Render("receipt-line", data, "zh-CN", profile).Parts;
        Assert.IsType<RasterPart>(parts[0]);
        Assert.Equal(["1 × 0.01"], Assert.IsType<TextPart>(parts[1]).Lines.Select(line => line.Replace("  ", " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Reprint_IsMarked()
    {
        var sample = DocumentRenderer.Sample("receipt", "en").ToString();
        var once = _printer.Renderer.Preview("receipt", DocumentPrinter.Json(sample), "en", DocumentPrinter.Receipt);
        var twice = _printer.Renderer.Preview("receipt", DocumentPrinter.Json("{\"duplicate\":true," + sample.TrimStart()[1..]), "en", DocumentPrinter.Receipt);
        Assert.DoesNotContain("DUPLICATE", once, StringComparison.Ordinal);
        Assert.Contains("DUPLICATE", twice, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OfTheShop_TakesThePlaceOfWhatIsShippedAndIsReadAgainWhenItChanges()
    {
        var folder = Directory.CreateTempSubdirectory("edge-templates-");
        try
        {
            using var renderer = new DocumentRenderer(folder.FullName, LabelLayouts.None, TimeProvider.System);
            var own = DocumentRenderer.ShippedTemplate("receipt-line").Replace("(duplicate)", "(second print)", StringComparison.Ordinal);
            var path = Path.Combine(folder.FullName, "receipt-line.svg");
            File.WriteAllText(path, own);
            var data = DocumentPrinter.Json("""{"name":"a","quantity":"1","unit_price":1,"amount":1,"duplicate":true}""");
            Assert.Contains("(second print)", renderer.Preview("receipt-line", data, "en", DocumentPrinter.Receipt), StringComparison.Ordinal);
            Assert.Empty(renderer.Check());
            File.WriteAllText(path, own + "<!-- -->\n<oops>");
            Assert.Contains("template receipt-line, line", Assert.Single(renderer.Check()), StringComparison.Ordinal);
            Assert.Throws<PrintDocumentException>(() => renderer.Preview("receipt-line", data, "en", DocumentPrinter.Receipt));
            Assert.Throws<PrintDocumentException>(renderer.Warm);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("WWWWWWWWWW", true)]
    [InlineData("iiiiiiiiii1111", false)]
    [InlineData("Extra virgin olive oil – 500 ml (AVATAR To)", true)]
    [InlineData("波士顿活龙虾，“新鲜”……￥38.50", false)]
    [InlineData("Queen’s “best”", true)]
    [InlineData("Ελληνικά Русский Àéîõü", false)]
    public void Widths_ThatLinesAreBrokenBy_AreThoseOfTheFont(string text, bool bold)
    {
        var folder = Directory.CreateTempSubdirectory("edge-templates-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "one.svg"), $"""
                <svg xmlns="http://www.w3.org/2000/svg" xmlns:p="urn:edge-gateway:print" p:template="one" p:media="roll">
                <p:data><p:text name="a"/><p:flag name="duplicate"/></p:data><p:if has="duplicate"><p:space height="8"/></p:if>
                <p:row size="20" weight="{(bold ? "bold" : "regular")}"><p:cell>{'{'}a{'}'}</p:cell></p:row></svg>
                """);
            using var renderer = new DocumentRenderer(folder.FullName, LabelLayouts.None, TimeProvider.System);
            var data = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["a"] = text });
            var told = double.Parse(
                XDocument.Parse(renderer.Preview("one", data, "en", DocumentPrinter.Receipt)).Descendants().Single(e => e.Name.LocalName == "text").Attribute("textLength")!.Value,
                System.Globalization.CultureInfo.InvariantCulture);
            var bitmap = renderer.Render("one", data, "en", DocumentPrinter.Receipt).Parts.OfType<RasterPart>().Single().Bitmap;
            var last = Enumerable.Range(0, bitmap.Width).Last(x => Enumerable.Range(0, bitmap.Height).Any(y => bitmap.IsBlack(x, y)));
            Assert.InRange(last, told - 14, told + 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TheoryData<string, string> Of(Func<string, bool> isMeant)
    {
        var data = new TheoryData<string, string>();
        foreach (var name in DocumentPrinter.Names.Where(isMeant))
        {
            foreach (var culture in new[] { "en", "zh-CN", "zh-TW" })
            {
                data.Add(name, culture);
            }
        }

        return data;
    }
}
