using System.Text.Json;

namespace Cloud.Tests.Crm.Sales;

/// <summary>What subscribers hear of sales, on both databases.</summary>
public abstract class SaleNoticeTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private SalesShop _shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await SalesShop.CreateAsync(_database);
        await _shop.JoinedAsync("m-1");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sale_BookedByTwoNodesAtOnceAndAgain_IsToldOnce()
    {
        await _shop.SubscribeAsync(["sale.recorded", "sale.returned"]);
        var other = _shop.OnAnotherNode(_database);
        await Task.WhenAll(new[] { _shop, other, _shop, other }.Select(shop => Task.Run(() => shop.BookAsync(_shop.Sale(1, 500)), Cancel)));
        await _shop.BookAsync(_shop.Sale(1, 500));
        await _shop.BookAsync(_shop.Return(2, 1, 500));
        await _shop.BookAsync(_shop.Return(2, 1, 500));

        Assert.Equal([$"sale.recorded sale/{SalesShop.Id(1)} store-1", $"sale.returned sale/{SalesShop.Id(2)} store-1"], await _shop.ToldAsync());
        var told = JsonElement.Parse((await _shop.ListAsync("SELECT body FROM outgoing WHERE body LIKE '%sale.recorded%'"))[0]).GetProperty("data");
        Assert.Equal((500, "m-1", "oat-milk"), (told.GetProperty("totalFen").GetInt64(), told.GetProperty("member").GetString(), told.GetProperty("lines")[0].GetProperty("sku").GetString()));
    }

    [Fact]
    public async Task Sale_OfAnotherStore_IsNotToldToWhoeverSubscribedToOne()
    {
        await _shop.SubscribeAsync(["sale.recorded"], "store-2");
        await _shop.SubscribeAsync(["stock.low"]);
        await _shop.BookAsync(_shop.Sale(1, 500));
        await _shop.BookAsync(_shop.Sale(2, 500, store: "store-2"));

        Assert.Equal([$"sale.recorded sale/{SalesShop.Id(2)} store-2"], await _shop.ToldAsync());
    }
}

public sealed class SaleNoticeOnSqliteTests : SaleNoticeTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class SaleNoticeOnPostgresTests : SaleNoticeTests<PostgresTestDatabase>;
