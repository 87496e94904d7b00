using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Printing.Documents.Composing;
using EdgeGateway.Core.Printing.Documents.Rendering;

namespace Core.Tests.Printing;

/// <summary>What paints most documents, held against librsvg, which draws the rest.</summary>
public sealed class MarkPainterTests
{
    private const int Width = 576;

    [Theory]
    [InlineData("zh-CN", "合计 ¥646.75（微信支付），第二件减1.80元", false)]
    [InlineData("zh-TW", "總價 NT$2,100 骨頭、直角「淨重」", false)]
    [InlineData("zh-CN", "特级初榨橄榄油（冷压榨）500", true)]
    [InlineData("en", "1.250 kg × 368.00 = 460.00", true)]
    [InlineData("en", "“5” • ‘3’ · €2", false)]
    public void Text_IsWhereLibrsvgPutsIt(string culture, string text, bool bold)
    {
        var writer = new SvgWriter(culture);
        writer.Line(text, 8, 40, 28, bold, "start");
        writer.Line(text, Width / 2, 90, 20.5m, bold, "middle");
        writer.Rectangle(new DotRectangle(0, 110, Width, 50));
        writer.Line(text, Width - 8, 145, 24, bold, "end", black: false);
        var block = writer.ToBlock(160);

        var painted = Painted([block], culture);
        var drawn = SvgDrawing.Draw(SvgPicture.Of([block], culture, Width), Width, 160, []);

        Assert.InRange(Near(painted, drawn), 0.985, 1);
        Assert.InRange(Near(drawn, painted), 0.985, 1);
        Assert.InRange((double)Black(painted) / Black(drawn), 0.93, 1.07);
    }

    [Fact]
    public void Columns_AreHalfTheFontSizeWide()
    {
        var writer = new SvgWriter("zh-CN");
        writer.Line("价1│", 0, 24, 24, bold: false, "start", mono: true);
        var painted = Painted([writer.ToBlock(32)], "zh-CN");

        // The rule is the fourth of its columns of 12 dots, drawn in their middle.
        var last = Enumerable.Range(0, Width).Last(x => painted.IsBlack(x, 16));
        Assert.InRange(last, 36, 48);
    }

    [Theory]
    [InlineData("Sawasdee สวัสดี")]
    [InlineData("e\u0301 with its mark apart")]
    [InlineData("😀")]
    public void Text_ThatTheFontAloneCannotSay_IsLeftToSvgWhole(string text)
    {
        var writer = new SvgWriter("en");
        writer.Rectangle(new DotRectangle(0, 0, 10, 10));
        writer.Line(text, 0, 24, 24, bold: false, "start");
        var rows = new byte[Width / 8 * 32];

        Assert.False(new MarkPainter().TryPaint(writer.ToBlock(32), "en", new Paper(rows, Width, 0)));
        Assert.All(rows, dots => Assert.Equal(0, dots));
    }

    [Fact]
    public void Shape_OfATemplate_IsDrawnBetweenWhatIsPainted()
    {
        var shape = new SvgWriter("en");
        shape.Raw("""<circle cx="100" cy="20" r="10"/>""");
        var bar = new SvgWriter("en");
        bar.Rectangle(new DotRectangle(0, 0, 8, 4));
        using var rasterizer = new Rasterizer();

        var picture = rasterizer.Draw([bar.ToBlock(4), shape.ToBlock(40), bar.ToBlock(4)], "en", Width);

        Assert.Equal(48, picture.Height);
        Assert.True(picture.IsBlack(7, 0) && picture.IsBlack(100, 24) && picture.IsBlack(7, 47));
        Assert.False(picture.IsBlack(100, 2) || picture.IsBlack(7, 4) || picture.IsBlack(7, 43) || picture.IsBlack(85, 24));
    }

    [Fact]
    public void Letter_ThatReachesAboveItsBlock_IsNotCut()
    {
        var first = new SvgWriter("en");
        first.Rectangle(new DotRectangle(500, 0, 4, 4));
        var second = new SvgWriter("en");
        second.Line("Ế", 8, 20, 24, bold: false, "start");

        var picture = Painted([first.ToBlock(20), second.ToBlock(40)], "en");
        Assert.Contains(Enumerable.Range(0, 20), y => Enumerable.Range(0, 40).Any(x => picture.IsBlack(x, y)));
    }

    [Fact]
    public void Mark_BeyondTheSheet_IsCutOff()
    {
        var writer = new SvgWriter("en");
        writer.Rectangle(new DotRectangle(-5, -5, Width + 100, 12));
        writer.Line("wide", Width - 4, 12, 24, bold: false, "start");
        writer.Line("high", -20, 2, 24, bold: false, "start");

        var picture = Painted([writer.ToBlock(10)], "en");
        Assert.True(picture.IsBlack(0, 0) && picture.IsBlack(Width - 1, 6));
    }

    private static MonoBitmap Painted(IReadOnlyList<Block> blocks, string culture)
    {
        var painter = new MarkPainter();
        var height = blocks.Sum(block => block.Height);
        var rows = new byte[Width / 8 * height];
        var top = 0;
        foreach (var block in blocks)
        {
            Assert.True(painter.TryPaint(block, culture, new Paper(rows, Width, top)));
            top += block.Height;
        }

        return new MonoBitmap(Width, height, rows);
    }

    /// <summary>The share of black dots that have a black one of the other picture within two dots.</summary>
    private static double Near(MonoBitmap of, MonoBitmap other)
    {
        var (near, all) = (0, 0);
        for (var y = 0; y < of.Height; y++)
        {
            for (var x = 0; x < of.Width; x++)
            {
                if (of.IsBlack(x, y))
                {
                    all++;
                    near += HasNear(other, x, y) ? 1 : 0;
                }
            }
        }

        return (double)near / all;
    }

    private static bool HasNear(MonoBitmap picture, int x, int y)
    {
        for (var v = Math.Max(0, y - 2); v <= Math.Min(picture.Height - 1, y + 2); v++)
        {
            for (var u = Math.Max(0, x - 2); u <= Math.Min(picture.Width - 1, x + 2); u++)
            {
                if (picture.IsBlack(u, v))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static int Black(MonoBitmap picture) => picture.Rows.Span.ToArray().Sum(dots => int.PopCount(dots));
}
