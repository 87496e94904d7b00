using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>What is asked about goods, stock and moves, on both databases.</summary>
public abstract class StockListTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private StockChain _chain = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _chain = await StockChain.CreateAsync(_database);

    public async ValueTask DisposeAsync()
    {
        await _chain.Store.AssertAddsUpAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Products_AreFoundByPartOfTheNameAndByWholeNumbers_PageByPage()
    {
        await _chain.ProductAsync("cola-330", "Cola 330 ml", gtin: "6901234567892");
        await _chain.ProductAsync("zero", "Cola zero 100%");
        await _chain.ProductAsync("milk", "燕麦牛奶");

        Assert.Equal(["cola-330", "zero"], (await _chain.Products.ListAsync("COLA", null, 50, Cancel)).Rows.Select(p => p.Sku));
        Assert.Equal(["zero"], (await _chain.Products.ListAsync("0%", null, 50, Cancel)).Rows.Select(p => p.Sku));
        Assert.Equal(["milk"], (await _chain.Products.ListAsync("牛奶", null, 50, Cancel)).Rows.Select(p => p.Sku));
        Assert.Equal(["cola-330"], (await _chain.Products.ListAsync("06901234567892", null, 50, Cancel)).Rows.Select(p => p.Sku));
        var first = await _chain.Products.ListAsync(null, null, 2, Cancel);
        var second = await _chain.Products.ListAsync(null, PageMark.Read(first.Next!, 2), 2, Cancel);
        Assert.Equal((2, "milk", null), (first.Rows.Count, second.Rows.Single().Sku, second.Next));
    }

    [Fact]
    public async Task Product_ThatCannotBe_IsRefusedWithWhatWasExpected()
    {
        await _chain.ProductAsync("ham", "Ham", gtin: "69012345");
        await _chain.DeliverAsync("store-1", "ham", 5);

        Assert.Equal((409, "goods of 'ham' have moved in pieces; make another SKU for grams"), await RefusedAsync("ham", new ProductBody("Ham", Unit: "gram")));
        Assert.Equal((409, "'ham' has the GTIN 69012345"), await RefusedAsync("bacon", new ProductBody("Bacon", "69012345")));
        Assert.Equal((400, "gtin is '12x'; expected 8 to 14 digits"), await RefusedAsync("bacon", new ProductBody("Bacon", "12x")));
        Assert.Equal((400, "unit is 'kg'; expected piece or gram"), await RefusedAsync("bacon", new ProductBody("Bacon", Unit: "kg")));
        Assert.Equal(400, (await RefusedAsync("bacon", new ProductBody(" "))).Status);

        async Task<(int Status, string? Refusal)> RefusedAsync(string sku, ProductBody body)
        {
            var answer = await _chain.Products.SetAsync(sku, body, StockChain.Anna, Cancel);
            return (answer.Status, answer.Refusal);
        }
    }

    [Fact]
    public async Task Numbers_AreOnHandLessReservedAndWithIncomingTheForecast()
    {
        await _chain.ProductAsync("cola", "Cola");
        await _chain.DeliverAsync("store-1", "cola", 20);
        await _chain.DeliverAsync("store-1", "cola", 4, StockLocation.Shelf);
        await _chain.SellAsync("store-1", "cola", 1);
        await _chain.RuleAsync("store-1", "cola", 10, 40);
        await _chain.RunAsync("INSERT INTO purchase_line (store, purchase, sku, ordered, received, state, price_fen, origin) VALUES ('store-1', 'p1', 'cola', 12, 2, 'open', 1, 'rule'), ('store-1', 'p2', 'cola', 99, 0, 'draft', 1, 'rule')");
        await HoldAsync("store-1", "cola", 3);
        var moved = (await _chain.Transfers.CreateAsync(new TransferBody("store-2", "store-1", [new TransferGoods("cola", 5)]), StockChain.Anna, null, Cancel)).Value!;
        await _chain.DeliverAsync("store-2", "cola", 5);
        await _chain.Transfers.ShipAsync(moved.Id, null, StockChain.Anna, Cancel);

        Assert.Equal(
            new StockRow("store-1", "cola", "Cola", "piece", 23, 3, 20, 15, 35, 10, 40, false), (await ListAsync("store-1")).Single());
        Assert.Equal(20, (await _chain.Queries.AvailableAsync("store-1", ["cola", "tea"], Cancel))["cola"]);
        var card = (await _chain.Queries.CardAsync("store-1", "cola", Cancel))!;
        Assert.Equal(["backroom 20", "customer 1", "shelf 3", "vendor -24"], card.Locations.Select(l => $"{l.Location} {l.Quantity}").Order());
        Assert.Equal((3, 1), (card.Moves.Count, card.Reservations.Count));
        Assert.Equal(new EvidenceView("sale", "1", null, null), card.Moves.Single(m => m.Reason == "sale").Evidence);
        Assert.Null(await _chain.Queries.CardAsync("store-3", "cola", Cancel));
    }

    [Fact]
    public async Task List_IsPagedByStoreAndSku_AndTellsOnlyOfStoresOneMaySee()
    {
        foreach (var store in new[] { "store-1", "store-2", "store-3" })
        {
            foreach (var sku in new[] { "a", "b", "c" })
            {
                await _chain.DeliverAsync(store, sku, 1);
            }
        }

        var all = new List<string>();
        string? next = null;
        do
        {
            var page = await _chain.Queries.ListAsync(null, null, "all", next is null ? null : PageMark.Read(next, 2), 2, Cancel);
            all.AddRange(page.Rows.Select(row => $"{row.Store}/{row.Sku}"));
            next = page.Next;
        }
        while (next is not null);
        Assert.Equal(9, all.Distinct().Count());
        Assert.Equal(all.Order(StringComparer.Ordinal), all);

        var mine = new HashSet<string> { "store-1", "store-3" };
        var first = await _chain.Queries.ListAsync(mine, null, "all", null, 4, Cancel);
        var second = await _chain.Queries.ListAsync(mine, null, "all", PageMark.Read(first.Next!, 2), 4, Cancel);
        Assert.Equal(["store-1/a", "store-1/b", "store-1/c", "store-3/a", "store-3/b", "store-3/c"], first.Rows.Concat(second.Rows).Select(row => $"{row.Store}/{row.Sku}"));

        await _chain.ProductAsync("b", "Bread");
        var found = await _chain.Queries.ListAsync(mine, "rea", "all", null, 1, Cancel);
        var other = await _chain.Queries.ListAsync(mine, "rea", "all", PageMark.Read(found.Next!, 2), 1, Cancel);
        Assert.Equal(["store-1/b", "store-3/b"], found.Rows.Concat(other.Rows).Select(row => $"{row.Store}/{row.Sku}"));
        Assert.Null(other.Next);
    }

    [Fact]
    public async Task Moves_ArePagedNewestFirst_WithWhatCameFromOtherStores()
    {
        for (var i = 0; i < 5; i++)
        {
            await _chain.DeliverAsync("store-1", "cola", i + 1);
            _chain.Store.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await _chain.Store.MoveAsync(new StockMove("store-2", "cola", 7, StockLocation.Transit, StockLocation.Receiving, StockReason.TransferReceived, "transfer/1", _chain.Now, "mei", "store-1"));
        var first = await _chain.Queries.MovesAsync("store-1", "cola", null, 4, Cancel);
        var second = await _chain.Queries.MovesAsync("store-1", "cola", PageMark.Read(first.Next!, 2), 4, Cancel);

        Assert.Equal([7, 5, 4, 3, 2, 1], first.Rows.Concat(second.Rows).Select(m => m.Quantity));
        Assert.Equal(5, (await _chain.Queries.MovesAsync("store-1", null, null, 50, Cancel)).Rows.Count);
    }

    [Fact]
    public async Task Turnover_IsCostOfGoodsSoldByAverageStock()
    {
        await _chain.ProductAsync("cola", "Cola", cost: 200);
        await _chain.ProductAsync("tea", "Tea", cost: 300);

        // Ten days: 100 for five of them, then 60 sold, 40 for five: 70 on average. 60 x 2.00 by 70 x 2.00 is 0.857.
        await _chain.DeliverAsync("store-1", "cola", 100, StockLocation.Shelf);
        await _chain.DeliverAsync("store-1", "tea", 10, StockLocation.Shelf);
        _chain.Store.Clock.Advance(TimeSpan.FromDays(15));
        await _chain.SellAsync("store-1", "cola", 60, _chain.Now.AddDays(-5));
        var slow = await _chain.Turnover.ReadAsync("store-1", 10, slowFirst: true, 0, 1, Cancel);
        var fast = await _chain.Turnover.ReadAsync("store-1", 10, slowFirst: false, 0, 1, Cancel);

        Assert.Equal(new TurnoverRow("cola", "Cola", "piece", 60, 12_000, 70, 14_000, 857, 40, 6, _chain.Now.AddDays(-5)), fast.Rows.Single());
        Assert.Equal(new TurnoverRow("tea", "Tea", "piece", 0, 0, 10, 3_000, 0, 10, null, null), slow.Rows.Single());
        Assert.Equal((12_000, 17_000, 705), (slow.SoldCostFen, slow.AverageStockFen, slow.TurnoverPermille));
        Assert.Equal("cola", (await _chain.Turnover.ReadAsync("store-1", 10, slowFirst: true, 1, 1, Cancel)).Rows.Single().Sku);
        Assert.NotNull(slow.Next);
    }

    [Fact]
    public async Task Nearby_IsByDistance_StoresWithoutAPlaceLast()
    {
        await _chain.RunAsync("UPDATE store SET latitude_e6 = 31230400, longitude_e6 = 121473700 WHERE store = 'store-1'");
        await _chain.RunAsync("UPDATE store SET latitude_e6 = 39904200, longitude_e6 = 116407400 WHERE store = 'store-2'");
        foreach (var store in new[] { "store-1", "store-2", "store-3" })
        {
            await _chain.DeliverAsync(store, "cola", 4);
        }

        var rows = (await _chain.Nearby.ReadAsync("store-1", "cola", Cancel))!.Rows;
        Assert.Equal(["store-2", "store-3"], rows.Select(r => r.Store));

        // Shanghai to Beijing: 1,067 km.
        Assert.InRange(rows[0].Metres!.Value, 1_065_000, 1_070_000);
        Assert.Null(rows[1].Metres);
        Assert.Equal(4, rows[0].Available);
        Assert.Null(await _chain.Nearby.ReadAsync("store-1", "nothing", Cancel));
    }

    [Fact]
    public async Task Shelves_ShowPlatesTheirGoodsAndTheirDoubts()
    {
        var gateway = new GatewayModel("store-1", "gw-1");
        await _chain.ProductAsync("cola", "Cola");
        await _chain.Store.SayAsync(gateway, StockSaid.Taken(1, "p1", "cola", 1, onPlate: 11), StockSaid.Ambiguous(2, "p2"));
        var shelves = await _chain.Shelves.ReadAsync("store-1", Cancel);

        Assert.Equal(["p1", "p2"], shelves.Plates.Select(p => p.Plate));
        Assert.Equal(("gw-1", "cola", "Cola", 11), (shelves.Plates[0].Gateway, shelves.Plates[0].Goods.Single().Sku, shelves.Plates[0].Goods.Single().Name, shelves.Plates[0].Goods.Single().Quantity));
        Assert.Equal(("ambiguous", new EvidenceView("event", null, "gw-1", 2)), (shelves.Plates[1].Doubt, shelves.Plates[1].Evidence));
        Assert.Equal("ambiguous", Assert.Single(shelves.Alarms).Kind);
    }

    private async Task<IReadOnlyList<StockRow>> ListAsync(string store, string show = "all") =>
        (await _chain.Queries.ListAsync(new HashSet<string> { store }, null, show, null, 50, Cancel)).Rows;

    private Task<StockAnswer<ReservationView>> HoldAsync(string store, string sku, long quantity, string? key = null) =>
        _chain.Reservations.HoldAsync(store, new ReservationBody(sku, quantity, "order 7"), StockChain.Anna, key, Cancel);
}

public sealed class StockListOnSqliteTests : StockListTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StockListOnPostgresTests : StockListTests<PostgresTestDatabase>;
