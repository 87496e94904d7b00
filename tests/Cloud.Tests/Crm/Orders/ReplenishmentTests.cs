using Cloud.Crm.Orders;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Orders;

/// <summary>What stock does to the open drafts, on both databases.</summary>
public abstract class ReplenishmentTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private static readonly ReorderLevels s_levels = new(10, 40, 6);
    private readonly OrdersFixture<T> _fixture = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _fixture.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(11, "")]
    [InlineData(10, "drinks cola 30 rule")]
    [InlineData(9, "drinks cola 36 rule")]
    [InlineData(8, "drinks cola 36 rule")]
    public async Task Forecast_AtMin_MakesOneDraft(long onShelf, string expected)
    {
        await _fixture.SellAsync("cola", s_levels, onShelf);
        await RoundsAsync(3);

        Assert.Equal(expected, await _fixture.DraftsAsync());
    }

    [Fact]
    public async Task Draft_FollowsTheForecast_UntilItIsSent()
    {
        await _fixture.SellAsync("cola", s_levels, 12);
        Assert.Equal("", await RoundsAsync(1));
        await _fixture.BuyAsync("cola", 4);
        Assert.Equal("drinks cola 36 rule", await RoundsAsync(1));
        await _fixture.BuyAsync("cola", 5);
        Assert.Equal("drinks cola 42 rule", await RoundsAsync(2));
        await _fixture.MoveAsync("cola", 7, StockLocation.Vendor, StockLocation.Backroom);
        Assert.Equal("drinks cola 30 rule", await RoundsAsync(1));

        var id = await DraftAsync();
        Assert.Null(await _fixture.Node.Sending.SendAsync(OrdersFixture<T>.Store, id, null, false, OrdersFixture<T>.Ada, Cancel));
        Assert.Equal("", await RoundsAsync(2));

        // 10 + 30 on their way; 31 sold: 9 are to be there, and what is missing to 40 is ordered in a new draft.
        await _fixture.MoveAsync("cola", 31, StockLocation.Backroom, StockLocation.Customer);
        Assert.Equal("drinks cola 36 rule", await RoundsAsync(2));
        Assert.Equal(2, await _fixture.CountAsync("purchase"));
    }

    [Fact]
    public async Task Line_NoLongerNeeded_GoesWithANote()
    {
        await _fixture.SellAsync("cola", s_levels, 10);
        await RoundsAsync(1);
        await _fixture.MoveAsync("cola", 16, StockLocation.Vendor, StockLocation.Shelf);

        Assert.Equal("", await RoundsAsync(2));
        Assert.Equal("line-added, line-gone recovered", await _fixture.NotesAsync());
        Assert.Equal(0, await _fixture.CountAsync("reorder_rule", "needed"));
    }

    [Fact]
    public async Task Forecast_ToAndFroAtMin_KeepsTheOneLine()
    {
        await _fixture.SellAsync("cola", s_levels, 10);
        await RoundsAsync(1);
        for (var i = 0; i < 5; i++)
        {
            await _fixture.MoveAsync("cola", 2, StockLocation.Customer, StockLocation.Shelf);
            Assert.Equal("drinks cola 30 rule", await RoundsAsync(1));
            await _fixture.BuyAsync("cola", 2);
            Assert.Equal("drinks cola 30 rule", await RoundsAsync(1));
        }

        Assert.Equal(("line-added", 1), (await _fixture.NotesAsync(), await _fixture.CountAsync("purchase")));
    }

    [Fact]
    public async Task Nodes_ThatLookAtOnce_MakeOneDraftWithOneLine()
    {
        string[] skus = [.. Enumerable.Range(0, 6).Select(i => $"sku-{i}")];
        foreach (var sku in skus)
        {
            await _fixture.SellAsync(sku, s_levels, 8, supplier: sku[^1] is '0' or '1' ? "teas" : "drinks");
        }

        OrdersNode[] nodes = [.. Enumerable.Range(0, 4).Select(_ => _fixture.Open())];
        await Task.WhenAll(nodes.SelectMany(n => new[] { n, n }).Select((node, i) => Task.Run(
            async () =>
            {
                await node.Replenisher.CheckAsync(OrdersFixture<T>.Store, [.. i % 2 == 0 ? skus : skus.Reverse()], Cancel);
                await node.Worker.RoundAsync(Cancel);
            },
            Cancel)));

        Assert.Equal(
            "drinks sku-2 36 rule, drinks sku-3 36 rule, drinks sku-4 36 rule, drinks sku-5 36 rule, teas sku-0 36 rule, teas sku-1 36 rule", await _fixture.DraftsAsync());
        Assert.Equal((2, 6), (await _fixture.CountAsync("purchase"), await _fixture.CountAsync("purchase_note")));
    }

    [Fact]
    public async Task Sales_InParallelWithLooks_EndWithTheQuantityOfTheLastForecast()
    {
        await _fixture.SellAsync("cola", new ReorderLevels(30, 40, 1), 30);
        OrdersNode[] nodes = [.. Enumerable.Range(0, 2).Select(_ => _fixture.Open())];
        var sales = Task.Run(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await _fixture.BuyAsync("cola", 1);
                }
            },
            Cancel);
        await Task.WhenAll([sales, .. nodes.Select(node => Task.Run(
            async () =>
            {
                while (!sales.IsCompleted)
                {
                    await node.Worker.RoundAsync(Cancel);
                }
            },
            Cancel))]);

        Assert.Equal("drinks cola 30 rule", await RoundsAsync(1));
        Assert.Equal(1, await _fixture.CountAsync("purchase"));
    }

    [Fact]
    public async Task Sku_Snoozed_IsNotProposedUntilThen()
    {
        await _fixture.SellAsync("cola", s_levels, 8);
        await RoundsAsync(1);
        await _fixture.Node.Rules.SnoozeAsync(OrdersFixture<T>.Store, "cola", _fixture.Clock.GetUtcNow().UtcDateTime.AddHours(2), "delivery tomorrow", OrdersFixture<T>.Ada, Cancel);

        Assert.Equal("", await RoundsAsync(2));
        var row = await _fixture.Node.Replenishment.FindAsync(OrdersFixture<T>.Store, "cola", Cancel);
        Assert.Equal(("Ada", "snoozed", 0), (row!.SnoozedBy, row.Why[^2].Code, row.ToOrder));
        _fixture.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("drinks cola 36 rule", await RoundsAsync(2));
        Assert.Equal("line-added, line-gone snoozed, line-added", await _fixture.NotesAsync());
    }

    [Fact]
    public async Task Quantity_OfAPerson_FollowsNoForecast()
    {
        await _fixture.SellAsync("cola", s_levels, 8);
        await RoundsAsync(1);
        for (var i = 0; i < 2; i++)
        {
            var (_, created, refused) = await _fixture.Node.Edits.PutAsync(OrdersFixture<T>.Store, "drinks", [new OrderedLine("cola", 100)], null, OrdersFixture<T>.Ada, Cancel);
            Assert.Equal((false, null), (created, refused));
        }

        await _fixture.BuyAsync("cola", 8);
        Assert.Equal("drinks cola 100 Ada", await RoundsAsync(2));
        Assert.Equal(1, await _fixture.CountAsync("audit_entry", "action = 'purchase.edited'"));
    }

    [Fact]
    public async Task Supplier_WithPacks_SellsWholePacks_AndTheCheapestIsAsked()
    {
        await _fixture.SellAsync("cola", s_levels, 8, supplier: "drinks", price: 210, pack: 24, moq: 60);
        await _fixture.SellAsync("tea", s_levels, 8, supplier: "drinks", price: 300);
        await _fixture.RunAsync("INSERT INTO supplier_product (supplier, sku, price_fen) VALUES ('teas', 'tea', 299)");

        Assert.Equal("drinks cola 72 rule, teas tea 36 rule", await RoundsAsync(1));
        await _fixture.RunAsync("UPDATE supplier SET active = @no WHERE supplier = 'teas'", ("no", false));
        Assert.Equal("drinks cola 72 rule, drinks tea 36 rule", await RoundsAsync(1));
        await _fixture.RunAsync("DELETE FROM supplier_product WHERE sku = 'tea'");
        Assert.Equal("drinks cola 72 rule", await RoundsAsync(1));
        var row = await _fixture.Node.Replenishment.FindAsync(OrdersFixture<T>.Store, "tea", Cancel);
        Assert.Contains("no-supplier", row!.Why.Select(w => w.Code));
    }

    [Fact]
    public async Task Why_TellsEveryNumber()
    {
        await _fixture.SellAsync("cola", s_levels, 8, price: 210);
        await _fixture.MemberAsync("m-1", "Gold", "cola");
        await _fixture.MemberAsync("m-2", "silver", "cola");
        await RoundsAsync(2);
        var page = await _fixture.Node.Replenishment.ListAsync(StoreCondition("r.store"), null, isNeeded: true, ("", ""), 50, Cancel);

        var row = Assert.Single(page.Rows);
        Assert.Equal(
            [
                "forecast 8 = 8 available + 0 incoming", "forecast 8 is at or below min 10", "32 are missing to max 40", "32 rounded up to a multiple of 6: 36", "44 will be there, more than max 40",
                "1 VIP usually buys it", "nothing went in the last 28 days",
            ],
            row.Why.Select(w => w.Text));
        Assert.Equal((36, 7560, 2, 1, "L••"), (row.ToOrder, row.CostFen, row.LeadDays, row.Vip!.Count, row.Vip.Names.Single()));
        Assert.Equal("draft", row.Purchase!.State);
    }

    [Fact]
    public async Task Budget_ForOneOfTwo_FundsWhatVipsBuyAndHoldsTheOtherBack()
    {
        await _fixture.MemberAsync("m-1", "gold", "tea");
        await _fixture.MemberAsync("m-2", "platinum", "tea", "cake");
        await _fixture.SellAsync("cola", s_levels, 40, price: 1800);
        await _fixture.SellAsync("tea", s_levels, 8, price: 2000);
        await _fixture.BuyAsync("cola", 40);
        Assert.True(await _fixture.Node.Budgets.SetAsync(OrdersFixture<T>.Store, "month", 80_000, 0, OrdersFixture<T>.Ada, Cancel));
        await RoundsAsync(2);

        Assert.Equal("drinks cola 42 rule !, drinks tea 36 rule", await _fixture.DraftsAsync());
        var id = await DraftAsync();
        var line = (await _fixture.Node.Purchases.FindAsync(OrdersFixture<T>.Store, id, Cancel))!.Lines;
        Assert.Equal("budget of 800.00 used up: 80.00 left, 756.00 needed", line[0].Why[^1].Text);
        Assert.Contains("2 VIPs usually buy it", line[1].Why.Select(w => w.Text));

        Assert.Null(await _fixture.Node.Sending.SendAsync(OrdersFixture<T>.Store, id, null, false, OrdersFixture<T>.Ada, Cancel));
        Assert.Equal("drinks cola 42 rule !", await RoundsAsync(1));
        Assert.Equal("tea", await _fixture.TextAsync("SELECT sku FROM purchase_line WHERE state = 'open'"));
        Assert.Equal(1, await _fixture.CountAsync("purchase_note", "code = 'held-back'"));
        Assert.Equal(StatusCodes.Conflict, (await _fixture.Node.Sending.SendAsync(OrdersFixture<T>.Store, await DraftAsync(), null, false, OrdersFixture<T>.Ada, Cancel))!.Status);

        // A new month of the store's own calendar has money again.
        _fixture.Clock.Advance(TimeSpan.FromDays(10));
        await _fixture.Open().Worker.RoundAsync(Cancel);
        Assert.Equal("drinks cola 42 rule", await _fixture.DraftsAsync());
    }

    [Fact]
    public async Task Vips_ChangedLevelOrHabits_AreFollowed()
    {
        await _fixture.MemberAsync("m-1", "gold", "tea", "cola");
        await _fixture.MemberAsync("m-2", "silver", "tea");
        await _fixture.Node.Vips.FollowAsync(Cancel);
        Assert.Equal("cola m-1, tea m-1", await VipsAsync());
        await _fixture.MemberAsync("m-1", "silver", "tea", "cola");
        await _fixture.MemberAsync("m-2", "diamond", "cake");
        await _fixture.Node.Vips.FollowAsync(Cancel);
        Assert.Equal("cake m-2", await VipsAsync());

        await _fixture.Node.Rules.SetVipLevelsAsync([" Silver "], OrdersFixture<T>.Ada, Cancel);
        await _fixture.Node.Vips.FollowAsync(Cancel);
        Assert.Equal("cola m-1, tea m-1", await VipsAsync());
        await _fixture.RunAsync("UPDATE member_line SET version = version + 1");
        await _fixture.RunAsync("UPDATE member SET gone = @yes, level = '', usual = '[]', version = (SELECT version FROM member_line) WHERE id = 'm-1'", ("yes", true));
        await _fixture.Node.Vips.FollowAsync(Cancel);
        Assert.Equal("", await VipsAsync());

        Task<string> VipsAsync() => _fixture.TextAsync("SELECT sku || ' ' || member FROM vip_usual ORDER BY sku, member");
    }

    [Fact]
    public async Task Rule_TakenAway_TakesItsLineWithIt()
    {
        await _fixture.SellAsync("cola", s_levels, 8);
        await RoundsAsync(1);

        Assert.True(await _fixture.Node.Rules.RemoveAsync(OrdersFixture<T>.Store, "cola", OrdersFixture<T>.Ada, Cancel));
        Assert.Equal("", await RoundsAsync(1));
        Assert.Equal("line-added, line-gone no-rule", await _fixture.NotesAsync());
    }

    private async Task<string> RoundsAsync(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            await _fixture.Node.Worker.RoundAsync(Cancel);
            _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await _fixture.DraftsAsync();
    }

    private Task<string> DraftAsync() => _fixture.TextAsync("SELECT id FROM purchase WHERE state = 'draft'");

    private static Cloud.Crm.Access.StoreCondition StoreCondition(string column) => Cloud.Crm.Access.StoreCondition.Of(OrdersFixture<T>.Ada, column);
}

/// <summary>HTTP statuses by name.</summary>
internal static class StatusCodes
{
    internal const int Conflict = 409;
    internal const int Changed = 412;
}

public sealed class ReplenishmentOnSqliteTests : ReplenishmentTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class ReplenishmentOnPostgresTests : ReplenishmentTests<PostgresTestDatabase>;
