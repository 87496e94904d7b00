using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Stock;

/// <summary>A chain of three stores, and everything of headquarters' stock over its database.</summary>
internal sealed class StockChain
{
    internal static readonly Caller Anna = new("anna", "Anna", Role.Admin, null);

    private StockChain(StockStore store)
    {
        Store = store;
        var (database, clock) = (store.Database, store.Clock);
        var audit = new AuditTable(database, clock);
        StockTold told = new WebhookEvents(new OutgoingTable(database, clock), clock).AddAsync;
        Products = new ProductTable(database, audit, clock);
        Queries = new StockQueries(database, clock);
        Handling = new StockHandling(database, store.Book, audit, clock);
        Reservations = new Reservations(database, audit, clock);
        Alarms = new AlarmTable(database, audit, clock);
        Shelves = new ShelfQueries(database, Alarms);
        Books = new StockBooks(database, clock);
        Transfers = new TransferTable(database, store.Book, audit, told, clock);
        Stocktakes = new StocktakeTable(database, audit, clock);
        Nearby = new NearbyQueries(database, clock);
        Turnover = new TurnoverQueries(database, clock);
        Low = new LowStock(database, told, clock);
        Baskets = new BasketSettling(database, clock);
    }

    internal StockStore Store { get; }

    internal ProductTable Products { get; }

    internal StockQueries Queries { get; }

    internal StockHandling Handling { get; }

    internal Reservations Reservations { get; }

    internal AlarmTable Alarms { get; }

    internal ShelfQueries Shelves { get; }

    internal StockBooks Books { get; }

    internal TransferTable Transfers { get; }

    internal StocktakeTable Stocktakes { get; }

    internal NearbyQueries Nearby { get; }

    internal TurnoverQueries Turnover { get; }

    internal LowStock Low { get; }

    internal BasketSettling Baskets { get; }

    internal DateTime Now => Store.Clock.GetUtcNow().UtcDateTime;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes it, with somebody who subscribed to everything of stock.</summary>
    internal static async Task<StockChain> CreateAsync(TestDatabase database)
    {
        var chain = new StockChain(await StockStore.CreateAsync(
            database, new GatewayModel("store-1", "gw-1"), new GatewayModel("store-2", "gw-2"), new GatewayModel("store-3", "gw-3")));
        await chain.RunAsync(
            """
            INSERT INTO webhook (id, name, url, events, stores, created_at)
            SELECT 'hook', 'hook', 'https://hooks.example/', '["stock.low","stock.variance","transfer.received","transfer.shipped"]', '[]', max(applied_at) FROM schema_version
            """);
        return chain;
    }

    /// <summary>What is on its way to the subscriber: the events' names, in order.</summary>
    internal async Task<List<string>> ToldAsync() =>
        [.. (await Store.ListAsync("SELECT body FROM outgoing")).Select(body => JsonElement.Parse(body).GetProperty("event").GetString()!).Order(StringComparer.Ordinal)];

    internal async Task<ProductView> ProductAsync(string sku, string name, long cost = 0, string? gtin = null, string? unit = null)
    {
        var answer = await Products.SetAsync(sku, new ProductBody(name, gtin, "drinks", unit, cost, cost * 2), Anna, Cancel);
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    /// <summary>Goods come from a supplier.</summary>
    internal Task DeliverAsync(string store, string sku, long quantity, string to = StockLocation.Backroom) =>
        Store.MoveAsync(new StockMove(store, sku, quantity, StockLocation.Vendor, to, StockReason.Receipt, "purchase/1", Now, "anna"));

    internal Task SellAsync(string store, string sku, long quantity, DateTime? at = null) =>
        Store.MoveAsync(new StockMove(store, sku, quantity, StockLocation.Shelf, StockLocation.Customer, StockReason.Sale, "sale/1", at ?? Now, "till-1"));

    /// <summary>Runs a statement that tests prepare something with.</summary>
    internal async Task RunAsync(string sql) => await Store.Database.WriteAsync(transaction => transaction.Command(sql).RunAsync(Cancel), Cancel);

    /// <summary>Gives goods a reorder rule.</summary>
    internal Task RuleAsync(string store, string sku, long min, long max) => Store.Database.WriteAsync(
        transaction => transaction.Command(
            "INSERT INTO reorder_rule (store, sku, min, max, multiple, updated_at) VALUES (@store, @sku, @min, @max, 1, @now) ON CONFLICT (store, sku) DO UPDATE SET min = excluded.min, updated_at = excluded.updated_at",
            ("store", store), ("sku", sku), ("min", min), ("max", max), ("now", Store.Database.ToTime(Now))).RunAsync(Cancel),
        Cancel);

    /// <summary>Looks at everything that moved.</summary>
    internal async Task LookAsync()
    {
        while (await Low.LookAsync(Cancel) > 0)
        {
        }
    }
}
