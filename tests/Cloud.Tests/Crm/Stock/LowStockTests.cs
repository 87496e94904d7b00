using Cloud.Crm.Access;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>Goods that run low, and books that have less than nothing, on both databases.</summary>
public abstract class LowStockTests<T> : IAsyncLifetime
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
        Assert.Single(await _chain.ToldAsync());

        await _chain.Alarms.AcknowledgeAsync(alarm.Id, StockChain.Anna, Cancel);
        Assert.Equal("anna", (await _chain.Alarms.AcknowledgeAsync(alarm.Id, new Caller("bo", "Bo", Role.Manager, null), Cancel)).Value!.AcknowledgedBy);
        Assert.Equal(404, (await _chain.Alarms.AcknowledgeAsync(alarm.Id, s_manager, Cancel)).Status);

        await _chain.DeliverAsync("store-1", "cola", 2);
        await _chain.LookAsync();
        Assert.NotNull(Assert.Single(await AlarmsAsync("all")).EndedAt);
        Assert.Equal(["stock.low"], await _chain.ToldAsync());
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

    private async Task<IReadOnlyList<StockRow>> ListAsync(string store, string show = "all") =>
        (await _chain.Queries.ListAsync(new HashSet<string> { store }, null, show, null, 50, Cancel)).Rows;

    private async Task<IReadOnlyList<AlarmView>> AlarmsAsync(string show = "open") => (await _chain.Alarms.ListAsync(null, show == "all", null, 50, Cancel)).Rows;
}

public sealed class LowStockOnSqliteTests : LowStockTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class LowStockOnPostgresTests : LowStockTests<PostgresTestDatabase>;
