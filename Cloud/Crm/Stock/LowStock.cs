using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Effects;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>What a subscriber is told when goods run low.</summary>
internal sealed record StockLowSaid(string Store, string Sku, string Name, long OnHand, long Min, DateTime At);

/// <summary>Hands what happened to those who subscribed to it, in the transaction of its cause and once a key.</summary>
internal delegate Task StockTold(DbTransaction transaction, string name, string key, string store, string body, CancellationToken cancellationToken);

/// <summary>Looks at goods that moved: whether they run low by their reorder rule, with hysteresis, and whether the books have less than nothing somewhere.</summary>
internal sealed class LowStock(HeadquartersDatabase database, StockTold told, TimeProvider clock)
{
    private const int AtOnce = 200;

    /// <summary>By how much more than the minimum there must be before an alarm ends: a tenth of the minimum, at least 1. So a piece that is taken and put back raises one alarm.</summary>
    internal static long Band(long min) => Math.Max(1, (min + 9) / 10);

    /// <summary>Whether goods are low now.</summary>
    /// <param name="wasLow">Whether they were.</param>
    /// <param name="onHand">How many are on hand.</param>
    /// <param name="min">The rule's minimum, or null where there is no rule; 0 is ordered on demand and never low.</param>
    internal static bool IsLow(bool wasLow, long onHand, long? min) => min is > 0 && (onHand <= min || (wasLow && onHand <= min + Band(min.Value)));

    /// <summary>Marks goods whose rule was changed since a moment, or which lost it, so that the next look sees them.</summary>
    internal Task MarkChangedRulesAsync(DateTime since, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            // In the order of everybody's locks, which is not that of the database's collation.
            var changed = (await transaction.Command("SELECT store, sku FROM reorder_rule WHERE updated_at >= @since", ("since", database.ToTime(since)))
                .ListAsync(r => new StockGoods(r.GetString(0), r.GetString(1)), cancellationToken)).Order().ToArray();
            await StockSql.RunAsync(transaction, [StockPages.Lock([.. changed.Select(g => g.Store)], [.. changed.Select(g => g.Sku)])], cancellationToken);
            return await transaction.Command(
                $"""
                 UPDATE stock_item SET touched = TRUE WHERE (store, sku) IN (
                   SELECT store, sku FROM stock_item i WHERE low AND NOT touched AND NOT EXISTS (SELECT 1 FROM reorder_rule r WHERE r.store = i.store AND r.sku = i.sku)
                   ORDER BY store, sku LIMIT {AtOnce} {database.SkipLockedSql})
                 """).RunAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Looks at some of the goods that moved since somebody looked.</summary>
    /// <returns>How many it looked at; 0: there are none left.</returns>
    internal Task<int> LookAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            // Whoever is at goods now leaves them touched: the next look sees them.
            var touched = await transaction.Command($"SELECT store, sku FROM stock_item WHERE touched ORDER BY store, sku LIMIT {AtOnce} {database.SkipLockedSql}")
                .ListAsync(r => new StockGoods(r.GetString(0), r.GetString(1)), cancellationToken);
            var seen = await StockSql.ListAsync(
                transaction, Numbers([.. touched.Select(g => g.Store)], [.. touched.Select(g => g.Sku)]),
                r => new Seen(new StockGoods(r.GetString(0), r.GetString(1)), r.GetBoolean(2), r.GetInt64(3), r.GetInt64(4) > 0, r.Number(5), r.GetString(6)), cancellationToken);
            await StockSql.RunAsync(transaction, [Noted(seen)], cancellationToken);
            foreach (var goods in seen.Where(g => g.IsLow != g.WasLow))
            {
                await TellAsync(transaction, goods, cancellationToken);
            }

            return touched.Count;
        },
        cancellationToken);

    private static EffectStatement Numbers(string[] stores, string[] skus)
    {
        const string Columns =
            $"""
            i.store, i.sku, i.low, {StockNumbers.OnHand}, (SELECT count(*) FROM stock_level WHERE store = i.store AND sku = i.sku AND quantity < 0 AND {StockLocation.OnHandSql}),
            (SELECT min FROM reorder_rule r WHERE r.store = i.store AND r.sku = i.sku), coalesce(p.name, '')
            """;
        return new EffectStatement(
            $"SELECT {Columns} FROM unnest($1, $2) AS n (store, sku) JOIN stock_item i ON i.store = n.store AND i.sku = n.sku LEFT JOIN product p ON p.sku = i.sku",
            $"SELECT {Columns} FROM stock_item i LEFT JOIN product p ON p.sku = i.sku WHERE i.store = @p1 AND i.sku = @p2",
            stores, skus);
    }

    private static EffectStatement Noted(List<Seen> seen) => new(
        """
        UPDATE stock_item i SET touched = FALSE, low = n.low, negative = n.negative FROM unnest($1, $2, $3, $4) AS n (store, sku, low, negative)
        WHERE i.store = n.store AND i.sku = n.sku
        """,
        "UPDATE stock_item SET touched = 0, low = @p3, negative = @p4 WHERE store = @p1 AND sku = @p2",
        seen.Select(s => s.Goods.Store).ToArray(), seen.Select(s => s.Goods.Sku).ToArray(), seen.Select(s => s.IsLow).ToArray(), seen.Select(s => s.IsNegative).ToArray());

    private async Task TellAsync(DbTransaction transaction, Seen seen, CancellationToken cancellationToken)
    {
        var (goods, onHand, min) = (seen.Goods, seen.OnHand, seen.Min);
        var now = StockSql.ToMilliseconds(clock.GetUtcNow().UtcDateTime);
        var alarms = new AlarmNotes();
        if (seen.IsLow)
        {
            alarms.Raise(new StockAlarm(goods.Store, "low", goods.Sku, "", now, onHand, min, $"stock/{goods.Store}/{goods.Sku}"));
            var body = JsonSerializer.Serialize(new StockLowSaid(goods.Store, goods.Sku, seen.Name, onHand, min ?? 0, now), StockJson.Default.StockLowSaid);
            await told(transaction, "stock.low", $"stock.low/{goods.Store}/{goods.Sku}/{new DateTimeOffset(now).ToUnixTimeMilliseconds()}", goods.Store, body, cancellationToken);
        }
        else
        {
            alarms.End(goods.Store, "low", goods.Sku, "", now);
        }

        await StockSql.RunAsync(transaction, alarms.Statements(now), cancellationToken);
    }

    /// <summary>Goods as they are now.</summary>
    private sealed record Seen(StockGoods Goods, bool WasLow, long OnHand, bool IsNegative, long? Min, string Name)
    {
        internal bool IsLow { get; } = LowStock.IsLow(WasLow, OnHand, Min);
    }
}
