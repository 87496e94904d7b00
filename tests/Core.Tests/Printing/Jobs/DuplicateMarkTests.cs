using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Jobs;

namespace Core.Tests.Printing.Jobs;

public sealed class DuplicateMarkTests
{
    private static readonly PrinterProfile s_roll = new(PrinterLanguage.EscPos, 576, 203, StatusAnswers.None, true);

    [Theory]
    [InlineData(576, 203)]
    [InlineData(384, 203)]
    [InlineData(832, 300)]
    [InlineData(160, 203)]
    public void Roll_BeginsWithTheMark_NoWiderThanTheHead(int dots, int perInch)
    {
        var marked = DuplicateMark.On(new PrintDocument("receipt", [new CutPart()]), s_roll with { DotsPerLine = dots, DotsPerInch = perInch });

        var mark = Assert.IsType<RasterPart>(marked.Parts[0]).Bitmap;
        Assert.Equal(dots, mark.Width);
        Assert.InRange(Black(mark), 600, 40_000);
        Assert.IsType<CutPart>(marked.Parts[^1]);
    }

    [Fact]
    public void Label_CarriesTheMarkWhereItCoversNothing()
    {
        var label = new byte[480 / 8 * 320];
        for (var y = 0; y < 320; y++)
        {
            // Everything is black but one free place.
            for (var x = 0; x < 60; x++)
            {
                label[(y * 60) + x] = y is >= 200 and < 240 && x is >= 10 and < 50 ? (byte)0 : (byte)0xff;
            }
        }

        var marked = DuplicateMark.On(new PrintDocument("weighed-label", [new RasterPart(new MonoBitmap(480, 320, label))], 480, 320), s_roll);
        var bitmap = Assert.IsType<RasterPart>(Assert.Single(marked.Parts)).Bitmap;
        for (var y = 0; y < 320; y++)
        {
            for (var x = 0; x < 480; x++)
            {
                Assert.True(bitmap.IsBlack(x, y) || (y is >= 200 and < 240 && x is >= 80 and < 400), $"{x}, {y} was covered");
            }
        }

        Assert.InRange(Black(bitmap) - label.Sum(dots => int.PopCount(dots)), 600, 6_000);
    }

    [Fact]
    public void Label_TooSmallForTheMark_IsNotPrintedWithoutIt() => Assert.Throws<PrintDocumentException>(
        () => DuplicateMark.On(new PrintDocument("tag", [new RasterPart(new MonoBitmap(48, 20, new byte[6 * 20]))], 48, 20), s_roll));

    private static int Black(MonoBitmap bitmap) => bitmap.Rows.ToArray().Sum(dots => int.PopCount(dots));
}
