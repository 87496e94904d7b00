using System.Globalization;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Labels;

public sealed class PriceLayoutTests
{
    public static TheoryData<string, int?, string?> Layouts => new()
    {
        { "21IIIIIWWWWWC", null, null },
        { "22IIIIVWWWWWC", 3, "kg" },
        { "24IIIIIWWWWWC", 0, "g" },
        { "23IIIIIPPPPPC", null, null },
        { "20 IIIII V PPPP C", null, null },
        { "25IIIIVPPPPPC", 1, null },
        { "02IIIIIPPPPPC", 0, null },
        { "29IIIIIIIPPPC", 2, null },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Code_ThatWasMade_IsReadAsTheSame(string pattern, int? decimals, string? unit)
    {
        var layout = Read(pattern, decimals, unit);
        var limit = (int)Math.Pow(10, layout.AmountDigits);
        Prop.ForAll(Gen.Choose(0, (int)Math.Pow(10, layout.ItemDigits) - 1).ToArbitrary(), Gen.Choose(0, limit - 1).ToArbitrary(), (number, amount) =>
        {
            var item = number.ToString(CultureInfo.InvariantCulture);
            var weight = amount * new decimal(1, 0, 0, false, (byte)layout.Decimals);
            var fen = amount * (layout.Decimals switch { 0 => 100, 1 => 10, _ => 1 });
            var refusal = layout.CarriesWeight ? layout.TryMakeWeight(item, weight, out var code) : layout.TryMakePrice(item, fen, out code);
            Assert.Null(refusal);
            Assert.True(CheckDigits.HasMod10(code));
            Assert.Equal(13, code!.Length);
            Assert.Null(layout.TryRead(code, out var read));
            Assert.Equal(
                new WeighedItem(layout.Pattern, item.PadLeft(layout.ItemDigits, '0'), layout.CarriesWeight ? weight : null, layout.CarriesWeight ? layout.Unit : null, layout.CarriesWeight ? null : fen),
                read);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("22IIIIVWWWWWC", 3, "kg")]
    [InlineData("20 IIIII V PPPP C", null, null)]
    [InlineData("25IIIIVPPPPPC", 1, null)]
    public void Code_WithAnyDigitOfAnInnerCheckedFieldMisread_NeverGivesAnotherAmount(string pattern, int? decimals, string? unit)
    {
        var layout = Read(pattern, decimals, unit);
        Assert.Null(layout.CarriesWeight ? layout.TryMakeWeight("123", 1.234m, out var code) : layout.TryMakePrice("123", 1230, out code));
        var from = layout.Pattern.IndexOf(layout.CarriesWeight ? 'W' : 'P', StringComparison.Ordinal);
        for (var at = from; at < from + layout.AmountDigits; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var misread = code!.ToCharArray();
                misread[at] = digit;
                Assert.Equal(digit == code[at], layout.TryRead(misread, out _) is null);
            }
        }
    }

    [Theory]
    [InlineData("21IIIIIWWWWWC", "123456", "1.250", "item")]
    [InlineData("21IIIIIWWWWWC", "", "1.250", "item")]
    [InlineData("21IIIIIWWWWWC", "12A", "1.250", "item")]
    [InlineData("21IIIIIWWWWWC", "1", "100", "does not fit")]
    [InlineData("21IIIIIWWWWWC", "1", "-0.001", "does not fit")]
    [InlineData("21IIIIIWWWWWC", "1", "1.2345", "more than 3 decimals")]
    [InlineData("23IIIIIPPPPPC", "1", "1.25", "carries a price")]
    public void Make_WhatDoesNotFit_IsRefusedAndNotRounded(string pattern, string item, string weight, string expected)
    {
        var refusal = Read(pattern).TryMakeWeight(item, decimal.Parse(weight, CultureInfo.InvariantCulture), out var code);

        Assert.Null(code);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_PriceThatTheLayoutCannotSay_IsRefused()
    {
        Assert.Contains("more than 0 decimals", Read("02IIIIIPPPPPC", 0).TryMakePrice("1", 1250, out _), StringComparison.Ordinal);
        Assert.Contains("do not fit", Read("23IIIIIPPPPPC").TryMakePrice("1", 100_000, out _), StringComparison.Ordinal);
        Assert.Contains("carries a weight", Read("21IIIIIWWWWWC").TryMakePrice("1", 1, out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("21IIIIIWWWWWC", "2112345012506", "12345", "1.250")]
    [InlineData("21IIIIIWWWWWC", "2100042007505", "00042", "0.750")]
    public void Read_CodeOfAStore_SaysWhatIsOnTheLabel(string pattern, string code, string item, string weight)
    {
        Assert.Null(Read(pattern).TryRead(code, out var read));
        Assert.Equal((item, weight), (read!.Item, read.WeightText));
        Assert.Null(Read(pattern).TryMakeWeight(item, read.Weight!.Value, out var again));
        Assert.Equal(code, again);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("21IIIIIWWWWC", "12 places")]
    [InlineData("21IIIIIWWWWWWC", "14 places")]
    [InlineData("31IIIIIWWWWWC", "prefix")]
    [InlineData("2IIIIIIWWWWWC", "prefix")]
    [InlineData("21IIIIIXXXXXC", "means nothing")]
    [InlineData("21IIIII5WWWWC", "digits only in front")]
    [InlineData("21IIIIIIIIIIC", "either a weight")]
    [InlineData("21IIIWWWPPPPC", "either a weight")]
    [InlineData("21IIWWWWWIIIC", "side by side")]
    [InlineData("21WWWWWWWWWWC", "places for the item")]
    [InlineData("21IIIIICWWWWW", "at the end")]
    [InlineData("21IIIVVWWWWWC", "inner check digit")]
    [InlineData("21IIIIIIVWWWC", "inner check digit")]
    public void Layout_ThatIsWrong_SaysHow(string pattern, string expected)
    {
        Assert.Null(PriceLayout.TryRead(new LabelLayoutOptions { Pattern = pattern }, out var errors));
        Assert.Contains(errors, error => error.Setting == "pattern" && error.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Layouts_WithSeveralMistakes_AreAllListedWithTheirPlaces()
    {
        var options = new LabelOptions
        {
            Layouts =
            [
                new() { Pattern = "21IIIIIWWWWWC" },
                new() { Pattern = "21IIIIIPPPPPC" },
                new() { Pattern = "23IIIIIPPPPPC", Decimals = 3, Unit = "lb" },
                new() { Pattern = "212IIIIWWWWWC", Unit = "g" },
                new() { Pattern = "22IIIIIPPPPPC", Unit = "kg" },
            ],
        };

        Assert.Null(LabelLayouts.TryRead(options, out var errors));
        Assert.Equal(
            ["layouts[1].pattern", "layouts[2].unit", "layouts[2].decimals", "layouts[3].pattern", "layouts[3].pattern", "layouts[4].unit"],
            errors.Select(error => error.Path));
        Assert.Contains("overlaps \"21\" of layouts[0]", errors[0].Message, StringComparison.Ordinal);
    }

    private static PriceLayout Read(string pattern, int? decimals = null, string? unit = null)
    {
        var layout = PriceLayout.TryRead(new LabelLayoutOptions { Pattern = pattern, Decimals = decimals, Unit = unit }, out var errors);
        Assert.Empty(errors);
        return layout!;
    }
}
