using Cloud.Crm.Access;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>What is asked about stock and what people do with it, on both databases.</summary>
public abstract class StockTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private static readonly Caller s_manager = new("mei", "Mei", Role.Manager, new HashSet<string> { "store-2" });
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
    public async Task Scrap_NeedsAReasonAndGoodsThatAreThere_AndIsReportedWithItsCost()
    {
        await _chain.ProductAsync("milk", "Milk", cost: 250);
        await _chain.DeliverAsync("store-1", "milk", 6, StockLocation.Shelf);
        var body = new ScrapBody("milk", 4, "shelf", "expired", "fridge was off");

        Assert.Equal(201, (await _chain.Handling.ScrapAsync("store-1", body, StockChain.Anna, "k", Cancel)).Status);
        Assert.Equal(200, (await _chain.Handling.ScrapAsync("store-1", body, StockChain.Anna, "k", Cancel)).Status);
        var refused = await _chain.Handling.ScrapAsync("store-1", body, StockChain.Anna, "other", Cancel);
        Assert.Equal((409, "the books have 2 of 'milk' at 'shelf', not 4; count there first if there are more"), (refused.Status, refused.Refusal));
        Assert.Equal(400, (await _chain.Handling.ScrapAsync("store-1", body with { Reason = "bored" }, StockChain.Anna, null, Cancel)).Status);
        Assert.Equal(404, (await _chain.Handling.ScrapAsync("store-1", body with { Sku = "tea" }, StockChain.Anna, null, Cancel)).Status);

        var report = await _chain.Handling.ScrappedAsync("store-1", 30, Cancel);
        Assert.Equal((1000, new ScrappedRow("milk", "Milk", "piece", "expired", "anna", 4, 1000)), (report.CostFen, report.Rows.Single()));
        Assert.Equal(["stock.scrapped"], await _chain.Store.ListAsync("SELECT action FROM audit_entry WHERE kind = 'product' AND action <> 'product.created'"));
        Assert.Equal("scrap 4, shelf 2, vendor -6", await _chain.Store.BooksAsync("store-1", "milk"));
    }

    [Fact]
    public async Task Goods_AreCarriedWithinAStoreOnlyWhereTheyAre()
    {
        await _chain.DeliverAsync("store-1", "cola", 6);
        Assert.Equal(201, (await _chain.Handling.MoveAsync("store-1", new MoveBody("cola", 6, "backroom", "plate/p1"), StockChain.Anna, null, Cancel)).Status);
        Assert.Equal(409, (await _chain.Handling.MoveAsync("store-1", new MoveBody("cola", 1, "backroom", "shelf"), StockChain.Anna, null, Cancel)).Status);
        Assert.Equal(400, (await _chain.Handling.MoveAsync("store-1", new MoveBody("cola", 1, "plate/p1", "customer"), StockChain.Anna, null, Cancel)).Status);
        Assert.Equal(400, (await _chain.Handling.MoveAsync("store-1", new MoveBody("cola", 1, "vendor", "shelf"), StockChain.Anna, null, Cancel)).Status);
        Assert.Equal("plate/p1 6, vendor -6", await _chain.Store.BooksAsync("store-1", "cola"));
    }

    [Fact]
    public async Task LastPiece_WantedByManyAtOnce_IsGivenOnce()
    {
        await _chain.DeliverAsync("store-1", "cola", 3);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => HoldAsync("store-1", "cola", 2, $"order-{i}"), Cancel)));

        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Equal((409, "only 1 of 'cola' available in store 'store-1', not 2"), (a.Status, a.Refusal)));
    }

    [Fact]
    public async Task LastPiece_CarriedByManyAtOnce_IsCarriedOnce()
    {
        await _chain.DeliverAsync("store-1", "cola", 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => _chain.Handling.MoveAsync("store-1", new MoveBody("cola", 1, "backroom", "shelf"), StockChain.Anna, null, Cancel), Cancel)));

        Assert.Single(answers, a => a.Status == 201);
        Assert.Equal("shelf 1, vendor -1", await _chain.Store.BooksAsync("store-1", "cola"));
    }

    [Fact]
    public async Task Reservation_EndsByItselfAndCanBeReleased()
    {
        await _chain.DeliverAsync("store-1", "cola", 1);
        var first = (await HoldAsync("store-1", "cola", 1, "a")).Value!;
        Assert.Equal(first, (await HoldAsync("store-1", "cola", 1, "a")).Value);
        Assert.Equal(409, (await HoldAsync("store-1", "cola", 1, "b")).Status);

        _chain.Store.Clock.Advance(TimeSpan.FromMinutes(61));
        var second = (await HoldAsync("store-1", "cola", 1, "b")).Value!;
        Assert.Equal(1, await _chain.Reservations.ExpireAsync(Cancel));
        Assert.Equal(409, (await _chain.Reservations.EndAsync("store-1", first.Id, "released", StockChain.Anna, Cancel)).Status);
        Assert.Equal("released", (await _chain.Reservations.EndAsync("store-1", second.Id, "released", StockChain.Anna, Cancel)).Value!.State);
        Assert.Equal(404, (await _chain.Reservations.EndAsync("store-2", second.Id, "released", StockChain.Anna, Cancel)).Status);
        Assert.Equal(1, (await _chain.Queries.AvailableAsync("store-1", ["cola"], Cancel))["cola"]);
    }

    [Fact]
    public async Task Low_IsRaisedOnceAndEndsOnlyAboveTheBand()
    {
        await _chain.ProductAsync("cola", "Cola");
        await _chain.RuleAsync("store-1", "cola", 10, 40);
        await _chain.DeliverAsync("store-1", "cola", 11);
        await _chain.LookAsync();
        Assert.Empty(await AlarmsAsync());

        await _chain.SellAsync("store-1", "cola", 1);
        await _chain.LookAsync();
        await _chain.DeliverAsync("store-1", "cola", 1);
        await _chain.LookAsync();
        await _chain.SellAsync("store-1", "cola", 1);
        await _chain.LookAsync();
        var alarm = Assert.Single(await AlarmsAsync());
        Assert.Equal(("low", "cola", "Cola", 10, 10, null), (alarm.Kind, alarm.Subject, alarm.Name, alarm.Quantity, alarm.Threshold, alarm.EndedAt));
        Assert.True((await ListAsync("store-1", "low")).Single().Low);
        Assert.Single(await OutgoingAsync());

        await _chain.Alarms.AcknowledgeAsync(alarm.Id, StockChain.Anna, Cancel);
        Assert.Equal("anna", (await _chain.Alarms.AcknowledgeAsync(alarm.Id, new Caller("bo", "Bo", Role.Manager, null), Cancel)).Value!.AcknowledgedBy);
        Assert.Equal(404, (await _chain.Alarms.AcknowledgeAsync(alarm.Id, s_manager, Cancel)).Status);

        await _chain.DeliverAsync("store-1", "cola", 2);
        await _chain.LookAsync();
        Assert.NotNull(Assert.Single(await AlarmsAsync("all")).EndedAt);
        Assert.Equal(["stock.low"], await OutgoingAsync());
        Assert.Empty(await ListAsync("store-1", "low"));
    }

    [Fact]
    public async Task Low_FollowsAChangedRule()
    {
        await _chain.DeliverAsync("store-1", "cola", 20);
        await _chain.LookAsync();
        await _chain.RuleAsync("store-1", "cola", 30, 40);
        await _chain.RuleAsync("store-2", "tea", 1, 5);
        await _chain.Low.MarkChangedRulesAsync(_chain.Now.AddMinutes(-1), Cancel);
        await _chain.LookAsync();
        Assert.Equal(["cola", "tea"], (await AlarmsAsync()).Select(a => a.Subject).Order());

        await _chain.RunAsync("DELETE FROM reorder_rule WHERE sku = 'cola'");
        await _chain.Low.MarkChangedRulesAsync(_chain.Now.AddMinutes(1), Cancel);
        await _chain.LookAsync();
        Assert.Equal(["tea"], (await AlarmsAsync()).Select(a => a.Subject));
    }

    [Fact]
    public async Task Negative_IsShownWhereTheBooksHaveLessThanNothing()
    {
        await _chain.SellAsync("store-1", "cola", 1);
        await _chain.DeliverAsync("store-1", "cola", 5);
        await _chain.DeliverAsync("store-1", "tea", 5);
        await _chain.LookAsync();

        Assert.Equal(["cola"], (await ListAsync("store-1", "negative")).Select(row => row.Sku));
    }

    [Fact]
    public async Task Transfer_ArrivesInParts_AndWhatIsMissingStaysInTransitUntilItIsSettled()
    {
        await _chain.DeliverAsync("store-1", "cola", 10);
        var body = new TransferBody("store-1", "store-2", [new TransferGoods("cola", 8)]);
        var made = await _chain.Transfers.CreateAsync(body, s_manager, "k", Cancel);
        Assert.Equal(made.Value!.Id, (await _chain.Transfers.CreateAsync(body, s_manager, "k", Cancel)).Value!.Id);
        var id = made.Value.Id;
        Assert.Equal(404, (await _chain.Transfers.ShipAsync(id, null, s_manager, Cancel)).Status);
        Assert.Equal(409, (await _chain.Transfers.ReceiveAsync(id, Part(1), s_manager, null, Cancel)).Status);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _chain.Transfers.ShipAsync(id, null, StockChain.Anna, Cancel), Cancel)));
        Assert.Equal("backroom 2, transit 8, vendor -10", await _chain.Store.BooksAsync("store-1", "cola"));

        Assert.Equal(200, (await _chain.Transfers.ReceiveAsync(id, Part(5), s_manager, "part-1", Cancel)).Status);
        Assert.Equal(200, (await _chain.Transfers.ReceiveAsync(id, Part(5), s_manager, "part-1", Cancel)).Status);
        var tooMany = await _chain.Transfers.ReceiveAsync(id, Part(4), s_manager, "part-2", Cancel);
        Assert.Equal((409, "3 of 'cola' are on their way with this transfer, not 4; count what is too much where it lies"), (tooMany.Status, tooMany.Refusal));
        Assert.Equal("receiving 5", await _chain.Store.BooksAsync("store-2", "cola"));
        Assert.Equal(3, (await ListAsync("store-2")).Single().Incoming);
        Assert.Equal(["transfer.received", "transfer.shipped"], (await OutgoingAsync()).Order());
        Assert.Equal(3, (await _chain.Transfers.FindAsync(id, s_manager, Cancel))!.Lines.Single().Missing);

        var settled = (await _chain.Transfers.ClaimAsync(id, new TransferClaims([new TransferClaim("cola", Lost: 2, Found: 1)]), StockChain.Anna, null, Cancel)).Value!;
        Assert.Equal(("received", 0), (settled.State, settled.Lines.Single().Missing));
        Assert.Equal("backroom 3, loss 2, vendor -10", await _chain.Store.BooksAsync("store-1", "cola"));
        Assert.Null(await _chain.Transfers.FindAsync(id, new Caller("x", "x", Role.Manager, new HashSet<string> { "store-3" }), Cancel));

        static TransferLines Part(long quantity) => new([new TransferGoods("cola", quantity)]);
    }

    [Fact]
    public async Task Transfer_OfMoreThanThereIs_IsRefusedAndNothingLeaves()
    {
        await _chain.DeliverAsync("store-1", "cola", 3);
        await _chain.DeliverAsync("store-1", "tea", 3);
        var id = (await _chain.Transfers.CreateAsync(new TransferBody("store-1", "store-2", [new("cola", 3), new("tea", 4)]), StockChain.Anna, null, Cancel)).Value!.Id;
        var refused = await _chain.Transfers.ShipAsync(id, null, StockChain.Anna, Cancel);

        Assert.Equal(409, refused.Status);
        Assert.Equal(("draft", 0), ((await _chain.Transfers.FindAsync(id, StockChain.Anna, Cancel))!.State, (await _chain.Transfers.FindAsync(id, StockChain.Anna, Cancel))!.Lines.Sum(l => l.Shipped)));
        Assert.Equal("backroom 3, vendor -3", await _chain.Store.BooksAsync("store-1", "cola"));
        Assert.Equal("cancelled", (await _chain.Transfers.CancelAsync(id, StockChain.Anna, Cancel)).Value!.State);
    }

    [Fact]
    public async Task Stocktake_CountsScansOnceAndBooksWhatTheBooksDidNotExpectThen()
    {
        await _chain.ProductAsync("cola", "Cola", gtin: "6901234567892");
        await _chain.ProductAsync("ham", "Ham", unit: "gram");
        await _chain.DeliverAsync("store-1", "cola", 10, StockLocation.Shelf);
        await _chain.DeliverAsync("store-1", "tea", 4, StockLocation.Shelf);
        var take = (await _chain.Stocktakes.BeginAsync(new StocktakeBody("store-1", "shelf"), StockChain.Anna, "k", Cancel)).Value!;
        Assert.Equal(take.Id, (await _chain.Stocktakes.BeginAsync(new StocktakeBody("store-1", "shelf"), StockChain.Anna, "k", Cancel)).Value!.Id);
        Assert.Equal(400, (await _chain.Stocktakes.BeginAsync(new StocktakeBody("store-1", "Regal 3"), StockChain.Anna, null, Cancel)).Status);

        await ScanAsync("s-1", "06901234567892", 8);
        await ScanAsync("s-1", "06901234567892", 8);
        await ScanAsync("s-2", "cola");
        await ScanAsync("s-3", "ham", 1500);
        Assert.Equal(404, (await _chain.Stocktakes.CountAsync(take.Id, new ScanBody("s-4", "nothing"), StockChain.Anna, Cancel)).Status);
        _chain.Store.Clock.Advance(TimeSpan.FromMinutes(5));
        await _chain.SellAsync("store-1", "cola", 2);
        _chain.Store.Clock.Advance(TimeSpan.FromMinutes(5));

        var closed = (await _chain.Stocktakes.CloseAsync(take.Id, zeroMissing: true, StockChain.Anna, Cancel)).Value!;
        Assert.Equal(["cola 9 10 -1", "ham 1500 0 1500", "tea 0 4 -4"], closed.Lines.Select(l => $"{l.Sku} {l.Counted} {l.Expected} {l.Difference}"));
        Assert.Equal("customer 2, loss 1, shelf 7, vendor -10", await _chain.Store.BooksAsync("store-1", "cola"));
        Assert.Equal("closed", (await _chain.Stocktakes.CloseAsync(take.Id, zeroMissing: true, StockChain.Anna, Cancel)).Value!.State);
        Assert.Equal(409, (await _chain.Stocktakes.CountAsync(take.Id, new ScanBody("s-9", "cola"), StockChain.Anna, Cancel)).Status);
        Assert.Null(await _chain.Stocktakes.FindAsync(take.Id, s_manager, Cancel));

        async Task ScanAsync(string scan, string code, long quantity = 1) =>
            Assert.Null((await _chain.Stocktakes.CountAsync(take.Id, new ScanBody(scan, code, quantity), StockChain.Anna, Cancel)).Refusal);
    }

    [Fact]
    public async Task Place_ThatTheStoreNamed_IsCountedWhereItStands()
    {
        await _chain.Handling.PlaceAsync("store-1", new PlaceName("Cage 2", "backroom"), StockChain.Anna, Cancel);
        Assert.Equal(400, (await _chain.Handling.PlaceAsync("store-1", new PlaceName("Cage 2", "customer"), StockChain.Anna, Cancel)).Status);
        var take = (await _chain.Stocktakes.BeginAsync(new StocktakeBody("store-1", "CAGE 2"), StockChain.Anna, null, Cancel)).Value!;

        Assert.Equal("backroom", take.Location);
    }

    [Fact]
    public async Task Basket_ThatStayedADay_IsSettled_AndTakenBackByWhatIsHeardLater()
    {
        var gateway = new GatewayModel("store-1", "gw-1");
        await _chain.Store.SayAsync(gateway, StockSaid.Taken(1, "p1", "cola", 3, onPlate: 7));
        await _chain.SellAsync("store-1", "cola", 1, StockStore.Minute(5));
        Assert.Equal(0, await _chain.Baskets.SettleAsync(Cancel));
        _chain.Store.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await _chain.Baskets.SettleAsync(Cancel));
        Assert.Equal(0, await _chain.Baskets.SettleAsync(Cancel));
        Assert.Equal("customer 1, loss -8, plate/p1 7", await _chain.Store.BooksAsync("store-1", "cola"));

        // The till was offline and tells of it after the day.
        await _chain.SellAsync("store-1", "cola", 2, StockStore.Minute(6));
        await _chain.Baskets.SettleAsync(Cancel);
        Assert.Equal("customer 3, loss -10, plate/p1 7", await _chain.Store.BooksAsync("store-1", "cola"));
    }

    [Fact]
    public async Task Basket_BelowNothingForADay_ComesOffTheShelf_AndGoesBackWhenThePlateIsHeard()
    {
        var gateway = new GatewayModel("store-1", "gw-1");
        await _chain.DeliverAsync("store-1", "cola", 5, StockLocation.Shelf);
        await _chain.Store.SayAsync(gateway, StockSaid.Taken(1, "p1", "cola", 1));
        await _chain.SellAsync("store-1", "cola", 1, StockStore.Minute(2));
        await _chain.SellAsync("store-1", "cola", 2, StockStore.Minute(3));
        _chain.Store.Clock.Advance(TimeSpan.FromMinutes(10));
        await _chain.Baskets.SettleAsync(Cancel);
        Assert.Equal("customer 3, plate/p1 -1, shelf 3, vendor -5", await _chain.Store.BooksAsync("store-1", "cola"));

        await _chain.Store.SayAsync(gateway, StockSaid.Taken(4, "p1", "cola", 2));
        await _chain.Baskets.SettleAsync(Cancel);
        Assert.Equal("customer 3, plate/p1 -3, shelf 5, vendor -5", await _chain.Store.BooksAsync("store-1", "cola"));
    }

    [Fact]
    public async Task Books_ThatWereTamperedWith_AreFound_AndChecksOnlyAddWhatIsNew()
    {
        await _chain.DeliverAsync("store-1", "cola", 5);
        await CheckAsync();
        Assert.Equal((1, 2, 1, 0), await ReadAsync());

        _chain.Store.Clock.Advance(TimeSpan.FromHours(1));
        await _chain.SellAsync("store-1", "cola", 1);
        await CheckAsync();
        await CheckAsync();
        Assert.Equal((1, 4, 2, 0), await ReadAsync());
        Assert.Equal(["2"], await _chain.Store.ListAsync("SELECT count(*) FROM stock_checked_sum"));

        await _chain.RunAsync("UPDATE stock_level SET quantity = quantity + 1 WHERE location = 'backroom'");
        await CheckAsync();
        var books = await _chain.Books.ReadAsync(null, Cancel);
        Assert.Equal(1, books.Sum);
        Assert.Equal([new WrongView(null, "cola", null, 1, 0, "sum"), new WrongView("store-1", "cola", "backroom", 6, 5, "level")], books.Wrong);
        await _chain.RunAsync("UPDATE stock_level SET quantity = quantity - 1 WHERE location = 'backroom'");
        await _chain.Books.CheckAsync("store-1", full: true, Cancel);
        await CheckAsync();
        Assert.Equal((1, 4, 2, 0), await ReadAsync());

        async Task CheckAsync()
        {
            await _chain.Books.CheckAsync("store-1", full: false, Cancel);
            await _chain.Books.CheckChainAsync(Cancel);
        }

        async Task<(long, long, long, int)> ReadAsync() => await _chain.Books.ReadAsync(null, Cancel) is var b ? (b.Skus, b.Locations, b.Moves, b.Wrong.Count) : default;
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

    [Fact]
    public async Task Moves_OfTheSameKey_AreBookedOnceHoweverManyAskAtOnce()
    {
        var sale = new StockMove("store-1", "cola", 2, StockLocation.Shelf, StockLocation.Customer, StockReason.Sale, "sale/7", _chain.Now, "till-1", Key: "sale/7/1");
        var booked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _chain.Store.MoveAsync(sale), Cancel)));

        Assert.Equal(1, booked.Sum());
        Assert.Equal("customer 2, shelf -2", await _chain.Store.BooksAsync("store-1", "cola"));
    }

    [Fact]
    public async Task Moves_OfManyGoodsInOppositeOrders_DoNotWaitForEachOther()
    {
        var skus = Enumerable.Range(0, 20).Select(i => $"sku-{i}").ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () =>
            {
                foreach (var _ in Enumerable.Range(0, 3))
                {
                    await _chain.Store.MoveAsync([.. (i % 2 == 0 ? skus : skus.Reverse()).Select(sku => new StockMove(
                        "store-1", sku, 1, StockLocation.Transit, StockLocation.Receiving, StockReason.TransferReceived, "transfer/1", _chain.Now, "anna", i % 3 == 0 ? "store-2" : null))]);
                }
            },
            Cancel)));

        Assert.Equal(["-24"], await _chain.Store.ListAsync("SELECT DISTINCT quantity FROM stock_level WHERE location = 'transit'"));
    }

    [Theory]
    [InlineData(0, "vendor", "shelf")]
    [InlineData(1, "shelf", "shelf")]
    [InlineData(1, "moon", "shelf")]
    [InlineData(1, "vendor", "plate/")]
    public async Task Move_ThatIsNone_IsAMistakeOfTheCaller(long quantity, string from, string to) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _chain.Store.MoveAsync(new StockMove("store-1", "cola", quantity, from, to, "x", "x/1", _chain.Now, "anna")));

    private async Task<IReadOnlyList<StockRow>> ListAsync(string store, string show = "all") =>
        (await _chain.Queries.ListAsync(new HashSet<string> { store }, null, show, null, 50, Cancel)).Rows;

    private async Task<IReadOnlyList<AlarmView>> AlarmsAsync(string show = "open") => (await _chain.Alarms.ListAsync(null, show == "all", null, 50, Cancel)).Rows;

    private Task<List<string>> OutgoingAsync() => _chain.Store.ListAsync("SELECT target FROM outgoing");

    private Task<StockAnswer<ReservationView>> HoldAsync(string store, string sku, long quantity, string? key = null) =>
        _chain.Reservations.HoldAsync(store, new ReservationBody(sku, quantity, "order 7"), StockChain.Anna, key, Cancel);
}

public sealed class StockOnSqliteTests : StockTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StockOnPostgresTests : StockTests<PostgresTestDatabase>;
