using Cloud.Crm.Orders;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Tests.Crm.Orders;

/// <summary>When and how much, in numbers. The examples at 10 and 8 are those of Odoo's documentation, "Reordering rules", section "Multiple" (min 10, max 40, multiple 6).</summary>
public sealed class ReorderLevelsTests
{
    [Theory]
    [InlineData(11, 0)]
    [InlineData(10, 30)]
    [InlineData(9, 36)]
    [InlineData(8, 36)]
    [InlineData(4, 36)]
    [InlineData(3, 42)]
    [InlineData(0, 42)]
    [InlineData(-2, 42)]
    [InlineData(-3, 48)]
    public void Order_AtMin_GoesUpToMaxInMultiples(long forecast, long expected) => Assert.Equal(expected, new ReorderLevels(10, 40, 6).ToOrder(forecast));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(-5, 5)]
    public void Order_OnDemand_IsWhatIsPromisedAndNotThere(long forecast, long expected) => Assert.Equal(expected, new ReorderLevels(0, 0, 1).ToOrder(forecast));

    [Theory]
    [InlineData(10, 0)]
    [InlineData(9, 1)]
    public void Order_WithMaxAtMin_KeepsOneLevel(long forecast, long expected) => Assert.Equal(expected, new ReorderLevels(10, 10, 1).ToOrder(forecast));

    [Theory]
    [InlineData(32, 1, 1, 36)]
    [InlineData(32, 4, 1, 36)]
    [InlineData(32, 24, 1, 48)]
    [InlineData(32, 10, 1, 60)]
    [InlineData(32, 1, 50, 54)]
    [InlineData(0, 24, 50, 0)]
    public void Quantity_IsInTheSuppliersPacksToo(long need, long pack, long least, long expected) => Assert.Equal(expected, new ReorderLevels(10, 40, 6).Quantity(need, pack, least));

    [Theory]
    [InlineData(10, 40, 25)]
    [InlineData(10, 11, 10)]
    [InlineData(10, 10, 9)]
    [InlineData(0, 0, -1)]
    public void Line_StandsUntilHalfWay(long min, long max, long until)
    {
        var levels = new ReorderLevels(min, max, 1);

        Assert.Equal(until, levels.StandsUntil);
        Assert.Equal((true, false), (levels.Stands(until), levels.Stands(until + 1)));
    }

    [Fact]
    public void Quantity_CoversTheNeed_IsTheLeastThatDoes_AndIsNeverNegative() => Prop.ForAll(
        Levels(), ArbMap.Default.ArbFor<int>(),
        (given, forecast) =>
        {
            var (levels, pack, least) = given;
            var quantity = levels.Quantity(levels.Need(forecast), pack, least);
            Assert.True(quantity >= 0);
            Assert.True(forecast + quantity >= levels.Max || quantity == 0);
            Assert.Equal((0, 0), (quantity % levels.Multiple, quantity % pack));
            if (quantity > 0)
            {
                var step = Enumerable.Range(1, (int)(levels.Multiple * pack)).First(n => n % levels.Multiple == 0 && n % pack == 0);
                Assert.True(quantity >= least);
                Assert.True(forecast + quantity - step < levels.Max || quantity - step < least);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_BeginsAndStands_WithoutGapOrOverlap() => Prop.ForAll(
        Levels(), ArbMap.Default.ArbFor<int>(),
        (given, forecast) =>
        {
            var levels = given.Levels;
            Assert.Equal(levels.ToOrder(forecast) > 0, levels.Begins(forecast));
            Assert.True(!levels.Begins(forecast) || levels.Stands(forecast));
            Assert.Equal(levels.Stands(forecast), forecast <= levels.StandsUntil);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<(ReorderLevels Levels, long Pack, long Least)> Levels() => (
        from min in Gen.Choose(0, 60)
        from more in Gen.Choose(0, 60)
        from multiple in Gen.Choose(1, 13)
        from pack in Gen.Choose(1, 13)
        from least in Gen.Choose(1, 80)
        select (new ReorderLevels(min, min + more, multiple), (long)pack, (long)least)).ToArbitrary();
}
