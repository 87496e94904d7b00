using Cloud.Crm.Orders;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Demo;

/// <summary>Orders and deliveries of the demonstration chain: what the rules want is sent in the morning, and comes when the supplier said, mostly.</summary>
internal sealed class DemoOrders(
    HeadquartersDatabase database, ReplenishmentWorker worker, PurchaseSending sending, PurchaseReceipts receipts, IReadOnlyDictionary<string, DemoStoreLife> lives, TimeProvider clock, int seed)
{
    private static readonly Dictionary<string, int> s_goods = DemoGoods.All.Index().ToDictionary(g => g.Item.Sku, g => g.Index, StringComparer.Ordinal);

    private readonly Random _random = new(seed);

    /// <summary>Takes in what comes this morning. Every 12th delivery is a day late, and of every 12th line a fifth comes later.</summary>
    internal async Task ReceiveAsync(DateOnly day, CancellationToken cancellationToken)
    {
        List<(string Store, string Purchase, string Sku, long Open)> due;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            due = await connection.Command(
                """
                SELECT l.store, l.purchase, l.sku, l.ordered - l.received FROM purchase b JOIN purchase_line l ON l.store = b.store AND l.purchase = b.id
                WHERE b.state IN ('sent', 'partly') AND l.state = 'open' AND b.expected_at <= @now ORDER BY b.store, b.sent_at, l.sku
                """,
                ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).ListAsync(r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3)), cancellationToken);
        }

        foreach (var purchase in due.GroupBy(l => (l.Store, l.Purchase)))
        {
            if (_random.Next(12) == 0)
            {
                continue;
            }

            DeliveredLine[] lines = [.. purchase.Select(l => new DeliveredLine(l.Sku, Part(l.Open), s_goods[l.Sku] < DemoGoods.Plated ? StockLocation.Backroom : StockLocation.Shelf))];
            if (await receipts.ReceiveAsync(purchase.Key.Store, purchase.Key.Purchase, $"demo-{day:yyyyMMdd}", new Delivery(lines), DemoChain.Caller, cancellationToken) is { } refused)
            {
                throw new DemoException($"a delivery to {purchase.Key.Store} was refused: {refused.Why}");
            }

            foreach (var line in lines)
            {
                lives[purchase.Key.Store].Receive(s_goods[line.Sku], line.Quantity);
            }
        }
    }

    /// <summary>Brings the drafts in line with the stock.</summary>
    internal Task LookAsync(CancellationToken cancellationToken) => worker.RoundAsync(cancellationToken);

    /// <summary>Sends the drafts, as far as the budgets go.</summary>
    internal async Task SendAsync(CancellationToken cancellationToken)
    {
        List<(string Store, string Id)> drafts;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            drafts = await connection.Command("SELECT store, id FROM purchase WHERE state = 'draft' ORDER BY store, supplier").ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken);
        }

        foreach (var (store, id) in drafts)
        {
            // Refused where the budget has no money for any line: it waits for the next month.
            await sending.SendAsync(store, id, null, beyondBudget: false, DemoChain.Caller, cancellationToken);
        }
    }

    private long Part(long open) => open >= 5 && _random.Next(12) == 0 ? open - (open / 5) : open;
}
