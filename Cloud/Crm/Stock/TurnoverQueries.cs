using System.Globalization;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>How often a store's stock was sold.</summary>
/// <param name="Store">The store.</param>
/// <param name="Days">Over how many days up to now.</param>
/// <param name="SoldCostFen">What the goods that were sold had cost.</param>
/// <param name="AverageStockFen">What the goods on hand had cost, on average over the time.</param>
/// <param name="TurnoverPermille">The first by the second, in thousandths; null where there was no stock.</param>
/// <param name="Rows">The same by SKU.</param>
/// <param name="Next">What the next page is asked for with.</param>
internal sealed record TurnoverView(string Store, int Days, long SoldCostFen, long AverageStockFen, long? TurnoverPermille, IReadOnlyList<TurnoverRow> Rows, string? Next);

/// <summary>How often some goods were sold.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="Name">Their name.</param>
/// <param name="Unit">piece or gram.</param>
/// <param name="Sold">How many were sold, less those that came back.</param>
/// <param name="SoldCostFen">What they had cost.</param>
/// <param name="AverageQuantity">How many were on hand, on average over the time.</param>
/// <param name="AverageStockFen">What those had cost.</param>
/// <param name="TurnoverPermille">Sold by average, in thousandths; null where there was none.</param>
/// <param name="OnHand">How many are on hand now.</param>
/// <param name="CoverDays">For how many days those last if as many are sold; null where none were.</param>
/// <param name="LastSoldAt">When the last was sold, within those days.</param>
internal sealed record TurnoverRow(
    string Sku, string Name, string Unit, long Sold, long SoldCostFen, long AverageQuantity, long AverageStockFen, long? TurnoverPermille, long OnHand, long? CoverDays, DateTime? LastSoldAt);

/// <summary>Turnover: cost of goods sold by average stock, from the moves alone.</summary>
internal sealed class TurnoverQueries(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>A store's turnover over the last days, the slowest or the fastest goods first.</summary>
    internal async Task<TurnoverView> ReadAsync(string store, int days, bool slowFirst, int skip, int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = now.AddDays(-days);
        await using var connection = await database.OpenAsync(cancellationToken);
        var parameters = new (string, object?)[] { ("store", store), ("since", database.ToTime(since.UtcDateTime)), ("first", MoveId.First(since)) };
        var goods = (await connection.Command(
            $"""
             SELECT l.sku, p.name, p.unit, p.cost_fen, CAST(sum(l.quantity) AS bigint) FROM stock_level l JOIN product p ON p.sku = l.sku
             WHERE l.store = @store AND {StockLocation.OnHandSql} GROUP BY l.sku, p.name, p.unit, p.cost_fen
             """,
            parameters.AsSpan(0, 1)).ListAsync(r => new Goods(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4)), cancellationToken)).ToDictionary(g => g.Sku, StringComparer.Ordinal);
        foreach (var (sku, net, weighed, sold, last) in await connection.Command(MovedSql, parameters).ListAsync(
            r => (r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.Time(4)), cancellationToken))
        {
            if (goods.TryGetValue(sku, out var some))
            {
                (some.Weighed, some.Sold, some.LastSoldAt) = (weighed, sold, last);
            }
        }

        var seconds = (long)days * 24 * 60 * 60;
        var rows = goods.Values.Select(g => g.Row(days, seconds)).ToArray();
        var ordered = (slowFirst ? rows.OrderBy(Speed) : rows.OrderByDescending(Speed)).ThenByDescending(r => r.AverageStockFen).ThenBy(r => r.Sku, StringComparer.Ordinal).ToArray();
        var (soldCost, stock) = (rows.Sum(r => r.SoldCostFen), rows.Sum(r => r.AverageStockFen));
        return new TurnoverView(
            store, days, soldCost, stock, stock > 0 ? soldCost * 1000 / stock : null, [.. ordered.Skip(skip).Take(limit)],
            ordered.Length > skip + limit ? PageMark.Write((skip + limit).ToString(CultureInfo.InvariantCulture)) : null);

        static long Speed(TurnoverRow row) => row.TurnoverPermille ?? (row.Sold > 0 ? long.MaxValue : 0);
    }

    /// <summary>
    /// By SKU: how the stock on hand changed, each change weighed with the seconds that had passed (before it, there was that much less), what was sold, and when last.
    /// </summary>
    private string MovedSql
    {
        get
        {
            const string From = "(m.from_location IN ('receiving', 'shelf', 'backroom') OR m.from_location LIKE 'plate/%') AND m.store = @store";
            const string To = "(m.to_location IN ('receiving', 'shelf', 'backroom') OR m.to_location LIKE 'plate/%') AND m.to_store = @store";
            var net = $"(CASE WHEN {To} THEN m.quantity ELSE 0 END - CASE WHEN {From} THEN m.quantity ELSE 0 END)";
            var seconds = database.Provider == "sqlite" ? "((m.at - @since) / 1000)" : "CAST(extract(epoch FROM m.at - @since) AS bigint)";
            var moves =
                """
                (SELECT * FROM stock_move WHERE store = @store AND id >= @first AND at > @since
                 UNION ALL SELECT * FROM stock_move WHERE to_store = @store AND store <> to_store AND id >= @first AND at > @since) m
                """;
            return
                $"""
                 SELECT m.sku, CAST(sum({net}) AS bigint), CAST(sum({net} * {seconds}) AS bigint),
                        CAST(sum(CASE WHEN m.reason = 'sale' THEN m.quantity WHEN m.reason = 'sale_return' THEN -m.quantity ELSE 0 END) AS bigint),
                        max(CASE WHEN m.reason = 'sale' THEN m.at END)
                 FROM {moves} GROUP BY m.sku
                 """;
        }
    }

    private sealed record Goods(string Sku, string Name, string Unit, long CostFen, long OnHand)
    {
        internal long Weighed { get; set; }

        internal long Sold { get; set; }

        internal DateTime? LastSoldAt { get; set; }

        internal TurnoverRow Row(int days, long seconds)
        {
            // Rounded to whole pieces only for the page; the cost is of the exact average.
            var heldSeconds = ((decimal)OnHand * seconds) - Weighed;
            var average = Math.Max(0, heldSeconds / seconds);
            var (soldCost, stockCost) = (StockHandling.Cost(Sold, Unit, CostFen), (long)Math.Round(average * CostFen / (Unit == "gram" ? 1000 : 1), MidpointRounding.AwayFromZero));
            return new TurnoverRow(
                Sku, Name, Unit, Sold, soldCost, (long)Math.Round(average, MidpointRounding.AwayFromZero), stockCost,
                heldSeconds > 0 ? (long)(Sold * (decimal)seconds * 1000 / heldSeconds) : null, OnHand, Sold > 0 ? Math.Max(0, OnHand) * days / Sold : null, LastSoldAt);
        }
    }
}
