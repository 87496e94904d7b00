using Cloud.Crm.Access;
using Cloud.Crm.Orders;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Schema;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Cloud.Tests.Crm.Orders;

/// <summary>A store with stock, a supplier, and replenishment by a clock that moves when told.</summary>
internal sealed class OrdersFixture<T> : IAsyncDisposable
    where T : TestDatabase, new()
{
    internal const string Store = "store-1";

    internal static readonly Caller Ada = new("ada", "Ada", Role.Manager, null);

    private readonly T _database = new();
    private StockBook _book = null!;

    internal ManualClock Clock { get; } = new();

    internal OrdersNode Node { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal async Task StartAsync()
    {
        await _database.CreateAsync(Cancel);
        Node = Open();
        await SchemaMigration.ApplyAsync(Node.Database, Clock, Cancel);
        _book = new StockBook(Clock);
        await RunAsync("INSERT INTO store (store, name, time_zone) VALUES ('store-1', 'Store 1', 'Asia/Shanghai'), ('store-2', 'Store 2', 'UTC')");
        await RunAsync(
            """
            INSERT INTO supplier (supplier, name, name_key, channel, address, lead_days, updated_at) VALUES ('drinks', 'Drinks Ltd', 'drinks ltd', 'mail', 'orders@drinks.example', 2, @now),
                   ('teas', 'Teas Ltd', 'teas ltd', 'webhook', 'hook-1', 3, @now)
            """, ("now", Now));
    }

    /// <summary>Another node on the same database.</summary>
    internal OrdersNode Open() => new(_database.Open(), Clock);

    /// <summary>A product with a rule and an offer, of which so many lie on the shelf.</summary>
    internal async Task SellAsync(string sku, ReorderLevels levels, long onShelf = 0, string supplier = "drinks", long price = 100, long pack = 1, long moq = 1, string unit = "piece", string store = Store)
    {
        await RunAsync(
            "INSERT INTO product (sku, name, name_key, unit, updated_at) VALUES (@sku, @sku, @sku, @unit, @now) ON CONFLICT (sku) DO NOTHING", ("sku", sku), ("unit", unit), ("now", Now));
        await RunAsync(
            "INSERT INTO supplier_product (supplier, sku, price_fen, pack, moq) VALUES (@supplier, @sku, @price, @pack, @moq) ON CONFLICT (supplier, sku) DO NOTHING",
            ("supplier", supplier), ("sku", sku), ("price", price), ("pack", pack), ("moq", moq));
        if (onShelf > 0)
        {
            await MoveAsync(sku, onShelf, StockLocation.Vendor, StockLocation.Shelf, store);
        }

        await RunAsync(
            "INSERT INTO reorder_rule (store, sku, min, max, multiple, updated_at) VALUES (@store, @sku, @min, @max, @multiple, @now)",
            ("store", store), ("sku", sku), ("min", levels.Min), ("max", levels.Max), ("multiple", levels.Multiple), ("now", Now));
    }

    internal Task MoveAsync(string sku, long quantity, string from, string to, string store = Store) => Node.Database.WriteAsync(
        transaction => _book.MoveAsync(
            transaction, [new StockMove(store, sku, quantity, from, to, StockReason.Moved, "test", Clock.GetUtcNow().UtcDateTime, "test")], Cancel), Cancel);

    /// <summary>Somebody buys.</summary>
    internal Task BuyAsync(string sku, long quantity, string store = Store) => MoveAsync(sku, quantity, StockLocation.Shelf, StockLocation.Customer, store);

    /// <summary>Every draft line as <c>supplier sku quantity origin</c>, those without money with an exclamation mark.</summary>
    internal Task<string> DraftsAsync() => TextAsync(
        """
        SELECT b.supplier || ' ' || l.sku || ' ' || l.ordered || ' ' || l.origin || CASE WHEN l.funded THEN '' ELSE ' !' END
        FROM purchase_line l JOIN purchase b ON b.store = l.store AND b.id = l.purchase WHERE l.state = 'draft' ORDER BY b.supplier, l.sku
        """);

    /// <summary>Notes of all purchases as <c>code reason</c>, in order.</summary>
    internal async Task<string> NotesAsync()
    {
        await using var connection = await Node.Database.OpenAsync(Cancel);
        return string.Join(", ", await connection.Command("SELECT code, detail FROM purchase_note ORDER BY id").ListAsync(r => r.GetString(0) + Reason(r.GetString(1)), Cancel));
    }

    internal async Task<long> CountAsync(string table, string where = "1 = 1") => long.Parse(
        await TextAsync($"SELECT CAST(count(*) AS text) FROM {table} WHERE {where}"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first column of all rows, joined by commas.</summary>
    internal async Task<string> TextAsync(string sql)
    {
        await using var connection = await Node.Database.OpenAsync(Cancel);
        return string.Join(", ", await connection.Command(sql).ListAsync(r => r.IsDBNull(0) ? "-" : r.GetString(0), Cancel));
    }

    internal Task<int> RunAsync(string sql, params (string Name, object? Value)[] parameters) =>
        Node.Database.WriteAsync(transaction => transaction.Command(sql, parameters).RunAsync(Cancel), Cancel);

    internal object Now => Node.Database.ToTime(Clock.GetUtcNow().UtcDateTime);

    /// <summary>A member of a level with usual goods, as headquarters writes one.</summary>
    internal async Task MemberAsync(string id, string level, params string[] usual)
    {
        await RunAsync("UPDATE member_line SET version = version + 1 WHERE id = 1");
        await RunAsync(
            """
            INSERT INTO member (id, code, generation, name, name_key, level, usual, notes, gone, version, created_at, updated_at)
            VALUES (@id, @id, 1, @name, @name, @level, @usual, '[]', @gone, (SELECT version FROM member_line WHERE id = 1), @now, @now)
            ON CONFLICT (id) DO UPDATE SET level = excluded.level, usual = excluded.usual, version = excluded.version
            """,
            ("id", id), ("name", "Lin " + id), ("level", level), ("usual", $"[{string.Join(",", usual.Select(s => $$"""{"sku":"{{s}}","name":"{{s}}"}"""))}]"), ("gone", false), ("now", Now));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static string Reason(string detail)
    {
        using var json = System.Text.Json.JsonDocument.Parse(detail);
        return json.RootElement.TryGetProperty("reason", out var reason) ? " " + reason.GetString() : "";
    }
}

/// <summary>Replenishment as one node has it.</summary>
internal sealed class OrdersNode
{
    internal OrdersNode(HeadquartersDatabase database, TimeProvider clock)
    {
        Database = database;
        var audit = new AuditTable(database, clock);
        var notes = new PurchaseNotes(database, clock);
        var snoozes = new SnoozeTable(database);
        var drafts = new DraftTable(database, notes, clock);
        Budgets = new BudgetTable(database, audit, clock);
        var funding = new FundingTable(database, Budgets, clock);
        var looks = new ReorderLooks(database, clock);
        Replenisher = new Replenisher(database, looks, drafts, funding, clock);
        Rules = new RuleTable(database, Replenisher, drafts, snoozes, audit, clock);
        Edits = new PurchaseEdits(database, drafts, funding, snoozes, notes, audit, clock);
        var outgoing = new OutgoingTable(database, clock);
        var events = new WebhookEvents(outgoing, clock);
        Sending = new PurchaseSending(database, drafts, looks, funding, notes, outgoing, events, audit, clock);
        Receipts = new PurchaseReceipts(database, new StockBook(clock), funding, notes, events, audit, clock);
        Ends = new PurchaseEnds(database, funding, snoozes, notes, events, audit, clock);
        Purchases = new PurchaseQueries(database);
        Replenishment = new ReplenishmentQueries(database, looks, clock);
        Vips = new VipGoods(database);
        Record = new SupplierRecord(database, clock);
        Worker = new ReplenishmentWorker(database, looks, Replenisher, Vips, TimeSpan.FromSeconds(1), clock, () => 0.5, NullLogger<ReplenishmentWorker>.Instance);
    }

    internal HeadquartersDatabase Database { get; }

    internal BudgetTable Budgets { get; }

    internal Replenisher Replenisher { get; }

    internal RuleTable Rules { get; }

    internal PurchaseEdits Edits { get; }

    internal PurchaseSending Sending { get; }

    internal PurchaseReceipts Receipts { get; }

    internal PurchaseEnds Ends { get; }

    internal PurchaseQueries Purchases { get; }

    internal ReplenishmentQueries Replenishment { get; }

    internal VipGoods Vips { get; }

    internal SupplierRecord Record { get; }

    internal ReplenishmentWorker Worker { get; }
}
