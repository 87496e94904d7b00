using System.Numerics;
using EdgeGateway.Core.Weighing;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Weighing;

public sealed class WeighedTotalTests
{
    private static readonly RoundingRule[] s_rules =
        [.. from step in new long[] { 1, 5, 10, 100 } from mode in Enum.GetValues<RoundingMode>() select new RoundingRule(step, mode)];

    private static readonly string[] s_shown = ["kg", "g", "jin", "lb", "oz"];
    private static readonly string[] s_priced = ["kg", "g", "100g", "jin", "lb", "oz"];

    private static Gen<(int Milli, string Unit, int Price, string Per, RoundingRule Rule)> Sales() =>
        from milli in Gen.Choose(0, 30_000_000)
        from unit in Gen.Elements(s_shown)
        from price in Gen.Choose(1, 100_000_000)
        from per in Gen.Elements(s_priced)
        from rule in Gen.Elements(s_rules)
        select (milli, unit, price, per, rule);

    [Theory]
    [InlineData("1.250", "kg", 1299, "kg", 1, RoundingMode.HalfUp, 1624)] // 1623.75
    [InlineData("1.250", "kg", 1299, "kg", 10, RoundingMode.Down, 1620)]
    [InlineData("1.250", "kg", 1299, "kg", 10, RoundingMode.HalfUp, 1620)]
    [InlineData("1.250", "kg", 1299, "kg", 5, RoundingMode.HalfUp, 1625)]
    [InlineData("0.500", "kg", 1001, "kg", 1, RoundingMode.HalfUp, 501)] // 500.5
    [InlineData("0.500", "kg", 1001, "kg", 1, RoundingMode.HalfEven, 500)]
    [InlineData("0.500", "kg", 1003, "kg", 1, RoundingMode.HalfEven, 502)]
    [InlineData("0.500", "kg", 1001, "kg", 1, RoundingMode.HalfDown, 500)]
    [InlineData("0.500", "kg", 1001, "kg", 1, RoundingMode.Up, 501)]
    [InlineData("1.00", "jin", 600, "kg", 1, RoundingMode.HalfUp, 300)]
    [InlineData("2.000", "kg", 300, "jin", 1, RoundingMode.HalfUp, 1200)]
    [InlineData("250", "g", 199, "100g", 1, RoundingMode.HalfUp, 498)] // 497.5
    [InlineData("1.00", "lb", 1000, "kg", 1, RoundingMode.HalfUp, 454)] // 453.59237
    [InlineData("1.000", "kg", 399, "lb", 1, RoundingMode.HalfUp, 880)] // 879.6444...
    [InlineData("16.0", "oz", 399, "lb", 1, RoundingMode.HalfUp, 399)]
    [InlineData("0.495", "kg", 100, "kg", 10, RoundingMode.HalfUp, 50)] // 49.5: rounded once, not to 50 by way of the fen
    [InlineData("0.0445", "kg", 1000, "kg", 10, RoundingMode.HalfUp, 40)] // 44.5: by way of the fen it would be 45 and 50
    public void Total_IsTheExactOne_RoundedOnce(string net, string unit, long price, string per, long step, RoundingMode mode, long expected) =>
        Assert.Equal(expected, Total(decimal.Parse(net, System.Globalization.CultureInfo.InvariantCulture), unit, price, per, new RoundingRule(step, mode)));

    [Fact]
    public void Total_IsOffByLessThanAStep_AndAMultipleOfIt() => Check(Sales(), sale =>
    {
        var (numerator, denominator) = Exact(sale.Milli, sale.Unit, sale.Price, sale.Per);
        var total = Total(sale.Milli / 1000m, sale.Unit, sale.Price, sale.Per, sale.Rule);
        var off = (total * denominator) - numerator;
        var step = sale.Rule.Step * denominator;
        return total % sale.Rule.Step == 0 && sale.Rule.Mode switch
        {
            RoundingMode.Down => off <= 0 && off > -step,
            RoundingMode.Up => off >= 0 && off < step,
            _ => 2 * BigInteger.Abs(off) <= step,
        };
    });

    [Fact]
    public void Total_GrowsWithWeightAndWithPrice() => Check(Sales().Zip(Gen.Choose(0, 1_000_000)), pair =>
    {
        var ((milli, unit, price, per, rule), more) = pair;
        var total = Total(milli / 1000m, unit, price, per, rule);
        return Total((milli + more) / 1000m, unit, price, per, rule) >= total && Total(milli / 1000m, unit, price + more, per, rule) >= total;
    });

