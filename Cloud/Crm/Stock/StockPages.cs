using System.Data.Common;
using Cloud.Crm.Effects;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Opens the pages of the books that a transaction writes, alone with them from then on, and writes them back.</summary>
/// <remarks>Goods are locked in the order of (store, sku). These locks are the last that any transaction takes, so that two never wait for each other crosswise.</remarks>
internal static class StockPages
{
    private const string NoCounts = $"('{StockReason.Counted}', '{StockReason.PlateCount}', '{StockReason.AlreadyCounted}')";

    /// <summary>Locks goods, names those that nobody named, and reads the places.</summary>
    /// <param name="transaction">Where.</param>
    /// <param name="places">The places; their loss and whatever a sale may go out of are opened with them.</param>
    /// <param name="at">Now, for what is new.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<StockOpened> OpenAsync(
        DbTransaction transaction, IEnumerable<StockPlace> places, DateTime at, CancellationToken cancellationToken)
    {
        var wanted = new SortedSet<StockPlace>();
        foreach (var place in places)
        {
            wanted.Add(place);
            wanted.Add(place with { Location = StockLocation.Loss });
            if (place.Location is StockLocation.Shelf or StockLocation.Basket)
            {
                wanted.Add(place with { Location = StockLocation.Shelf });
                wanted.Add(place with { Location = StockLocation.Basket });
            }
        }

        var goods = wanted.Select(place => place.Goods).Distinct().ToArray();
        var (stores, skus) = (goods.Select(g => g.Store).ToArray(), goods.Select(g => g.Sku).ToArray());
        await StockSql.RunAsync(transaction, [Lock(stores, skus)], cancellationToken);
        var items = await StockSql.ListAsync(
            transaction, Items(stores, skus), r => (Goods: new StockGoods(r.GetString(0), r.GetString(1)), PlatedAt: r.Time(2), Unit: r.Text(3)), cancellationToken);
        var unnamed = items.Where(i => i.Unit is null).Select(i => i.Goods.Sku).Distinct().Order(StringComparer.Ordinal).ToArray();
        await StockSql.RunAsync(transaction, [Name(unnamed, at)], cancellationToken);

        var levels = wanted.ToDictionary(place => place, _ => new StockLevel());
        foreach (var (place, level) in await StockSql.ListAsync(transaction, Levels([.. wanted]), ReadLevel, cancellationToken))
        {
            levels[place] = level;
        }

        return new StockOpened(
            levels,
            items.Where(i => i.PlatedAt is not null).ToDictionary(i => i.Goods, i => i.PlatedAt!.Value),
            items.DistinctBy(i => i.Goods.Sku).ToDictionary(i => i.Goods.Sku, i => i.Unit ?? "piece", StringComparer.Ordinal));
    }

    /// <summary>Reads what moved at places after a moment, counts aside, into their pages: what a count of that moment has not seen.</summary>
    internal static async Task ReadLaterAsync(
        DbTransaction transaction, IReadOnlyDictionary<StockPlace, StockLevel> levels, IReadOnlyDictionary<StockPlace, DateTime> since, CancellationToken cancellationToken)
    {
        var late = since.Where(s => levels[s.Key].MovedAt > s.Value).OrderBy(s => s.Key).ToArray();
        foreach (var (place, at, net) in await StockSql.ListAsync(
            transaction, Later(late), r => (new StockPlace(r.GetString(0), r.GetString(1), r.GetString(2)), r.Time(3)!.Value, r.GetInt64(4)), cancellationToken))
        {
            levels[place].Moves.Add((at, net));
        }
    }

    /// <summary>What writes the pages back.</summary>
    /// <param name="ledger">What was done.</param>
    /// <param name="levels">The pages.</param>
    /// <param name="now">Gives moves their ids.</param>
    internal static IEnumerable<EffectStatement> Write(StockLedger ledger, IReadOnlyDictionary<StockPlace, StockLevel> levels, DateTimeOffset now)
    {
        yield return WriteMoves(ledger.Moves, now);
        yield return WriteLevels([.. levels.Where(level => level.Value.IsChanged).OrderBy(level => level.Key)]);
        if (ledger.NewlyPlated.Count > 0)
        {
            yield return new EffectStatement(
                "UPDATE stock_item i SET plated_at = n.at FROM unnest($1, $2, $3) AS n (store, sku, at) WHERE i.store = n.store AND i.sku = n.sku",
                "UPDATE stock_item SET plated_at = @p3 WHERE store = @p1 AND sku = @p2",
                ledger.NewlyPlated.Keys.Select(g => g.Store).ToArray(), ledger.NewlyPlated.Keys.Select(g => g.Sku).ToArray(), ledger.NewlyPlated.Values.ToArray());
        }
    }

    /// <summary>Sales of goods off the shelf between two moments, as moves that take them out of the basket instead.</summary>
    internal static Task<List<StockMove>> ReadShelfSalesAsync(
        DbTransaction transaction, (StockGoods Goods, DateTime Since, DateTime Until)[] plated, CancellationToken cancellationToken) =>
        StockSql.ListAsync(
            transaction,
            new EffectStatement(
                """
                SELECT m.store, m.sku, m.quantity, m.at, m.evidence, m.who, CASE WHEN m.reason = 'sale' THEN 1 ELSE 0 END
                FROM unnest($1, $2, $3, $4) AS n (store, sku, since, until) JOIN stock_move m ON m.store = n.store AND m.sku = n.sku AND m.at >= n.since AND m.at < n.until
                WHERE (m.reason = 'sale' AND m.from_location = 'shelf') OR (m.reason = 'sale_return' AND m.to_location = 'shelf')
                """,
                """
                SELECT store, sku, quantity, at, evidence, who, CASE WHEN reason = 'sale' THEN 1 ELSE 0 END FROM stock_move
                WHERE store = @p1 AND sku = @p2 AND at >= @p3 AND at < @p4
                  AND ((reason = 'sale' AND from_location = 'shelf') OR (reason = 'sale_return' AND to_location = 'shelf'))
                """,
                plated.Select(p => p.Goods.Store).ToArray(), plated.Select(p => p.Goods.Sku).ToArray(), plated.Select(p => p.Since).ToArray(), plated.Select(p => p.Until).ToArray()),
            r =>
            {
                var (from, to) = r.GetInt32(6) == 1 ? (StockLocation.Basket, StockLocation.Shelf) : (StockLocation.Shelf, StockLocation.Basket);
                return new StockMove(r.GetString(0), r.GetString(1), r.GetInt64(2), from, to, StockReason.Plated, r.GetString(4), r.Time(3)!.Value, r.GetString(5));
            },
            cancellationToken);

    /// <summary>Locks goods and marks them as touched; those that a store never had begin here. In the order in which they are given: that of their keys.</summary>
    internal static EffectStatement Lock(string[] stores, string[] skus) => new(
        """
        INSERT INTO stock_item (store, sku) SELECT * FROM unnest($1, $2)
        ON CONFLICT (store, sku) DO UPDATE SET touched = TRUE WHERE NOT stock_item.touched
        """,
        "INSERT INTO stock_item (store, sku) VALUES (@p1, @p2) ON CONFLICT (store, sku) DO UPDATE SET touched = 1 WHERE NOT touched",
        stores, skus);

    private static EffectStatement Items(string[] stores, string[] skus) => new(
        """
        SELECT i.store, i.sku, i.plated_at, p.unit
        FROM unnest($1, $2) AS n (store, sku) JOIN stock_item i ON i.store = n.store AND i.sku = n.sku LEFT JOIN product p ON p.sku = n.sku
        """,
        """
        SELECT i.store, i.sku, i.plated_at, p.unit
        FROM stock_item i LEFT JOIN product p ON p.sku = i.sku WHERE i.store = @p1 AND i.sku = @p2
        """,
        stores, skus);

    private static EffectStatement Name(string[] skus, DateTime at) => new(
        "INSERT INTO product (sku, name, name_key, updated_at) SELECT sku, '', '', at FROM unnest($1, $2) AS n (sku, at) ON CONFLICT (sku) DO NOTHING",
        "INSERT INTO product (sku, name, name_key, updated_at) VALUES (@p1, '', '', @p2) ON CONFLICT (sku) DO NOTHING",
        skus, Enumerable.Repeat(at, skus.Length).ToArray());

    private static EffectStatement Levels(StockPlace[] places) => new(
        """
        SELECT l.store, l.sku, l.location, l.quantity, l.moved_at, l.counted_at, l.counted, l.told_at
        FROM unnest($1, $2, $3) AS n (store, sku, location) JOIN stock_level l ON l.store = n.store AND l.sku = n.sku AND l.location = n.location
        """,
        """
        SELECT store, sku, location, quantity, moved_at, counted_at, counted, told_at
        FROM stock_level WHERE store = @p1 AND sku = @p2 AND location = @p3
        """,
        places.Select(p => p.Store).ToArray(), places.Select(p => p.Sku).ToArray(), places.Select(p => p.Location).ToArray());

    private static (StockPlace Place, StockLevel Level) ReadLevel(DbDataReader r) => (new StockPlace(r.GetString(0), r.GetString(1), r.GetString(2)), new StockLevel
    {
        Quantity = r.GetInt64(3), MovedAt = r.Time(4), CountedAt = r.Time(5), Counted = r.IsDBNull(6) ? null : r.GetInt64(6), ToldAt = r.Time(7),
    });

    private static EffectStatement Later(KeyValuePair<StockPlace, DateTime>[] late) => new(
        $"""
        SELECT n.store, n.sku, n.location, m.at,
               CASE WHEN m.to_store = n.store AND m.to_location = n.location THEN m.quantity ELSE 0 END - CASE WHEN m.from_location = n.location THEN m.quantity ELSE 0 END
        FROM unnest($1, $2, $3, $4) AS n (store, sku, location, since) JOIN stock_move m ON m.store = n.store AND m.sku = n.sku AND m.at > n.since
        WHERE (m.from_location = n.location OR (m.to_location = n.location AND m.to_store = n.store)) AND m.reason NOT IN {NoCounts}
        UNION ALL
        SELECT n.store, n.sku, n.location, m.at, m.quantity
        FROM unnest($1, $2, $3, $4) AS n (store, sku, location, since) JOIN stock_move m ON m.to_store = n.store AND m.sku = n.sku AND m.at > n.since
        WHERE m.to_store <> m.store AND m.to_location = n.location
        """,
        $"""
        SELECT @p1, @p2, @p3, at,
               CASE WHEN to_store = @p1 AND to_location = @p3 THEN quantity ELSE 0 END - CASE WHEN from_location = @p3 THEN quantity ELSE 0 END
        FROM stock_move
        WHERE store = @p1 AND sku = @p2 AND at > @p4 AND (from_location = @p3 OR (to_location = @p3 AND to_store = @p1)) AND reason NOT IN {NoCounts}
        UNION ALL
        SELECT @p1, @p2, @p3, at, quantity FROM stock_move WHERE to_store <> store AND to_store = @p1 AND sku = @p2 AND at > @p4 AND to_location = @p3
        """,
        late.Select(l => l.Key.Store).ToArray(), late.Select(l => l.Key.Sku).ToArray(), late.Select(l => l.Key.Location).ToArray(), late.Select(l => l.Value).ToArray());

    private static EffectStatement WriteMoves(List<StockMove> moves, DateTimeOffset now) => new(
        """
        INSERT INTO stock_move (store, id, at, sku, quantity, from_location, to_store, to_location, reason, evidence, who, key)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        """
        INSERT INTO stock_move (store, id, at, sku, quantity, from_location, to_store, to_location, reason, evidence, who, key)
        VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12)
        """,
        moves.Select(m => m.Store).ToArray(),
        moves.Select(_ => MoveId.New(now)).ToArray(),
        moves.Select(m => m.At).ToArray(),
        moves.Select(m => m.Sku).ToArray(),
        moves.Select(m => m.Quantity).ToArray(),
        moves.Select(m => m.From).ToArray(),
        moves.Select(m => m.ToStore ?? m.Store).ToArray(),
        moves.Select(m => m.To).ToArray(),
        moves.Select(m => m.Reason).ToArray(),
        moves.Select(m => m.Evidence).ToArray(),
        moves.Select(m => m.Who).ToArray(),
        moves.Select(m => m.Key).ToArray());

    private static EffectStatement WriteLevels(KeyValuePair<StockPlace, StockLevel>[] levels) => new(
        """
        INSERT INTO stock_level (store, sku, location, quantity, moved_at, counted_at, counted, told_at) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (store, sku, location) DO UPDATE SET quantity = stock_level.quantity + excluded.quantity, moved_at = excluded.moved_at,
               counted_at = excluded.counted_at, counted = excluded.counted, told_at = excluded.told_at
        """,
        """
        INSERT INTO stock_level (store, sku, location, quantity, moved_at, counted_at, counted, told_at) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
        ON CONFLICT (store, sku, location) DO UPDATE SET quantity = quantity + excluded.quantity, moved_at = excluded.moved_at,
               counted_at = excluded.counted_at, counted = excluded.counted, told_at = excluded.told_at
        """,
        levels.Select(l => l.Key.Store).ToArray(),
        levels.Select(l => l.Key.Sku).ToArray(),
        levels.Select(l => l.Key.Location).ToArray(),
        levels.Select(l => l.Value.Change).ToArray(),
        levels.Select(l => l.Value.MovedAt!.Value).ToArray(),
        levels.Select(l => l.Value.CountedAt).ToArray(),
        levels.Select(l => l.Value.Counted).ToArray(),
        levels.Select(l => l.Value.ToldAt).ToArray());
}

/// <summary>Pages of the books, opened by a transaction.</summary>
/// <param name="Levels">The places.</param>
/// <param name="Plated">Since when goods lie on plates; those on none are not in it.</param>
/// <param name="Units">What is counted of each SKU: piece or gram.</param>
internal sealed record StockOpened(Dictionary<StockPlace, StockLevel> Levels, Dictionary<StockGoods, DateTime> Plated, Dictionary<string, string> Units);
