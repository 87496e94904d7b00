using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>
/// Settles what has stayed in baskets for a day. More than nothing: goods that were taken and not paid, which go to the loss. Less than nothing: goods that were paid and that no plate
/// saw leave, which come off the shelf. What is heard of later takes that back, for a week.
/// </summary>
/// <remarks>
/// A sale pays for what was taken last, not for what has lain there longest: who pays has taken a while ago, and a piece that nobody paid would otherwise leave with the next sale of the same
/// goods. So what stayed is the least that was in the basket since, moments aside when till and plate were not heard in order, or were dated by two clocks: only what a pause found counts.
/// </remarks>
internal sealed class BasketSettling(HeadquartersDatabase database, TimeProvider clock)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>How long nothing must have moved for a basket's content to count: longer than people shop, and than clocks differ.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromHours(2);

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

    /// <summary>How much of a basket has stayed in it: the least that any pause found there, or with a minus the least that was missing in any.</summary>
    /// <param name="now">What is in it.</param>
    /// <param name="moved">What came and went after <paramref name="since"/>, in any order.</param>
    /// <param name="since">Since when it is looked at.</param>
    /// <param name="until">Now. Where nothing rested for two hours, the longest pause is the only one.</param>
    internal static long Stayed(long now, IReadOnlyCollection<(DateTime At, long Net)> moved, DateTime since, DateTime until)
    {
        var (content, from) = (now - moved.Sum(move => move.Net), since);
        var pauses = new List<(TimeSpan Length, long Content)>();
        foreach (var moment in moved.GroupBy(move => move.At).OrderBy(moment => moment.Key))
        {
            pauses.Add((moment.Key - from, content));
            content += moment.Sum(move => move.Net);
            from = moment.Key;
        }

        pauses.Add((until - from, content));
        var least = pauses.Max(pause => pause.Length) is var longest && longest < s_pause ? longest : s_pause;

        // What was not there at the beginning has not stayed since, however short the first pause is by then.
        var found = pauses.Where((pause, i) => i == 0 || pause.Length >= least).Select(pause => pause.Content).ToArray();
        return Math.Max(0, found.Min()) + Math.Min(0, found.Max());
    }

    private async Task<int> SettleAsync(DbTransaction transaction, List<StockGoods> held, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = StockSql.ToMilliseconds(now.UtcDateTime - s_day);
        var baskets = held.Select(goods => new StockPlace(goods.Store, goods.Sku, StockLocation.Basket)).ToArray();
        var pages = await StockPages.OpenAsync(transaction, baskets, now.UtcDateTime, cancellationToken);
        await StockPages.ReadLaterAsync(transaction, pages.Levels, baskets.ToDictionary(basket => basket, _ => since), cancellationToken);
        var stayed = baskets.Select(basket => (Basket: basket, Quantity: Stayed(pages.Levels[basket].Quantity, pages.Levels[basket].Moves, since, now.UtcDateTime)))
            .Where(s => s.Quantity != 0).ToArray();
        var ledger = new StockLedger(pages.Levels, pages.Plated);
        foreach (var (basket, quantity) in stayed)
        {
            var settled = await SettledAsync(transaction, basket, since - s_week, quantity > 0 ? (StockReason.UnseenSale, StockReason.SeenLater) : (StockReason.NotPaid, StockReason.PaidLater), cancellationToken);
            var rest = Math.Abs(quantity);
            foreach (var (at, open) in settled)
            {
                // Taken back as of the moment of what it takes back, so that both are looked at together, or neither.
                var back = Math.Min(rest, open);
                var (from, to, reason) = quantity > 0
                    ? (StockLocation.Basket, StockLocation.Shelf, StockReason.SeenLater)
                    : (StockLocation.Loss, StockLocation.Basket, StockReason.PaidLater);
                Settle(basket, back, from, to, reason, at);
                rest -= back;
            }

            // As of the moment up to which it was looked at: what came to be known later is compared with that.
            var (left, went, why) = quantity > 0
                ? (StockLocation.Basket, StockLocation.Loss, StockReason.NotPaid)
                : (StockLocation.Shelf, StockLocation.Basket, StockReason.UnseenSale);
            Settle(basket, rest, left, went, why, since);
        }

        await StockSql.RunAsync(transaction, StockPages.Write(ledger, pages.Levels, now), cancellationToken);
        return stayed.Length;

        void Settle(StockPlace basket, long quantity, string from, string to, string reason, DateTime at)
        {
            if (quantity > 0)
            {
                ledger.Move(new StockMove(basket.Store, basket.Sku, quantity, from, to, reason, $"settle/{at:yyyy-MM-dd'T'HH:mm:ss'Z'}", at, "headquarters"));
            }
        }
    }

    /// <summary>What was settled since a moment and not taken back, the latest first.</summary>
    private Task<List<(DateTime At, long Open)>> SettledAsync(
        DbTransaction transaction, StockPlace basket, DateTime since, (string Settled, string TakenBack) reasons, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            SELECT at, CAST(sum(CASE reason WHEN @settled THEN quantity ELSE -quantity END) AS bigint) FROM stock_move
            WHERE store = @store AND sku = @sku AND at >= @since AND reason IN (@settled, @back) GROUP BY at
            HAVING sum(CASE reason WHEN @settled THEN quantity ELSE -quantity END) > 0 ORDER BY at DESC
            """,
            ("store", basket.Store), ("sku", basket.Sku), ("since", database.ToTime(since)), ("settled", reasons.Settled), ("back", reasons.TakenBack))
            .ListAsync(r => (database.ReadTime(r, 0)!.Value, r.GetInt64(1)), cancellationToken);
}
