using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>What is taken off plates and what is paid, on both databases.</summary>
public abstract class BasketTests<T> : IAsyncLifetime
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
    public async Task Basket_OfGoodsThatSellEveryDay_LosesWhatNobodyPaid_AndNothingElse()
    {
        // Every SKU is a shop life of its own, with the same seed in both databases; of every other one the till is heard up to three days late.
        var lives = Enumerable.Range(0, 8).Select(seed => new BasketLife($"sku-{seed}", new Random(seed), hasLateSales: seed % 2 == 1)).ToArray();
        await _chain.Store.SayAsync(new GatewayModel("store-1", "gw-1"), [.. lives.Select(life => StockSaid.Returned(0.1, "p1", life.Sku, 1, restock: true))]);
        _chain.Store.Clock.Advance(BasketLife.Begin - _chain.Store.Clock.GetUtcNow());
        for (var hour = 0; hour <= 24 * (BasketLife.Days + 6); hour += 6)
        {
            await _chain.Store.MoveAsync([.. lives.SelectMany(life => life.Told(hour))]);
            await _chain.Baskets.SettleAsync(Cancel);
            if (hour % 24 == 12)
            {
                foreach (var life in lives.Where(life => !life.HasLateSales))
                {
                    // What was stolen up to the day before yesterday is gone, and nothing of what was paid in time.
                    var lost = await LostAsync(life.Sku);
                    Assert.InRange(lost, life.Stolen(hour / 24 - 1), life.Stolen(hour / 24));
                }
            }

            _chain.Store.Clock.Advance(TimeSpan.FromHours(6));
        }

        foreach (var life in lives)
        {
            Assert.Equal((life.Sku, life.Stolen(BasketLife.Days), life.Sold), (life.Sku, await LostAsync(life.Sku), (await _chain.Store.LevelsAsync("store-1", life.Sku)).GetValueOrDefault("customer")));
            Assert.DoesNotContain("basket", await _chain.Store.BooksAsync("store-1", life.Sku), StringComparison.Ordinal);
        }

        Assert.True(lives.Sum(life => life.Stolen(BasketLife.Days)) > 20);

        async Task<long> LostAsync(string sku) => long.Parse(
            (await _chain.Store.ListAsync($"SELECT coalesce(sum(CASE reason WHEN 'not_paid' THEN quantity WHEN 'paid_later' THEN -quantity ELSE 0 END), 0) FROM stock_move WHERE sku = '{sku}'"))[0],
            System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(1, 1, "10:00 1, 10:20 -1")]
    [InlineData(1, 1, "10:20 1, 10:00 -1")]
    [InlineData(2, 1, "23:00 1")]
    [InlineData(0, 0, "09:00 1, 11:30 -1")]
    [InlineData(-1, -1, "10:00 1, 10:20 -1")]
    [InlineData(0, 0, "12:00 1, 20:00 -1")]
    [InlineData(-2, 0, "12:00 -2")]
    [InlineData(1, 0, "08:01 1")]
    public void Basket_HasKeptWhatEveryPauseFoundInIt(long now, long stayed, string moved)
    {
        var since = new DateTime(2026, 11, 21, 8, 0, 0, DateTimeKind.Utc);
        var moves = moved.Split(", ").Select(move => move.Split(' ')).Select(move => (
            At: since.Date + TimeSpan.Parse(move[0], System.Globalization.CultureInfo.InvariantCulture), Net: long.Parse(move[1], System.Globalization.CultureInfo.InvariantCulture))).ToArray();

        Assert.Equal(stayed, BasketSettling.Stayed(now, moves, since, since.AddDays(1)));
    }
}

public sealed class BasketOnSqliteTests : BasketTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class BasketOnPostgresTests : BasketTests<PostgresTestDatabase>;
