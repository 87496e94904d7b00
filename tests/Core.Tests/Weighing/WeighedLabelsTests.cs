using System.Globalization;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Weighing;

namespace Core.Tests.Weighing;

public sealed class WeighedLabelsTests
{
    [Theory]
    [InlineData("21IIIIIWWWWWC", "1.254", "kg", "2100101012549")]
    [InlineData("21IIIIIWWWWWC", "1254", "g", "2100101012549")]
    [InlineData("21IIIIIWWWWWC", "2.508", "jin", "2100101012549")]
    [InlineData("23IIIIIPPPPPC", "1.254", "kg", "2300101016299")]
    public void Label_IsMadeOfTheNumberAndTheWeightOrPrice_AndReadsBack(string pattern, string net, string unit, string expected)
    {
        var layouts = Layouts(pattern);

        var code = WeighedLabels.By(layouts)(Weighed(net, unit, 1629));

        Assert.Equal(expected, code);
        var item = layouts.Read(code!, []);
        Assert.Equal("00101", item!.Item);
    }

    [Theory]
    [InlineData("1.2545", "kg", 100)] // more decimals than the layout: nothing is rounded on a label
    [InlineData("1.00", "lb", 100)]
    [InlineData("100.000", "kg", 100)] // six digits for five places
    public void Weight_ThatDoesNotFitExactly_HasNoLabel(string net, string unit, long total) =>
        Assert.Null(WeighedLabels.By(Layouts("21IIIIIWWWWWC"))(Weighed(net, unit, total)));

    [Fact]
    public void FirstLayoutThatFits_IsTaken_AndAStoreWithoutLayoutsHasNoLabel()
    {
        Assert.StartsWith("23", WeighedLabels.By(Layouts("21IIIIIWWWWWC", "23IIIIIPPPPPC"))(Weighed("1.00", "lb", 1629)), StringComparison.Ordinal);
        Assert.Null(WeighedLabels.By(LabelLayouts.None)(Weighed("1.254", "kg", 1629)));
    }

    private static LabelLayouts Layouts(params string[] patterns) =>
        LabelLayouts.Of(new LabelOptions { Layouts = [.. patterns.Select(pattern => new LabelLayoutOptions { Pattern = pattern })] });

    private static WeighedLabel Weighed(string net, string unit, long totalFen) => new(
        new PricedItem("101", "apple-fuji", "富士苹果", 1299, MassUnit.Priced("kg")!, null), decimal.Parse(net, CultureInfo.InvariantCulture), MassUnit.Shown(unit)!, totalFen);
}
