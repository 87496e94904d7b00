using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Programme;
using Cloud.Crm.Sales;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Sales;

/// <summary>What follows from sales, on both databases.</summary>
public abstract class SaleBookTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private SalesShop _shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await SalesShop.CreateAsync(_database);
        await _shop.JoinedAsync("m-1", "13800138000", "VIP-1001");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sale_Booked_MovesStockAndEarnsPointsOnceHoweverOftenItComes()
    {
        var sale = _shop.Sale(1, 1990, quantity: 2) with { Lines = [new SaleLine("oat-milk", 2, null, 990), new SaleLine("sencha", 100, null, 1000)] };
        Assert.Equal(SaleOutcomeKind.Applied, (await _shop.BookAsync(sale)).Kind);
        Assert.Equal(SaleOutcomeKind.Same, (await _shop.BookAsync(sale)).Kind);
        Assert.Equal(SaleOutcomeKind.Same, (await _shop.BookAsync(sale with { IsAtSaid = false, At = sale.At.AddMinutes(3) }, isStrict: false)).Kind);

        Assert.Equal("customer 2, shelf -2", await _shop.StockAsync("oat-milk"));
        Assert.Equal("customer 100, shelf -100", await _shop.StockAsync("sencha"));

        // 9.90 yuan, and 10.00 of tea that counts twice: 29.90 rounded down once.
        Assert.Equal("earned 29 29", await _shop.OneAsync("SELECT kind, points, remaining FROM points_entry WHERE member = 'm-1'"));
        Assert.Equal("29", await _shop.OneAsync($"SELECT balance FROM sale WHERE id = '{sale.Id}'"));
        Assert.Equal("1 1990 1 1990", await _shop.OneAsync("SELECT sales, sold_fen, member_sales, member_fen FROM sale_day"));
    }

    [Fact]
    public async Task SaleAndLevel_OfSomebodyMerged_NameThePersonToThoseWhoMaySeeCustomersOnly()
    {
        Caller associate = new("a", "a", Role.Associate, null), auditor = new("b", "b", Role.Auditor, null);
        await _shop.Ingest.ApplyAsync(_shop.Batch(_gateway, (EventTypes.SaleRecorded, Data(1, 600_000, "\"member\":\"m-1\""))));
        await _shop.Inbox.BookAsync(SaleKind.Sale, 500, Cancel);
        await _shop.JoinedAsync("m-2");
        await _shop.RunAsync("UPDATE member SET merged_into = 'm-2' WHERE id = 'm-1'");

        Assert.Equal(("m-1", "m-2"), (await ListedAsync(associate)) is var row ? (row.Member, row.MemberName) : default);
        Assert.Equal(("m-1", null), (await ListedAsync(auditor)) is var hidden ? (hidden.Member, hidden.MemberName) : default);
        var sale = (await _shop.Queries.FindAsync(SalesShop.Id(1), associate, Cancel))!;
        Assert.Equal(("m-2", new EvidenceView("event", null, "gw-1", 1)), (sale.MemberName, sale.Evidence));
        Assert.Null((await _shop.Queries.FindAsync(SalesShop.Id(1), auditor, Cancel))!.MemberName);
        var levels = new LevelPreview(_shop.Database, _shop.Clock);
        Assert.Equal("m-2", Assert.Single((await levels.LevelsAsync(SalesShop.Rules, associate, Cancel)).Changes).Name);
        Assert.Null(Assert.Single((await levels.LevelsAsync(SalesShop.Rules, auditor, Cancel)).Changes).Name);

        async Task<SaleListRow> ListedAsync(Caller caller) => Assert.Single((await _shop.Queries.ListAsync(null, null, caller, null, 10, Cancel)).Sales);
    }

    [Fact]
    public async Task Sale_OfAnotherContentUnderTheId_IsToldTheDifference()
    {
        var sale = _shop.Sale(1, 1990);
        await _shop.BookAsync(sale);
        var other = await _shop.BookAsync(sale with { Till = "till-2", TotalFen = 990, Lines = [new SaleLine("oat-milk", 1, null, 990)], Claim = null });

        Assert.Equal(SaleOutcomeKind.Differs, other.Kind);
        Assert.All(
            ["till was till-1 and is till-2", "totalFen was 1990 and is 990", "the buyer was another", "lines[0] was 1 of 'oat-milk' for 1990"],
            part => Assert.Contains(part, other.Said, StringComparison.Ordinal));
        Assert.Equal("1", await _shop.OneAsync("SELECT count(*) FROM sale"));
    }

    [Fact]
    public async Task Sale_ByEventAndByHttp_CountsOnceWhicheverComesFirst()
    {
        await _shop.BookAsync(_shop.Sale(1, 1990));
        await _shop.Ingest.ApplyAsync(_shop.Batch(_gateway, (EventTypes.SaleRecorded, Data(1, 1990)), (EventTypes.SaleRecorded, Data(2, 500)), (EventTypes.SaleRecorded, Data(2, 500))));
        while (await _shop.Inbox.BookAsync(SaleKind.Sale, 500, Cancel) > 0)
        {
        }

        Assert.Equal(SaleOutcomeKind.Same, (await _shop.BookAsync(_shop.Sale(2, 500) with { IsAtSaid = false })).Kind);
        Assert.Equal(["sale/" + SalesShop.Id(1), "event/1/2"], await _shop.ListAsync("SELECT evidence FROM sale ORDER BY id"));
        Assert.Equal("0", await _shop.OneAsync("SELECT count(*) FROM sale_inbox"));
        Assert.Equal("24", await _shop.OneAsync("SELECT balance FROM points_account WHERE member = 'm-1'"));
        await _shop.AssertAgreesAsync();
    }

    [Fact]
    public async Task Event_ThatCannotBeBooked_StandsAmongTheRefusedAndHoldsUpNothing()
    {
        await _shop.Ingest.ApplyAsync(_shop.Batch(
            _gateway,
            (EventTypes.SaleRecorded, $$"""{"sale":"{{SalesShop.Id(1)}}","till":"till-1","lines":[{"sku":"oat-milk","quantity":0,"amount_fen":5}],"total_fen":6}"""),
            (EventTypes.SaleRecorded, $$"""{"sale":"{{SalesShop.Id(2)}}","till":"till-1","lines":["x"],"total_fen":6}"""),
            (EventTypes.SaleRecorded, Data(3, 500, "\"phone\":\"138 0013 8000\""))));
        await _shop.Inbox.BookAsync(SaleKind.Sale, 500, Cancel);

        var refused = await _shop.Inbox.ListAsync("refused", null, 10, Cancel);
        Assert.Equal([new EvidenceView("event", null, "gw-1", 1), new EvidenceView("event", null, "gw-1", 2)], refused.Rows.Select(row => row.Evidence));
        Assert.Contains("quantity is 0", refused.Rows[0].Said, StringComparison.Ordinal);
        Assert.Contains("totalFen is 6; the lines come to 5", refused.Rows[0].Said, StringComparison.Ordinal);
        Assert.Contains("$.lines[0]", refused.Rows[1].Said, StringComparison.Ordinal);
        Assert.Equal("m-1", await _shop.OneAsync("SELECT member FROM sale"));

        // The number itself stays nowhere.
        Assert.Empty(await _shop.ListAsync("SELECT body FROM event WHERE body LIKE '%0013%'"));
    }

    [Fact]
    public async Task Return_TakesBackPointsLevelAndStockAndNeverMoreThanWasSold()
    {
        await _shop.BookAsync(_shop.Sale(1, 500_000, quantity: 5));
        Assert.Equal("gold", await _shop.OneAsync("SELECT level FROM member"));
        Assert.Equal(SaleOutcomeKind.Applied, (await _shop.BookAsync(_shop.Return(2, 1, 200_050, quantity: 2))).Kind);

        Assert.Equal("silver", await _shop.OneAsync("SELECT level FROM member"));
        Assert.Equal("2999", await _shop.OneAsync("SELECT balance FROM points_account"));
        Assert.Equal("customer 3, shelf -3", await _shop.StockAsync("oat-milk"));
        var more = await _shop.BookAsync(_shop.Return(3, 1, 100, quantity: 4));
        Assert.Equal((SaleOutcomeKind.Refused, "4 of 'oat-milk' are to come back; 5 were sold and 2 have come back before"), (more.Kind, more.Said));
        Assert.Equal("300000 fen are to be paid back for 'oat-milk'; 500000 were paid and 200050 have been paid back before", (await _shop.BookAsync(_shop.Return(3, 1, 300_000))).Said);
        Assert.Contains("is a return itself", (await _shop.BookAsync(_shop.Return(3, 2, 100))).Said, StringComparison.Ordinal);
        Assert.Equal("the sale has no 'tea'", (await _shop.BookAsync(_shop.Return(3, 1, 100, "tea"))).Said);

        Assert.Equal(SaleOutcomeKind.Applied, (await _shop.BookAsync(_shop.Return(4, 1, 299_950, quantity: 3) with { Restock = "receiving" })).Kind);
        Assert.Equal(SaleOutcomeKind.Same, (await _shop.BookAsync(_shop.Return(4, 1, 299_950, quantity: 3) with { Restock = "receiving" })).Kind);
        Assert.Equal(("0", ""), (await _shop.OneAsync("SELECT balance FROM points_account"), await _shop.OneAsync("SELECT level FROM member")));
        Assert.Equal("receiving 3, shelf -3", await _shop.StockAsync("oat-milk"));
        Assert.Equal("1 2 500000 500000", await _shop.OneAsync("SELECT sales, returns, sold_fen, returned_fen FROM sale_day"));
        await _shop.AssertAgreesAsync();
    }

    [Fact]
    public async Task Return_BeforeItsSale_WaitsForIt()
    {
        await _shop.Ingest.ApplyAsync(_shop.Batch(_gateway, (EventTypes.SaleReturned, Data(2, 300, $"\"original\":\"{SalesShop.Id(1)}\""))));
        await _shop.Inbox.BookAsync(SaleKind.Return, 500, Cancel);
        Assert.Equal("waiting", await _shop.OneAsync("SELECT state FROM sale_inbox"));
        Assert.Equal(0, await _shop.Inbox.BookAsync(SaleKind.Return, 500, Cancel));

        await _shop.Ingest.ApplyAsync(_shop.Batch(_gateway, (EventTypes.SaleRecorded, Data(1, 500))));
        await _shop.Inbox.BookAsync(SaleKind.Sale, 500, Cancel);
        await _shop.Inbox.BookAsync(SaleKind.Return, 500, Cancel);
        Assert.Equal(["sale 5 3", "return -3 0"], await _shop.ListAsync("SELECT kind, points, points_back FROM sale ORDER BY id"));
    }

    [Fact]
    public async Task Sale_ToSomebodyUnknown_IsGivenToTheCustomerWhoAppears()
    {
        await _shop.BookAsync(_shop.Sale(1, 60_000, null) with { Claim = new SaleClaim(SaleClaim.Card, "vip 2002") });
        await _shop.BookAsync(_shop.Sale(2, 60_000, "m-2"));
        await _shop.BookAsync(_shop.Return(3, 2, 10_000));
        Assert.Equal("0", await _shop.OneAsync("SELECT count(*) FROM sale WHERE member IS NOT NULL"));

        await _shop.JoinedAsync("m-2", card: "VIP2002");
        while (await _shop.Join.JoinAsync(Cancel))
        {
        }

        Assert.Equal(["m-2 600", "m-2 500", "m-2 0"], await _shop.ListAsync("SELECT member, points FROM sale ORDER BY id"));
        Assert.Equal("1100 silver", await _shop.OneAsync("SELECT balance, level FROM points_account WHERE member = 'm-2'"));
        Assert.Equal("silver", await _shop.OneAsync("SELECT level FROM member WHERE id = 'm-2'"));
        await _shop.BookAsync(_shop.Return(4, 2, 50_000, quantity: 0) with { Lines = [new SaleLine("oat-milk", 1, null, 50_000)] });
        await _shop.AssertAgreesAsync();
    }

    [Fact]
    public async Task UsualGoods_ComeFromSalesAndGoWithReturns()
    {
        await _shop.BookAsync(_shop.Sale(1, 100, daysAgo: 9));
        await _shop.BookAsync(_shop.Sale(2, 100, daysAgo: 5));
        await _shop.BookAsync(_shop.Sale(3, 100, sku: "sencha", daysAgo: 5));
        Assert.Equal("""[{"sku":"oat-milk","name":"Oat milk"}]""", await _shop.OneAsync("SELECT usual FROM member"));

        await _shop.BookAsync(_shop.Return(4, 1, 100));
        Assert.Equal("[]", await _shop.OneAsync("SELECT usual FROM member"));
    }

    [Fact]
    public async Task Points_ThatTwoTillsWant_GoToOne()
    {
        await _shop.BookAsync(_shop.Sale(1, 10_000));
        var other = _shop.OnAnotherNode(_database);
        var both = await Task.WhenAll(new[] { _shop, other }.SelectMany(shop => Enumerable.Range(0, 4).Select(i => Task.Run(
            () => shop.Desk.BurnAsync(new PointsBurn(Guid.NewGuid(), "store-1", "till-1", 100, "m-1"), CustomerKey.OfId("m-1"), Caller.Headquarters, Cancel), Cancel))));

        Assert.Equal(0, Assert.Single(both, answer => answer.Burnt is not null).Burnt!.Balance);
        Assert.All(both.Where(answer => answer.Burnt is null), answer => Assert.Equal("the customer has 0 points; 100 are asked for", answer.Refusal));
        await _shop.AssertAgreesAsync();
    }

    [Fact]
    public async Task Voucher_ThatTwoTillsWant_GoesToOneAndTheSameSaleTakesItOnce()
    {
        await _shop.Vouchers.AddAsync(new VoucherBody("Tea for two", 500, "TEA"), Caller.Headquarters, Cancel);
        var other = _shop.OnAnotherNode(_database);
        var both = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(
            () => (i % 2 == 0 ? _shop : other).Database.WriteAsync(
                transaction => (i % 2 == 0 ? _shop : other).Vouchers.UseAsync(transaction, "TEA", new VoucherRedemption(SalesShop.Id(i), "store-1", "till-1", 900, null, _shop.Clock.GetUtcNow().UtcDateTime), Cancel),
                Cancel), Cancel)));

        var won = Assert.Single(both, use => use.Redeemed is not null).Redeemed!;
        Assert.All(both.Where(use => use.Redeemed is null), use => Assert.Equal("voucher 'TEA' is used up", use.Refusal));
        var number = Enumerable.Range(1, 8).Single(i => SalesShop.Id(i) == won.Sale);
        Assert.Equal(SaleOutcomeKind.Applied, (await _shop.BookAsync(_shop.Sale(number, 900, vouchers: "TEA"))).Kind);
        var refused = await Assert.ThrowsAsync<SaleRefusedException>(() => _shop.BookAsync(_shop.Sale(99, 900, vouchers: "TEA")));
        Assert.Equal("voucher 'TEA' is used up", refused.Message);
        Assert.Equal(SaleOutcomeKind.Applied, (await _shop.BookAsync(_shop.Sale(99, 900, vouchers: "TEA"), isStrict: false)).Kind);
        Assert.Equal("voucher 'TEA' is used up", await _shop.OneAsync($"SELECT said FROM sale WHERE id = '{SalesShop.Id(99)}'"));
        Assert.Equal("0 1", await _shop.OneAsync("SELECT uses_left, (SELECT count(*) FROM voucher_use) FROM voucher"));
    }

    [Fact]
    public async Task Sale_PostedByTwoNodesAtOnce_CountsOnce()
    {
        var other = _shop.OnAnotherNode(_database);
        var sales = Enumerable.Range(1, 10).Select(i => _shop.Sale(i, 1000)).ToArray();
        var outcomes = await Task.WhenAll(new[] { _shop, other }.SelectMany(shop => sales.Select(sale => Task.Run(() => shop.BookAsync(sale), Cancel))));

        Assert.Equal(10, outcomes.Count(outcome => outcome.Kind == SaleOutcomeKind.Applied));
        Assert.Equal(10, outcomes.Count(outcome => outcome.Kind == SaleOutcomeKind.Same));
        Assert.Equal("100 10", await _shop.OneAsync("SELECT balance, (SELECT count(*) FROM sale) FROM points_account"));
        Assert.Equal("customer 10, shelf -10", await _shop.StockAsync("oat-milk"));
        await _shop.AssertAgreesAsync();
    }

    [Fact]
    public async Task Sale_PaidWithPointsThatAreNotThere_IsRefusedAtTheTillAndOwedWhereItHappened()
    {
        await _shop.BookAsync(_shop.Sale(1, 10_000));
        var sale = _shop.Sale(2, 5_000) with { PointsBurnt = 130 };
        var refused = await Assert.ThrowsAsync<SaleRefusedException>(() => _shop.BookAsync(sale));
        Assert.Equal("the customer has 100 points; 130 are to be paid with", refused.Message);
        Assert.Equal("1", await _shop.OneAsync("SELECT count(*) FROM sale"));

        await _shop.BookAsync(sale, isStrict: false);
        Assert.Equal("100 130 130 points were paid with and 100 were there; the rest is owed", await _shop.OneAsync($"SELECT burnt, burnt_said, said FROM sale WHERE id = '{sale.Id}'"));

        // 30 of the 50 that this sale earns go to what is owed.
        Assert.Equal("20 0", await _shop.OneAsync("SELECT balance, owed FROM points_account"));
        Assert.Equal(SaleOutcomeKind.Same, (await _shop.BookAsync(sale)).Kind);
        await _shop.AssertAgreesAsync();
    }

    [Fact]
    public async Task Summary_SumsAgreeByDayWeekMonthAndStore()
    {
        foreach (var i in Enumerable.Range(1, 20))
        {
            await _shop.BookAsync(_shop.Sale(i, i * 100, i % 3 == 0 ? null : "m-1", store: i % 2 == 0 ? "store-1" : "store-2", daysAgo: i * 2.3));
        }

        await _shop.BookAsync(_shop.Return(30, 20, 50));
        var sums = await new SaleSums(_shop.Database).ReadAsync(null, null, new DateOnly(2026, 11, 22), 60, Cancel);
        Assert.Equal((20L, 1L, 21_000L, 50L, 20_950L), (sums.Total.Sales, sums.Total.Returns, sums.Total.SoldFen, sums.Total.ReturnedFen, sums.Total.NetFen));
        Assert.All(
            new[] { sums.Days.Sum(d => d.NetFen), sums.Weeks.Sum(w => w.NetFen), sums.Months.Sum(m => m.NetFen), sums.Stores.Sum(s => s.NetFen) }, net => Assert.Equal(20_950, net));
        Assert.Equal(60, sums.Days.Count);
        Assert.All(sums.Weeks, week => Assert.Equal(DayOfWeek.Monday, week.Week.DayOfWeek));
        var one = await new SaleSums(_shop.Database).ReadAsync(null, new HashSet<string> { "store-2" }, new DateOnly(2026, 11, 22), 60, Cancel);
        Assert.Equal("store-2", Assert.Single(one.Stores).Store);
    }

    private static string Data(int number, long fen, string more = "\"member\":\"m-1\"") =>
        $$"""{"sale":"{{SalesShop.Id(number)}}","till":"till-1","lines":[{"sku":"oat-milk","quantity":1,"amount_fen":{{fen}}}],"total_fen":{{fen}},{{more}}}""";
}

public sealed class SaleBookOnSqliteTests : SaleBookTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class SaleBookOnPostgresTests : SaleBookTests<PostgresTestDatabase>;
