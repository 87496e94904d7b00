using Cloud.Crm.Access;
using Cloud.Crm.Orders;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Orders;

/// <summary>An order from the draft to the shelf, on both databases.</summary>
public abstract class PurchaseTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const string Store = OrdersFixture<T>.Store;
    private static readonly Caller s_ada = OrdersFixture<T>.Ada;
    private readonly OrdersFixture<T> _fixture = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _fixture.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Order_SentByTwoAtOnce_LeavesOnce()
    {
        var id = await DraftAsync();
        var other = _fixture.Open();
        await Task.WhenAll(new[] { _fixture.Node, other, _fixture.Node, other }.Select(node => Task.Run(
            async () => Assert.Null(await node.Sending.SendAsync(Store, id, null, false, s_ada, Cancel)), Cancel)));

        var (kind, key, target, body) = (await _fixture.TextAsync("SELECT kind FROM outgoing"), await _fixture.TextAsync("SELECT key FROM outgoing"),
            await _fixture.TextAsync("SELECT target FROM outgoing"), await _fixture.TextAsync("SELECT body FROM outgoing"));
        Assert.Equal(("mail", $"order/{id}/sent", "orders@drinks.example"), (kind, key, target));
        using var mail = System.Text.Json.JsonDocument.Parse(body);
        Assert.Equal($"Order {id} from Store 1", mail.RootElement.GetProperty("subject").GetString());
        Assert.Contains("36 ×  cola  (cola)  1.00  36.00\n", mail.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("by 2026-11-23", mail.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await _fixture.CountAsync("purchase_note", "code = 'sent'"));
    }

    [Fact]
    public async Task Order_ByWebHook_TellsEveryLine()
    {
        await _fixture.SellAsync("rice", new ReorderLevels(1000, 5000, 500), 600, supplier: "teas", price: 399, unit: "gram");
        await _fixture.Node.Worker.RoundAsync(Cancel);
        await _fixture.Node.Sending.SendAsync(Store, await _fixture.TextAsync("SELECT id FROM purchase"), null, false, s_ada, Cancel);

        using var body = System.Text.Json.JsonDocument.Parse(await _fixture.TextAsync("SELECT body FROM outgoing WHERE kind = 'webhook' AND target = 'hook-1'"));
        var line = body.RootElement.GetProperty("data").GetProperty("lines")[0];
        Assert.Equal("waiting", (await _fixture.Node.Purchases.FindAsync(Store, await _fixture.TextAsync("SELECT id FROM purchase"), Cancel))!.Message!.State);
        Assert.Equal(
            ("order.to_supplier", "rice", 4500, "gram", 1796),
            (body.RootElement.GetProperty("event").GetString(), line.GetProperty("sku").GetString(), line.GetProperty("ordered").GetInt64(), line.GetProperty("unit").GetString(),
                line.GetProperty("costFen").GetInt64()));
    }

    [Fact]
    public async Task Delivery_InTwoParts_EndsTheOrderAndIsOnTheShelf()
    {
        var id = await SentAsync();
        Assert.Null(await ReceiveAsync(id, "d-1", new DeliveredLine("cola", 20, "backroom")));
        Assert.Equal(("partly", 16), await StateAsync(id));
        Assert.Null(await ReceiveAsync(id, "d-2", new DeliveredLine("cola", 16, "shelf")));

        Assert.Equal(("received", 0), await StateAsync(id));
        Assert.Equal("backroom 20, receiving 0, shelf 24, vendor -44", await LevelsAsync("cola"));
        await _fixture.Node.Worker.RoundAsync(Cancel);
        Assert.Equal("", await _fixture.DraftsAsync());
    }

    [Fact]
    public async Task Delivery_TakenInAgain_IsBookedOnce()
    {
        var id = await SentAsync();
        var other = _fixture.Open();
        var answers = await Task.WhenAll(new[] { _fixture.Node, other, _fixture.Node, other }.Select(node => Task.Run(
            () => node.Receipts.ReceiveAsync(Store, id, "d-1", new Delivery([new DeliveredLine("cola", 20)]), s_ada, Cancel), Cancel)));

        Assert.All(answers, Assert.Null);
        Assert.Equal("receiving 20, shelf 8, vendor -28", await LevelsAsync("cola"));
        Assert.Equal(1, await _fixture.CountAsync("purchase_receipt"));
        Assert.Contains("another delivery", (await ReceiveAsync(id, "d-1", new DeliveredLine("cola", 21)))!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_OfMoreThanOrdered_IsRefusedUnlessConfirmed()
    {
        var id = await SentAsync();
        await ReceiveAsync(id, "d-1", new DeliveredLine("cola", 30));
        var refused = await ReceiveAsync(id, "d-2", new DeliveredLine("cola", 10));
        Assert.Equal(409, refused!.Status);
        Assert.Contains("'cola': 36 ordered, 30 here already, 10 came", refused.Why, StringComparison.Ordinal);
        Assert.Equal("receiving 30, shelf 8, vendor -38", await LevelsAsync("cola"));
        Assert.Contains("not in the order", (await ReceiveAsync(id, "d-2", new DeliveredLine("tea", 1)))!.Why, StringComparison.Ordinal);

        Assert.Null(await _fixture.Node.Receipts.ReceiveAsync(Store, id, "d-2", new Delivery([new DeliveredLine("cola", 10)], Over: true), s_ada, Cancel));
        Assert.Equal(("received", 0), await StateAsync(id));
        Assert.Equal("receiving 40, shelf 8, vendor -48", await LevelsAsync("cola"));
        Assert.Equal("4000", await _fixture.TextAsync("SELECT CAST(sent_fen AS text) FROM purchase"));
    }

    [Fact]
    public async Task Delivery_Short_IsClosedAndCostsWhatCame()
    {
        var id = await SentAsync();
        Assert.Null(await ReceiveAsync(id, "d-1", new DeliveredLine("cola", 20)));
        Assert.Null(await _fixture.Node.Ends.CloseAsync(Store, id, "sold out at the supplier", s_ada, Cancel));

        Assert.Equal(("received", 0), await StateAsync(id));
        Assert.Equal("2000", await _fixture.TextAsync("SELECT CAST(sent_fen AS text) FROM purchase"));
        Assert.Contains("\"missing\":\"16\"", await _fixture.TextAsync("SELECT detail FROM purchase_note WHERE code = 'closed-short'"), StringComparison.Ordinal);
        Assert.Equal(409, (await _fixture.Node.Ends.CloseAsync(Store, id, "", s_ada, Cancel))!.Status);
        Assert.Equal(409, (await ReceiveAsync(id, "d-2", new DeliveredLine("cola", 1)))!.Status);
    }

    [Fact]
    public async Task Order_Cancelled_IsNotIncoming_AndADraftsGoodsRest()
    {
        var id = await DraftAsync();
        Assert.Null(await _fixture.Node.Ends.CancelAsync(Store, id, "", s_ada, Cancel));
        await _fixture.Node.Worker.RoundAsync(Cancel);
        Assert.Equal("", await _fixture.DraftsAsync());

        _fixture.Clock.Advance(PurchaseEdits.RestAfterRemoval);
        await _fixture.Node.Worker.RoundAsync(Cancel);
        var next = await _fixture.TextAsync("SELECT id FROM purchase WHERE state = 'draft'");
        await _fixture.Node.Sending.SendAsync(Store, next, null, false, s_ada, Cancel);
        Assert.Null(await _fixture.Node.Ends.CancelAsync(Store, next, "too late", s_ada, Cancel));
        await _fixture.Node.Worker.RoundAsync(Cancel);
        Assert.Equal("drinks cola 36 rule", await _fixture.DraftsAsync());
        Assert.Equal(409, (await _fixture.Node.Sending.SendAsync(Store, next, null, false, s_ada, Cancel))!.Status);
    }

    [Fact]
    public async Task Order_WithSomethingHere_IsNotCancelled()
    {
        var id = await SentAsync();
        await ReceiveAsync(id, "d-1", new DeliveredLine("cola", 1));

        Assert.Contains("close the rest", (await _fixture.Node.Ends.CancelAsync(Store, id, "", s_ada, Cancel))!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_OfAnOldVersion_IsRefused()
    {
        var id = await DraftAsync();
        var version = long.Parse((await _fixture.Node.Purchases.FindAsync(Store, id, Cancel))!.Etag, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Null(await _fixture.Node.Edits.EditAsync(Store, id, version, new PurchaseEdit([new OrderedLine("cola", 48)]), s_ada, Cancel));

        Assert.Equal(StatusCodes.Changed, (await _fixture.Node.Edits.EditAsync(Store, id, version, new PurchaseEdit([new OrderedLine("cola", 12)]), s_ada, Cancel))!.Status);
        Assert.Equal(StatusCodes.Changed, (await _fixture.Node.Sending.SendAsync(Store, id, version, false, s_ada, Cancel))!.Status);
        Assert.Equal("drinks cola 48 Ada", await _fixture.DraftsAsync());
        Assert.Equal("by-hand", (await _fixture.Node.Purchases.FindAsync(Store, id, Cancel))!.Lines.Single().Why.Single().Code);
    }

    [Fact]
    public async Task Line_TakenOutByAPerson_IsNotProposedForADay()
    {
        var id = await DraftAsync();
        Assert.Null(await _fixture.Node.Edits.EditAsync(Store, id, null, new PurchaseEdit([new OrderedLine("cola", 0)]), s_ada, Cancel));
        await _fixture.Node.Worker.RoundAsync(Cancel);
        Assert.Equal("", await _fixture.DraftsAsync());
        _fixture.Clock.Advance(PurchaseEdits.RestAfterRemoval);
        await _fixture.Node.Worker.RoundAsync(Cancel);
        Assert.Equal("drinks cola 36 rule", await _fixture.DraftsAsync());
    }

    [Fact]
    public async Task Supplier_Acknowledges_AndSaysWhen()
    {
        var id = await SentAsync();
        var expected = _fixture.Clock.GetUtcNow().UtcDateTime.AddDays(4);
        Assert.Null(await _fixture.Node.Ends.AcknowledgeAsync(Store, id, expected, "AB-17", s_ada, Cancel));

        var view = await _fixture.Node.Purchases.FindAsync(Store, id, Cancel);
        Assert.Equal((expected, "AB-17", true), (view!.ExpectedAt, view.Reference, view.AcknowledgedAt is not null));
    }

    /// <summary>
    /// By hand: three orders sent at hour 0. A: 10 of 10 pieces after 24 h and 48 h; B: 6 of 10 pieces and 2,500 of 4,000 g after 72 h, then closed; C: 12 of 10 pieces after 30 h.
    /// Lead 48, 72 and 30 h: 50.0 on average. Ordered 10 + 10 + 4 + 10 = 34, received 10 + 6 + 2.5 + 10 = 28.5: 838 thousandths. Expected after 48 h: A and C in time.
    /// </summary>
    [Fact]
    public async Task Record_OfASupplier_IsWhatOneCountsByHand()
    {
        await _fixture.SellAsync("cola", new ReorderLevels(0, 0, 1));
        await _fixture.SellAsync("rice", new ReorderLevels(0, 0, 1), unit: "gram");
        var a = await OrderAsync(("cola", 10));
        var b = await OrderAsync(("cola", 10), ("rice", 4000));
        var c = await OrderAsync(("cola", 10));
        var open = await OrderAsync(("cola", 10));
        await AtAsync(24, a, new DeliveredLine("cola", 4));
        await AtAsync(30, c, new DeliveredLine("cola", 12));
        await AtAsync(48, a, new DeliveredLine("cola", 6));
        await AtAsync(72, b, new DeliveredLine("cola", 6), new DeliveredLine("rice", 2500));
        await AtAsync(80, open, new DeliveredLine("cola", 1));
        await _fixture.Node.Ends.CloseAsync(Store, b, "", s_ada, Cancel);

        var record = await _fixture.Node.Record.ReadAsync("drinks", 90, StoreCondition.Of(s_ada, "b.store"), Cancel);
        Assert.Equal((3L, new LeadHours(50.0m, 30.0m, 72.0m), new OnTime(2, 3), 1L), (record.Purchases, record.LeadHours, record.OnTime, record.Open));
        Assert.Equal(new Fill(34m, 28.5m, 4, 2, 838), record.Fill);
        Assert.Equal([(30.0m, 10m), (48.0m, 10m), (72.0m, 8.5m)], record.Rows.Select(r => (r.LeadHours!.Value, r.Received)).Order());
        Assert.Equal(0, (await _fixture.Node.Record.ReadAsync("drinks", 90, StoreCondition.Of(s_ada with { Stores = new HashSet<string>() }, "b.store"), Cancel)).Purchases);

        async Task<string> OrderAsync(params (string Sku, long Ordered)[] lines)
        {
            var (id, _, _) = await _fixture.Node.Edits.PutAsync(Store, "drinks", [.. lines.Select(l => new OrderedLine(l.Sku, l.Ordered))], null, s_ada, Cancel);
            Assert.Null(await _fixture.Node.Sending.SendAsync(Store, id!, null, false, s_ada, Cancel));
            return id!;
        }

        async Task AtAsync(int hour, string id, params DeliveredLine[] lines)
        {
            _fixture.Clock.Advance(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero).AddHours(hour) - _fixture.Clock.GetUtcNow());
            Assert.Null(await _fixture.Node.Receipts.ReceiveAsync(Store, id, $"at-{hour}", new Delivery(lines, Over: true), s_ada, Cancel));
        }
    }

    private async Task<string> DraftAsync()
    {
        await _fixture.SellAsync("cola", new ReorderLevels(10, 40, 6), 8);
        await _fixture.Node.Worker.RoundAsync(Cancel);
        return await _fixture.TextAsync("SELECT id FROM purchase");
    }

    private async Task<string> SentAsync()
    {
        var id = await DraftAsync();
        Assert.Null(await _fixture.Node.Sending.SendAsync(Store, id, null, false, s_ada, Cancel));
        return id;
    }

    private Task<Refused?> ReceiveAsync(string id, string key, params DeliveredLine[] lines) => _fixture.Node.Receipts.ReceiveAsync(Store, id, key, new Delivery(lines), s_ada, Cancel);

    private async Task<(string State, long Open)> StateAsync(string id)
    {
        var view = await _fixture.Node.Purchases.FindAsync(Store, id, Cancel);
        return (view!.State, view.Lines.Sum(l => l.Open));
    }

    private Task<string> LevelsAsync(string sku) =>
        _fixture.TextAsync($"SELECT location || ' ' || quantity FROM stock_level WHERE store = 'store-1' AND sku = '{sku}' AND location <> '{StockLocation.Loss}' ORDER BY location");
}

public sealed class PurchaseOnSqliteTests : PurchaseTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class PurchaseOnPostgresTests : PurchaseTests<PostgresTestDatabase>;
