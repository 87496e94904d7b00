using EdgeGateway.Core.Printing.Documents.Templates;

namespace Core.Tests.Printing;

public sealed class TemplateReaderTests
{
    private const string Head = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:p="urn:edge-gateway:print" p:template="t" """;
    private const string Data = """<p:data><p:text name="name"/><p:money name="price"/><p:list name="lines"><p:text name="line"/></p:list><p:flag name="duplicate"/></p:data>""";
    private const string Twice = """<p:if has="duplicate"><p:row><p:cell>2</p:cell></p:row></p:if>""";

    [Theory]
    [InlineData("<p:row><p:cell>{nmae}</p:cell></p:row>", "names no field that is known here; there are: duplicate, lines, name, price")]
    [InlineData("<p:row><p:cell>{line}</p:cell></p:row>", "names no field")]
    [InlineData("<p:row><p:cell>{@total}</p:cell></p:row>", "is no word of p:words")]
    [InlineData("<p:row><p:cell>{name|yymmdd}</p:cell></p:row>", "does not fit")]
    [InlineData("<p:row><p:cell>{lines}</p:cell></p:row>", "is a list")]
    [InlineData("<p:row><p:cell>{#}</p:cell></p:row>", "only within p:each")]
    [InlineData("<p:row><p:cell>{name</p:cell></p:row>", "a { without a }")]
    [InlineData("<p:row><p:cell>name}</p:cell></p:row>", "a } without a {")]
    [InlineData("<p:row><p:cell size=\"9\">x</p:cell></p:row>", "expected a number from 12 to 400")]
    [InlineData("<p:row><p:cell widht=\"9\">x</p:cell></p:row>", "widht is not known")]
    [InlineData("<p:row><p:cell width=\"0\">x</p:cell></p:row>", "width came as")]
    [InlineData("<p:row><p:cell><b/></p:cell></p:row>", "expected text only")]
    [InlineData("<p:row/>", "has 0 cells")]
    [InlineData("<p:each in=\"name\"></p:each>", "is no list")]
    [InlineData("<p:if><p:space height=\"2\"/></p:if>", "either has or lacks")]
    [InlineData("<p:barcode symbology=\"ean12\" data=\"{name}\"/>", "expected ean, store-ean, code128, gs1-128, qr")]
    [InlineData("<p:barcode symbology=\"ean\"/>", "data is missing")]
    [InlineData("<p:barcode symbology=\"store-ean\" item=\"{name}\"/>", "expected weight, price or both")]
    [InlineData("<rect/>", "put it into p:draw")]
    [InlineData("<p:box x=\"1\" y=\"1\" width=\"2\" height=\"2\">a</p:box>", "has no place on a roll")]
    [InlineData("stray", "stands where it is not printed")]
    [InlineData("<p:draw height=\"40\"><script>alert(1)</script></p:draw>", "is not allowed")]
    [InlineData("<p:draw height=\"40\"><image href=\"http://example.com/a.png\"/></p:draw>", "is not allowed")]
    [InlineData("<p:draw height=\"40\"><foreignObject/></p:draw>", "is not allowed")]
    [InlineData("<p:draw height=\"40\"><use href=\"#a\"/></p:draw>", "is not allowed")]
    [InlineData("<p:draw height=\"40\"><rect onclick=\"a()\"/></p:draw>", "onclick is not allowed")]
    [InlineData("<p:draw height=\"40\"><rect style=\"fill:red\"/></p:draw>", "style is not allowed")]
    [InlineData("<p:draw height=\"40\"><rect fill=\"url(http://example.com)\"/></p:draw>", "a reference")]
    [InlineData("<p:draw height=\"40\"><rect fill=\"red\"/></p:draw>", "expected black, white or none")]
    [InlineData("<p:draw height=\"40\"><rect width=\"{name}\"/></p:draw>", "a placeholder")]
    [InlineData("<p:image width=\"20\" height=\"20\" source=\"file:///etc/passwd\"/>", "expected the picture itself")]
    [InlineData("<p:image width=\"20\" height=\"20\" source=\"data:image/png;base64,AAAA\"/>", "is no PNG")]
    [InlineData("<?xml-stylesheet href=\"a.css\"?>", "processing instruction")]
    public void Mistake_InTheLayout_IsToldWithItsLine(string layout, string expected)
    {
        Assert.Null(TemplateReader.TryRead("t", $"{Head}p:media=\"roll\">\n{Data}\n{Twice}\n{layout}\n</svg>", out var mistakes));
        Assert.Contains(mistakes, mistake => mistake.Line is 4 or 3 && mistake.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<p:text name=\"Name\"/>", "small letters")]
    [InlineData("<p:text name=\"a\"/><p:money name=\"a\"/>", "is taken")]
    [InlineData("<p:number name=\"a\"/>", "is no kind of field")]
    [InlineData("<p:text name=\"a\" required=\"maybe\"/>", "expected yes, no")]
    [InlineData("<p:text name=\"a\" required=\"yes\" default=\"x\"/>", "one of them is of no use")]
    [InlineData("<p:list name=\"a\"><p:list name=\"b\"/></p:list>", "lists one deep")]
    [InlineData("<p:list name=\"a\"><p:text name=\"a\"/></p:list>", "is taken")]
    [InlineData("<p:list name=\"a\" max=\"501\"/>", "1 to 500")]
    [InlineData("<p:text name=\"a\"/>", "a document that is printed again must say so")]
    public void Mistake_InTheSchema_IsTold(string fields, string expected)
    {
        Assert.Null(TemplateReader.TryRead("t", $"{Head}p:media=\"roll\"><p:data>{fields}</p:data></svg>", out var mistakes));
        Assert.Contains(mistakes, mistake => mistake.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryMistake_IsToldAtOnce()
    {
        Assert.Null(TemplateReader.TryRead("t", $"{Head}p:media=\"label\" p:width=\"5\">\n<p:data/>\n<p:box>\n{{x}}</p:box>\n</svg>", out var mistakes));
        Assert.Equal(
            ["height is missing", "width came as", "must say so", "height is missing", "width is missing", "x is missing", "y is missing", "names no field"],
            Expected(mistakes, "height is missing", "width came as", "must say so", "height is missing", "width is missing", "x is missing", "y is missing", "names no field"));
    }

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>")]
    [InlineData("<!DOCTYPE svg SYSTEM \"file:///etc/passwd\"><svg/>")]
    [InlineData("<svg")]
    [InlineData("")]
    [InlineData("<html/>")]
    public void Text_ThatIsNoTemplate_IsRefused(string text)
    {
        Assert.Null(TemplateReader.TryRead("t", text, out var mistakes));
        Assert.Single(mistakes);
    }

    [Fact]
    public void Text_BeyondTheBounds_IsRefused()
    {
        Assert.Null(TemplateReader.TryRead("t", new string(' ', TemplateReader.MaxLength + 1), out var tooLong));
        Assert.Contains("no more than", Assert.Single(tooLong).Message, StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Repeat("<g>", 200)) + string.Concat(Enumerable.Repeat("</g>", 200));
        Assert.Null(TemplateReader.TryRead("t", $"{Head}p:media=\"roll\">{Data}<p:draw height=\"40\">{deep}</p:draw></svg>", out var tooDeep));
        Assert.Contains("32 deep", Assert.Single(tooDeep).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_InTheDocumentation_HasNoMistakes()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "EdgeGateway.sln")))
        {
            folder = folder.Parent;
        }

        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "print-templates.md"));
        var from = text.IndexOf("```xml\n", StringComparison.Ordinal) + 7;
        Assert.NotNull(TemplateReader.TryRead("hello", text[from..text.IndexOf("```", from, StringComparison.Ordinal)], out var mistakes));
        Assert.Empty(mistakes);
    }

    [Fact]
    public void Template_WithAnyDamage_IsReadOrRefusedAndNothingElse()
    {
        const string signs = "<>\"'{}|@#/= p:x0-9.%*&;\u0000中";
        var random = new Random(5);
        foreach (var name in TemplateShelf.Shipped)
        {
            var text = TemplateShelf.ShippedText(name);
            for (var i = 0; i < 60; i++)
            {
                var at = random.Next(text.Length);
                var length = random.Next(Math.Min(12, text.Length - at));
                var damaged = string.Concat(text.AsSpan(0, at), random.Next(3) == 0 ? "" : signs[random.Next(signs.Length)].ToString(), text.AsSpan(at + length));
                var template = TemplateReader.TryRead(name, damaged, out var mistakes);
                Assert.Equal(template is null, mistakes.Count > 0);
                Assert.All(mistakes, mistake => Assert.True(mistake.Line > 0 && mistake.Message.Length > 0));
            }
        }
    }

    private static IEnumerable<string> Expected(IReadOnlyList<TemplateMistake> mistakes, params string[] words)
    {
        var left = mistakes.ToList();
        foreach (var word in words)
        {
            var found = left.FindIndex(mistake => mistake.Message.Contains(word, StringComparison.Ordinal));
            if (found >= 0)
            {
                left.RemoveAt(found);
                yield return word;
            }
        }
    }
}