    [Fact]
    public void Totals_OfTwoParts_AreNearTheTotalOfBoth() => Check(Sales().Zip(Gen.Choose(0, 30_000_000)), pair =>
    {
        var ((milli, unit, price, per, rule), other) = pair;
        var parts = Total(milli / 1000m, unit, price, per, rule) + Total(other / 1000m, unit, price, per, rule);
        var both = Total((milli + (long)other) / 1000m, unit, price, per, rule);
        return rule.Mode switch
        {
            RoundingMode.Down => both - parts >= 0 && both - parts <= rule.Step,
            RoundingMode.Up => parts - both >= 0 && parts - both <= rule.Step,
            _ => Math.Abs(both - parts) <= rule.Step,
        };
    });

    [Fact]
    public void Total_OfTheSameMass_IsTheSameInEveryUnit() => Check(Sales(), sale =>
        Total(sale.Milli / 1000m, "kg", sale.Price, sale.Per, sale.Rule) == Total(sale.Milli, "g", sale.Price, sale.Per, sale.Rule)
        && Total(sale.Milli / 1000m, "kg", sale.Price, sale.Per, sale.Rule) == Total(sale.Milli / 500m, "jin", sale.Price, sale.Per, sale.Rule)
        && Total(sale.Milli / 1000m, "lb", sale.Price, sale.Per, sale.Rule) == Total(sale.Milli * 16 / 1000m, "oz", sale.Price, sale.Per, sale.Rule));

    [Fact]
    public void Total_BeyondSixtyFourBits_IsNone_NotAnotherNumber()
    {
        Assert.Null(WeighedTotal.Of(decimal.MaxValue, MassUnit.Shown("kg")!, 100_000_000, MassUnit.Priced("g")!, new RoundingRule(1, RoundingMode.Up)));
        Assert.Equal(long.MaxValue, WeighedTotal.Of(long.MaxValue, MassUnit.Shown("kg")!, 1, MassUnit.Priced("kg")!, new RoundingRule(1, RoundingMode.Up)));
    }

    [Fact]
    public void NegativeWeight_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => WeighedTotal.Of(-0.001m, MassUnit.Shown("kg")!, 1, MassUnit.Priced("kg")!, new RoundingRule(1, RoundingMode.Down)));

    [Theory]
    [InlineData("kg", 1299, "kg", 1299L)]
    [InlineData("kg", 300, "jin", 600L)]
    [InlineData("g", 1299, "kg", null)]
    [InlineData("lb", 1000, "kg", null)]
    [InlineData("oz", 1600, "lb", 100L)]
    public void PriceOfAnotherUnit_IsExactOrNone(string unit, long price, string per, long? expected) =>
        Assert.Equal(expected, WeighedTotal.PriceOf(MassUnit.Shown(unit)!, price, MassUnit.Priced(per)!));

    [Theory]
    [InlineData("12", "g", "kg", "0.001", "0.012")]
    [InlineData("12", "g", "kg", "0.005", "0.010")]
    [InlineData("12.5", "g", "kg", "0.005", "0.015")]
    [InlineData("1", "lb", "kg", "0.001", "0.454")]
    [InlineData("0.5", "kg", "jin", "0.002", "1.000")]
    public void Container_IsRoundedToTheScalesStep(string amount, string unit, string other, string step, string expected) => Assert.Equal(
        Number(expected), MassUnit.Shown(unit)!.Convert(Number(amount), MassUnit.Shown(other)!, Number(step)));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static long Total(decimal net, string unit, long price, string per, RoundingRule rule) =>
        WeighedTotal.Of(net, MassUnit.Shown(unit)!, price, MassUnit.Priced(per)!, rule)!.Value;

    /// <summary>The exact amount, from the definitions of the units: a pound is 453.59237 g, an ounce a sixteenth of it.</summary>
    private static (BigInteger Numerator, BigInteger Denominator) Exact(int milli, string unit, int price, string per)
    {
        var (grams, parts) = Grams(unit);
        var (pricedGrams, pricedParts) = Grams(per);
        return (new BigInteger(milli) * price * grams * pricedParts, 1000 * parts * pricedGrams);

        static (BigInteger, BigInteger) Grams(string unit) => unit switch
        {
            "kg" => (1000, 1),
            "g" => (1, 1),
            "100g" => (100, 1),
            "jin" => (500, 1),
            "lb" => (45_359_237, 100_000),
            _ => (45_359_237, 1_600_000),
        };
    }

    private static void Check<T>(Gen<T> gen, Func<T, bool> holds) =>
        Prop.ForAll(gen.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20261122, 7919));
}
