using Cloud.Crm.Orders;

namespace Cloud.Tests.Crm.Orders;

/// <summary>Who gets the money when it is short.</summary>
public sealed class FundingTests
{
    [Fact]
    public void Budget_ForOneOfTwo_GoesToWhatVipsUsuallyBuy()
    {
        var grants = Funding.Of([Line("cola", 60_000, vips: 0, went: 280, available: 1), Line("tea", 60_000, vips: 2, went: 28, available: 9)], (80_000, 80_000));

        Assert.Equal([("tea", true), ("cola", false)], grants.Select(g => (g.Ask.Sku, g.IsFunded)));
        Assert.Equal(
            ["2 VIPs usually buy it", "lasts 9.0 days at what went in the last 28 days", "600.00 of the 800.00 left in the budget of 800.00"], grants[0].Why.Select(w => w.Text));
        Assert.Equal(
            ["lasts 0.1 days at what went in the last 28 days", "budget of 800.00 used up: 200.00 left, 600.00 needed"], grants[1].Why.Select(w => w.Text));
    }

    [Fact]
    public void Lines_AreTakenByVips_ThenCover_ThenSku()
    {
        Ask[] asks =
        [
            Line("b-slow", 1, 0, 1, 10), Line("a-slow", 1, 0, 1, 10), Line("never", 1, 0, 0, 0), Line("soon", 1, 0, 28, 2), Line("vip-late", 1, 1, 28, 90), Line("vip-soon", 1, 1, 28, 3),
            Line("vip-soon-of-three", 1, 3, 28, 3),
        ];

        string[] expected = ["vip-soon-of-three", "vip-soon", "vip-late", "soon", "a-slow", "b-slow", "never"];
        Assert.Equal(expected, Funding.Of(asks, null).Select(g => g.Ask.Sku));
        Assert.Equal(expected, Funding.Of(asks.Reverse(), (3, 3)).Select(g => g.Ask.Sku));
        Assert.All(Funding.Of(asks, null), g => Assert.True(g.IsFunded));
    }

    [Fact]
    public void Money_TooLittleForOne_GoesToTheNextItIsEnoughFor()
    {
        var grants = Funding.Of([Line("big", 900, 1, 1, 0), Line("small", 100, 0, 1, 0), Line("smaller", 1, 0, 1, 0)], (1000, 101));

        Assert.Equal([("big", false), ("small", true), ("smaller", true)], grants.Select(g => (g.Ask.Sku, g.IsFunded)));
    }

    [Fact]
    public void Budget_Overspent_FundsNothingThatCosts()
    {
        var grants = Funding.Of([Line("free", 0, 0, 1, 0), Line("tea", 1, 0, 1, 0)], (100, -50));

        Assert.Equal([("free", true), ("tea", false)], grants.Select(g => (g.Ask.Sku, g.IsFunded)));
    }

    [Theory]
    [InlineData("week", "2026-11-22T15:59:59Z", "2026-11-15T16:00:00Z", "2026-11-22T16:00:00Z")]
    [InlineData("week", "2026-11-22T16:00:00Z", "2026-11-22T16:00:00Z", "2026-11-29T16:00:00Z")]
    [InlineData("month", "2026-11-30T15:59:59Z", "2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z")]
    [InlineData("month", "2026-12-31T16:00:00Z", "2026-12-31T16:00:00Z", "2027-01-31T16:00:00Z")]
    public void Period_IsOfTheStoresOwnCalendar(string period, string at, string from, string to)
    {
        var span = BudgetPeriod.Of(period, Utc(at), BudgetPeriod.Zone("Asia/Shanghai"));

        Assert.Equal((Utc(from), Utc(to)), (span.From, span.To));
    }

    [Theory]
    [InlineData(1500, 399, "gram", 599)]
    [InlineData(1, 499, "gram", 0)]
    [InlineData(1, 500, "gram", 1)]
    [InlineData(36, 210, "piece", 7560)]
    public void Cost_IsRoundedHalfUp(long quantity, long price, string unit, long expected) => Assert.Equal(expected, Cost.Of(quantity, price, unit));

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    private static Ask Line(string sku, long cost, long vips, long went, long available) => new("p", sku, cost, vips, new Cover(available, went));
}
