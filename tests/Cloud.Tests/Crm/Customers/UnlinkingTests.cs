using System.Globalization;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Members;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;
using Cloud.Crm.Visits;
using Cloud.Tests.Crm.Sales;

namespace Cloud.Tests.Crm.Customers;

/// <summary>What becomes of visits, sales and points of somebody who is erased: they stay, and lead to nobody; on both databases.</summary>
public abstract class UnlinkingTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private static readonly GatewayModel s_gateway = new("store-1", "gw-1");
    private readonly T _database = new();
    private SalesShop _shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await SalesShop.CreateAsync(_database);
        await _shop.JoinedAsync("m-1", phone: "13800138000", home: "store-1");
        await _shop.JoinedAsync("m-2", home: "store-1");
        await _shop.SubscribeAsync(["sale.recorded", "member.level_changed"]);
        await _shop.BookAsync(_shop.Sale(1, 150_000));
        await _shop.BookAsync(_shop.Sale(2, 40_000, "m-2"));
        await _shop.Ingest.ApplyAsync(_shop.Batch(
            s_gateway,
            (EventTypes.SaleRecorded, $$"""{"sale":"{{SalesShop.Id(3)}}","till":"till-1","member":"m-1","total_fen":900,"lines":[{"sku":"sencha","quantity":1,"amount_fen":900}]}"""),
            (EventTypes.VipArrived, """{"member":"m-1","how":"face","visit":"v-1","zone":"door"}"""),
            (EventTypes.VipArrived, """{"member":"m-2","how":"face","visit":"v-2","zone":"door"}""")));
        await _shop.Inbox.BookAsync(SaleKind.Sale, 500, Cancel);
        await _shop.Vouchers.AddAsync(new Cloud.Crm.Programme.VoucherBody("Five", 500, "FIVE", Member: "m-1"), Caller.Headquarters, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Erased_KeepsBooksAsTheyWere_AndNoRowLeadsFromThemToThePerson()
    {
        var before = await BooksAsync();
        Assert.Contains("sale", await HoldersAsync("m-1"));
        await EraseAsync();

        Assert.Equal(before, await BooksAsync());
        await _shop.AssertAgreesAsync();
        Assert.Equal(["- v-1", "m-2 v-2"], await _shop.ListAsync("SELECT member, visit FROM member_visit ORDER BY visit"));
        Assert.Equal(2, (await new VisitQueries(_shop.Database, _shop.Clock).ArrivalsAsync(null, null, 10, Caller.Headquarters, Cancel)).Arrivals.Count);

        // The id stays where gateways are told to forget it, and on the receipt; the pseudonym where the books are. Nothing has both.
        Assert.Empty((await HoldersAsync("m-1")).Except(["audit_entry", "customer_consent", "customer_erasure", "member", "member_store", "member_withdrawal", "outgoing"]));
        Assert.Equal("0", await _shop.OneAsync("SELECT count(*) FROM outgoing WHERE body LIKE '%m-1%'"));
        var pseudonym = await _shop.OneAsync("SELECT DISTINCT member FROM sale WHERE member <> 'm-2'");
        Assert.StartsWith("erased-", pseudonym, StringComparison.Ordinal);
        Assert.Equal(["level_change", "member", "points_account", "points_entry", "sale", "voucher"], await HoldersAsync(pseudonym));
        await using var connection = await _shop.Database.OpenAsync(Cancel);
        Assert.Equal(
            [DateTime.UnixEpoch], await connection.Command("SELECT created_at FROM member WHERE id = @id", ("id", pseudonym)).ListAsync(r => _shop.Database.ReadTime(r, 0)!.Value, Cancel));
    }

    [Fact]
    public async Task Erased_GoodsThatComeBack_TakeTheirPointsBack()
    {
        await EraseAsync();
        await _shop.BookAsync(_shop.Return(9, 1, 150_000));

        Assert.Equal("18", await _shop.OneAsync("SELECT balance FROM points_account WHERE member <> 'm-2'"));
        await _shop.AssertAgreesAsync();
        await _shop.Watch.LookAsync(100, Cancel);
        Assert.Equal(0, await _shop.Watch.LookAsync(100, Cancel));
    }

    [Fact]
    public async Task Receipt_SaysWhatWasUnlinkedWhere()
    {
        var receipt = await EraseAsync();

        Assert.Equal(
            ["event 1", "event 1", "level_change 1", "member 1", "member_seen 1", "member_visit 1", "outgoing 3", "points_account 1", "points_entry 2", "sale 2", "sale 2", "voucher 1"],
            receipt.Removed.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Where} {part.Rows}")).Order(StringComparer.Ordinal));
    }

    private async Task<ErasureReceipt> EraseAsync()
    {
        var (database, clock) = (_shop.Database, _shop.Clock);
        var audit = new AuditTable(database, clock);
        var tables = new TableNames(database);
        var book = new CustomerBook(SalesShop.Keys);
        var erasure = new Erasure(
            database, new CustomerTable(database, clock), book, new ConsentTable(database, clock), new MarketingConsents(database, book, audit, clock), new PersonalScrub(database, tables), new Unlinking(database, tables), tables, audit, clock);
        Assert.Equal(ChangeOutcome.Done, (await erasure.EraseAsync("m-1", new EraseBody("letter of 21 November"), Caller.Headquarters, SalesShop.Keys.Key!, Cancel)).Outcome);
        return (await erasure.ReceiptAsync("m-1", Cancel))!;
    }

    /// <summary>What must be the same afterwards.</summary>
    private async Task<List<string>> BooksAsync() =>
    [
        .. await _shop.ListAsync("SELECT id, total_fen, points, growth FROM sale ORDER BY id"),
        .. await _shop.ListAsync("SELECT day, sales, sold_fen, member_sales, member_fen FROM sale_day ORDER BY day"),
        .. await _shop.ListAsync("SELECT id, points, remaining, balance FROM points_entry ORDER BY id"),
        .. await _shop.ListAsync("SELECT count(*), sum(balance) FROM points_account"),
        .. await _shop.ListAsync("SELECT location, quantity FROM stock_level ORDER BY sku, location"),
        .. await _shop.ListAsync("SELECT count(*) FROM member_visit"),
    ];

    /// <summary>The tables in which a text stands, as a value or within one.</summary>
    private async Task<List<string>> HoldersAsync(string text)
    {
        var holders = new List<string>();
        foreach (var table in await _shop.ListAsync(
            _database.Provider == "sqlite" ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name" : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"))
        {
            if ((await _shop.ListAsync($"SELECT * FROM {table}")).Any(row => row.Contains(text, StringComparison.Ordinal)))
            {
                holders.Add(table);
            }
        }

        return holders;
    }
}

public sealed class UnlinkingOnSqliteTests : UnlinkingTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class UnlinkingOnPostgresTests : UnlinkingTests<PostgresTestDatabase>;
