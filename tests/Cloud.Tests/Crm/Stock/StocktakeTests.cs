using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>Stocktakes at headquarters, on both databases.</summary>
public abstract class StocktakeTests<T> : IAsyncLifetime
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
        Assert.Equal(["stock.variance", "stock.variance", "stock.variance"], await _chain.ToldAsync());
        Assert.Equal(409, (await _chain.Stocktakes.CountAsync(take.Id, new ScanBody("s-9", "cola"), StockChain.Anna, Cancel)).Status);
        Assert.Null(await _chain.Stocktakes.FindAsync(take.Id, s_manager, Cancel));

        async Task ScanAsync(string scan, string code, long quantity = 1) =>
            Assert.Null((await _chain.Stocktakes.CountAsync(take.Id, new ScanBody(scan, code, quantity), StockChain.Anna, Cancel)).Refusal);
    }

    [Fact]
    public async Task Count_ThatFoundWhatTheBooksExpected_IsNotTold_AndOneThatDidNotIsToldOnce()
    {
        var gateway = new GatewayModel("store-1", "gw-1");
        await _chain.Store.SayAsync(gateway, StockSaid.Counted(1, "shelf", "tea", 4), StockSaid.Counted(2, "p1", "cola", 7, plate: "p1"));
        var before = await _chain.ToldAsync();
        var batch = _chain.Store.Batch(gateway, StockSaid.Counted(3, "shelf", "tea", 4), StockSaid.Counted(4, "p1", "cola", 5, plate: "p1"));
        await _chain.Store.Ingest.ApplyAsync(batch, batch);
        await _chain.Store.Ingest.ApplyAsync(batch);

        Assert.Equal((2, 3), (before.Count, (await _chain.ToldAsync()).Count));
        var told = (await _chain.Store.ListAsync("SELECT body FROM outgoing")).Select(body => JsonElement.Parse(body).GetProperty("data")).Single(data => data.GetProperty("counted").GetInt32() == 5);
        Assert.Equal(
            (7, 5, -2, "plate/p1"), (told.GetProperty("expected").GetInt32(), told.GetProperty("counted").GetInt32(), told.GetProperty("difference").GetInt32(), told.GetProperty("location").GetString()));
    }

    [Fact]
    public async Task Place_ThatTheStoreNamed_IsCountedWhereItStands()
    {
        await _chain.Handling.PlaceAsync("store-1", new PlaceName("Cage 2", "backroom"), StockChain.Anna, Cancel);
        Assert.Equal(400, (await _chain.Handling.PlaceAsync("store-1", new PlaceName("Cage 2", "customer"), StockChain.Anna, Cancel)).Status);
        var take = (await _chain.Stocktakes.BeginAsync(new StocktakeBody("store-1", "CAGE 2"), StockChain.Anna, null, Cancel)).Value!;

        Assert.Equal("backroom", take.Location);
    }
}

public sealed class StocktakeOnSqliteTests : StocktakeTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StocktakeOnPostgresTests : StocktakeTests<PostgresTestDatabase>;
