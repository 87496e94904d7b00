using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>
/// Settles what has stayed in baskets for a day. More than nothing: goods that were taken and not paid, which go to the loss. Less than nothing: goods that were paid and that no plate
/// saw leave, which come off the shelf. What is heard of later takes that back, for a week.
/// </summary>
internal sealed class BasketSettling(HeadquartersDatabase database, TimeProvider clock)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>Settles every basket of the chain.</summary>
    /// <returns>How many goods were settled.</returns>
    internal async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var (settled, after) = (0, default(StockGoods?));
        while (true)
        {
            List<StockGoods> held;
            await using (var connection = await database.OpenAsync(cancellationToken))
            {
                held = await connection.Command(
                    $"""
                     SELECT store, sku FROM stock_level WHERE location = 'basket' AND quantity <> 0 {(after is null ? "" : "AND (store, sku) > (@store, @sku)")}
                     ORDER BY store, sku LIMIT {AtOnce}
                     """,
                    after is { } mark ? [("store", mark.Store), ("sku", mark.Sku)] : []).ListAsync(r => new StockGoods(r.GetString(0), r.GetString(1)), cancellationToken);
            }

            if (held.Count == 0)
            {
                return settled;
            }

            settled += await database.WriteAsync(transaction => SettleAsync(transaction, held, cancellationToken), cancellationToken);
            after = held[^1];
        }
    }

    /// <summary>How much of a basket has stayed in it: the oldest leave first.</summary>
    /// <param name="now">What is in it.</param>
    /// <param name="moved">What came and went since.</param>
    internal static long Stayed(long now, IReadOnlyList<long> moved)
    {
        var then = now - moved.Sum();
        return then > 0 ? Math.Max(0, then + moved.Where(net => net < 0).Sum()) : Math.Min(0, then + moved.Where(net => net > 0).Sum());
    }

    private async Task<int> SettleAsync(DbTransaction transaction, List<StockGoods> held, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = StockSql.ToMilliseconds(now.UtcDateTime - s_day);
        var baskets = held.Select(goods => new StockPlace(goods.Store, goods.Sku, StockLocation.Basket)).ToArray();
        var pages = await StockPages.OpenAsync(transaction, baskets, now.UtcDateTime, cancellationToken);
        await StockPages.ReadLaterAsync(transaction, pages.Levels, baskets.ToDictionary(basket => basket, _ => since), cancellationToken);
        var stayed = baskets.Select(basket => (Basket: basket, Quantity: Stayed(pages.Levels[basket].Quantity, [.. pages.Levels[basket].Moves.Select(move => move.Net)])))
            .Where(s => s.Quantity != 0).ToArray();
        var ledger = new StockLedger(pages.Levels, pages.Plated);
        foreach (var (basket, quantity) in stayed)
        {
            var (lost, unseen) = await OutstandingAsync(transaction, basket, since - s_week, cancellationToken);
            var again = quantity > 0 ? Math.Min(quantity, Math.Max(0, unseen)) : Math.Min(-quantity, Math.Max(0, lost));
            var rest = Math.Abs(quantity) - again;
            if (quantity > 0)
            {
                Settle(basket, again, StockLocation.Basket, StockLocation.Shelf, StockReason.SeenLater);
                Settle(basket, rest, StockLocation.Basket, StockLocation.Loss, StockReason.NotPaid);
            }
            else
            {
                Settle(basket, again, StockLocation.Loss, StockLocation.Basket, StockReason.PaidLater);
                Settle(basket, rest, StockLocation.Shelf, StockLocation.Basket, StockReason.UnseenSale);
            }
        }

        await StockSql.RunAsync(transaction, StockPages.Write(ledger, pages.Levels, now), cancellationToken);
        return stayed.Length;

        // As of the moment up to which it was looked at: what came to be known later is compared with that.
        void Settle(StockPlace basket, long quantity, string from, string to, string reason)
        {
            if (quantity > 0)
            {
                ledger.Move(new StockMove(basket.Store, basket.Sku, quantity, from, to, reason, $"settle/{since:yyyy-MM-dd'T'HH:mm:ss'Z'}", since, "headquarters"));
            }
        }
    }

    /// <summary>What was settled in the last week and not taken back: to the loss, and off the shelf.</summary>
    private async Task<(long Lost, long Unseen)> OutstandingAsync(DbTransaction transaction, StockPlace basket, DateTime since, CancellationToken cancellationToken) =>
        (await transaction.Command(
            """
            SELECT CAST(coalesce(sum(CASE reason WHEN 'not_paid' THEN quantity WHEN 'paid_later' THEN -quantity ELSE 0 END), 0) AS bigint),
                   CAST(coalesce(sum(CASE reason WHEN 'unseen_sale' THEN quantity WHEN 'seen_later' THEN -quantity ELSE 0 END), 0) AS bigint)
            FROM stock_move WHERE store = @store AND sku = @sku AND at >= @since AND reason IN ('not_paid', 'paid_later', 'unseen_sale', 'seen_later')
            """,
            ("store", basket.Store), ("sku", basket.Sku), ("since", database.ToTime(since))).ListAsync(r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken))[0];
}
