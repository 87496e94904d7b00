using EdgeGateway.Core.Printing.Documents.Typesetting;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Printing;

public sealed class TextLayoutTests
{
    private static readonly string[] s_pieces =
    [
        "a", "W", " ", "  ", "1", "9", ".", ",", "-", "中", "文", "，", "。", "（", "）", "《", "》", "“", "”", "e\u0301", "ü", "が", "か\u3099", "𠮷", "👨‍👩‍👧", "…", "—", "￥", "%",
        "한", "ｱ", "\n", "word", "500ml", "12.50", "/", "\u00a0", "Ａ",
    ];

    [Fact]
    public void Wrap_AnyText_KeepsEveryElementWholeAndInOrder() =>
        Prop.ForAll(Texts, Gen.Choose(1, 30).ToArbitrary(), (text, width) =>
        {
            var lines = TextLayout.Wrap(text, width, EastAsianWidth.Columns, out _);
            Assert.Equal(Solid(TextLayout.Elements(text)), Solid(lines.SelectMany(TextLayout.Elements)));
            Assert.All(lines, line =>
            {
                Assert.False(line.StartsWith(' ') || line.EndsWith(' ') || line.Contains('\n', StringComparison.Ordinal));
                Assert.True(TextLayout.WidthOf(line, EastAsianWidth.Columns) <= width || TextLayout.Elements(line).Count(e => EastAsianWidth.Columns(e) > 0) == 1);
                Assert.False(line.Length > 0 && (char.IsLowSurrogate(line[0]) || char.IsHighSurrogate(line[^1])));
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Wrap_ToFewLines_EndsInAnEllipsisThatFits() =>
        Prop.ForAll(Texts, Gen.Choose(2, 30).ToArbitrary(), Gen.Choose(1, 3).ToArbitrary(), (text, width, most) =>
        {
            var lines = TextLayout.Wrap(text, width, EastAsianWidth.Columns, most, out var isCut);
            Assert.True(lines.Count <= most);
            Assert.Equal(TextLayout.Wrap(text, width, EastAsianWidth.Columns, out _).Count > most, isCut);
            if (isCut)
            {
                Assert.EndsWith("…", lines[^1], StringComparison.Ordinal);
                Assert.True(TextLayout.WidthOf(lines[^1], EastAsianWidth.Columns) <= width);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("价格：十二元五角，谢谢。", 8, "价格：十|二元五|角，谢|谢。")]
    [InlineData("有机苹果（红富士）", 8, "有机苹果|（红富|士）")]
    [InlineData("他说“新鲜”。", 6, "他说|“新|鲜”。")]
    [InlineData("净重1.250千克", 8, "净重|1.250千|克")]
    [InlineData("cold-pressed oil", 7, "cold-|pressed|oil")]
    [InlineData("A-03-2", 4, "A-03|-2")]
    [InlineData("one  two", 3, "one|two")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("中文abc", 5, "中文|abc")]
    [InlineData("a\n\nb", 9, "a||b")]
    [InlineData("", 9, "")]
    [InlineData("ＮＴ＄１８５", 8, "ＮＴ|＄１８５")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301")]
    public void Wrap_KnownText_BreaksWhereReadersExpect(string text, int width, string expected) =>
        Assert.Equal(expected, string.Join('|', TextLayout.Wrap(text, width, EastAsianWidth.Columns, out _)));

    [Theory]
    [InlineData("12345678", 4, true)]
    [InlineData("1234 5678", 4, false)]
    public void Wrap_WordLongerThanALine_SaysThatItWasDivided(string text, int width, bool divides)
    {
        TextLayout.Wrap(text, width, EastAsianWidth.Columns, out var divided);
        Assert.Equal(divides, divided);
    }

    [Theory]
    [InlineData("A", 1)]
    [InlineData("中", 2)]
    [InlineData("Ａ", 2)]
    [InlineData("ｱ", 1)]
    [InlineData("𠮷", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u200b", 0)]
    [InlineData("👍🏽", 2)]
    [InlineData("￥", 2)]
    [InlineData("¥", 1)]
    public void Columns_FollowEastAsianWidth(string element, int columns) => Assert.Equal(columns, EastAsianWidth.Columns(element));

    [Theory]
    [InlineData("¥12", "￥12", true)]
    [InlineData("波士顿 lobster ×", "波士顿 lobster ×", true)]
    [InlineData("é", "é", true)]
    [InlineData("ñ", "ñ", false)]
    [InlineData("𠮷", "𠮷", false)]
    [InlineData("👍", "👍", false)]
    [InlineData("\u0007", "\u0007", false)]
    public void Gb18030_TakesOnlyWhatAPrintersFontHas(string text, string prepared, bool has)
    {
        Assert.Equal(prepared, Gb18030Text.Prepare(text));
        Assert.Equal(has, Gb18030Text.Has(prepared));
    }

    /// <summary>The bytes behind FS &amp; that the npm package receiptline 4.0.4 makes of the same text with encoding gb18030 and command escpos.</summary>
    [Theory]
    [InlineData("波士顿活龙虾", "B2A8CABFB6D9BBEEC1FACFBA")]
    [InlineData("有机红富士苹果 0.875 千克", "D3D0BBFABAECB8BBCABFC6BBB9FB20302E38373520C7A7BFCB")]
    [InlineData("合计¥646.75", "BACFBCC6A3A43634362E3735")]
    [InlineData("特级初榨橄榄油（冷压榨）500ml", "CCD8BCB6B3F5D5A5E9CFE9ADD3CDA3A8C0E4D1B9D5A5A3A93530306D6C")]
    [InlineData("繁體：龍蝦 淨重", "B7B1F377A3BAFD88CE72209C51D6D8")]
    [InlineData("《新鲜》“好”……—×÷±°", "A1B6D0C2CFCAA1B7A1B0BAC3A1B1A1ADA1ADA1AAA1C1A1C2A1C0A1E3")]
    public void Gb18030_OfChineseText_HasTheBytesOfReceiptline(string text, string bytes)
    {
        var prepared = Gb18030Text.Prepare(text);
        Assert.True(Gb18030Text.Has(prepared));
        Assert.Equal(bytes, Convert.ToHexString(System.Text.CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(prepared)));
        Assert.Equal(bytes.Length / 2, TextLayout.WidthOf(prepared, Gb18030Text.Columns));
    }

    private static Arbitrary<string> Texts => Gen.Elements(s_pieces).ListOf().Select(string.Concat).ToArbitrary();

    private static string Solid(IEnumerable<string> elements) => string.Concat(elements.Where(element => element is not (" " or "\n")));
}
