using Cloud.Crm.Access;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>Books that are checked, and moves that many make at once, on both databases.</summary>
public abstract class StockBooksTests<T> : IAsyncLifetime
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
}

public sealed class StockBooksOnSqliteTests : StockBooksTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StockBooksOnPostgresTests : StockBooksTests<PostgresTestDatabase>;
