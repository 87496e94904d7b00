using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>What people do with goods, and reservations, on both databases.</summary>
public abstract class StockHandlingTests<T> : IAsyncLifetime
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

    private Task<StockAnswer<ReservationView>> HoldAsync(string store, string sku, long quantity, string? key = null) =>
        _chain.Reservations.HoldAsync(store, new ReservationBody(sku, quantity, "order 7"), StockChain.Anna, key, Cancel);
}

public sealed class StockHandlingOnSqliteTests : StockHandlingTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StockHandlingOnPostgresTests : StockHandlingTests<PostgresTestDatabase>;
