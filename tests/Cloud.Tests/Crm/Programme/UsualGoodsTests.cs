using Cloud.Crm.Programme;

namespace Cloud.Tests.Crm.Programme;

public sealed class UsualGoodsTests
{
    private static readonly DateOnly s_today = new(2026, 11, 22);

    [Fact]
    public void Goods_BoughtOnTwoDays_AreUsual_OnOneNot() =>
        Assert.Equal(["tea"], UsualGoods.Of([On("tea", 1), On("tea", 8), On("once", 1), On("same-day", 3), On("same-day", 3)], s_today));

    [Fact]
    public void Goods_BoughtLately_StandBeforeThoseBoughtOftenLongAgo() =>
        Assert.Equal(["new", "old"], UsualGoods.Of([On("old", 200), On("old", 220), On("old", 240), On("new", 5), On("new", 100)], s_today));

    [Fact]
    public void Goods_BoughtAYearAgo_AreForgotten()
    {
        Assert.Equal(["tea"], UsualGoods.Of([On("tea", 364), On("tea", 300)], s_today));
        Assert.Empty(UsualGoods.Of([On("tea", 365), On("tea", 300)], s_today));
    }

    [Fact]
    public void Goods_OfEqualWeight_GoByTheLaterDayThenByTheSku() =>
        Assert.Equal(["c", "a", "b"], UsualGoods.Of([On("b", 2), On("b", 3), On("a", 2), On("a", 3), On("c", 1), On("c", 9)], s_today));

    [Fact]
    public void Goods_AreAtMostTwenty() => Assert.Equal(20, UsualGoods.Of(Enumerable.Range(0, 60).Select(i => On($"sku-{i % 30}", i / 30)), s_today).Count);

    private static BoughtGoods On(string sku, int daysAgo) => new(sku, s_today.AddDays(-daysAgo));
}
