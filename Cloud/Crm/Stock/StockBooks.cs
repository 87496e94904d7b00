using System.Text.Json;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Adds the books up. A store's check adds only what was written since the one before: what is older than a while stands summed up beside it.</summary>
/// <remarks>Each check is one statement, and so sees one moment of the books, whatever is written meanwhile.</remarks>
internal sealed class StockBooks(HeadquartersDatabase database, TimeProvider clock)
{
    private const int MostWrong = 100;
    private const string Chain = "";

    /// <summary>Older moves than this are committed or never will be: a transaction takes seconds, and nodes' clocks do not differ by minutes.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromMinutes(15);

    /// <summary>What the last checks found.</summary>
    /// <param name="stores">The stores to tell of, or null for the whole chain.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<BooksView> ReadAsync(IReadOnlySet<string>? stores, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var checks = (await connection.Command("SELECT store, skus, locations, moves, total, wrong, checked_at FROM stock_checked").ListAsync(
            r => (Store: r.GetString(0), Skus: r.GetInt64(1), Locations: r.GetInt64(2), Moves: r.GetInt64(3), Total: r.GetInt64(4),
                Wrong: JsonSerializer.Deserialize(r.GetString(5), StockJson.Default.WrongViewArray)!, At: r.Time(6)!.Value),
            cancellationToken)).Where(check => check.Store == Chain || stores is null || stores.Contains(check.Store)).ToList();
        var own = checks.Where(check => check.Store != Chain).ToList();
        var chain = checks.Where(check => check.Store == Chain && stores is null).ToList();
        return new BooksView(
            chain.Count > 0 ? chain[0].Skus : own.Select(check => check.Skus).DefaultIfEmpty().Max(),
            own.Sum(check => check.Locations),
            own.Sum(check => check.Moves + check.Total),
            chain.Sum(check => check.Total),
            [.. chain.Concat(own).SelectMany(check => check.Wrong).Take(MostWrong)],
            own.Count,
            own.Count > 0 ? own.Concat(chain).Min(check => check.At) : null);
    }

    /// <summary>Checks that a store's levels are the sums of its moves.</summary>
    /// <param name="store">The store.</param>
    /// <param name="full">Whether all its moves are added up anew.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task CheckAsync(string store, bool full, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var now = clock.GetUtcNow();

            // The row's lock keeps two nodes from moving the same sums.
            var (upto, before) = (await transaction.Command(
                """
                INSERT INTO stock_checked (store, upto, moves, locations, skus, total, wrong, checked_at) VALUES (@store, '', 0, 0, 0, 0, '[]', @now)
                ON CONFLICT (store) DO UPDATE SET store = excluded.store RETURNING upto, moves
                """,
                ("store", store), ("now", database.ToTime(now.UtcDateTime))).ListAsync(r => (r.GetString(0), r.GetInt64(1)), cancellationToken))[0];
            if (full)
            {
                await transaction.Command("DELETE FROM stock_checked_sum WHERE store = @store", ("store", store)).RunAsync(cancellationToken);
                (upto, before) = ("", 0);
            }

            var wrong = await transaction.Command(
                $"""
                 SELECT sku, location, CAST(sum(says) AS bigint), CAST(sum(should) AS bigint) FROM (
                   SELECT sku, location, quantity AS says, 0 AS should FROM stock_level WHERE store = @store
                   UNION ALL SELECT sku, location, 0, quantity FROM stock_checked_sum WHERE store = @store
                   UNION ALL {MovedSql("id >= @upto")}
                 ) AS pages GROUP BY sku, location HAVING sum(says) <> sum(should) ORDER BY sku, location LIMIT {MostWrong}
                 """,
                ("store", store), ("upto", upto)).ListAsync(
                r => new WrongView(store, r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), "level"), cancellationToken);
            var (locations, skus) = (await transaction.Command("SELECT count(*), count(DISTINCT sku) FROM stock_level WHERE store = @store", ("store", store))
                .ListAsync(r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken))[0];
            var since = (await transaction.Command("SELECT count(*) FROM stock_move WHERE store = @store AND id >= @upto", ("store", store), ("upto", upto))
                .ListAsync(r => r.GetInt64(0), cancellationToken))[0];
            var settled = MoveId.First(now - s_settled);
            if (string.CompareOrdinal(settled, upto) > 0)
            {
                var old = (await transaction.Command(
                    "SELECT count(*) FROM stock_move WHERE store = @store AND id >= @upto AND id < @settled", ("store", store), ("upto", upto), ("settled", settled))
                    .ListAsync(r => r.GetInt64(0), cancellationToken))[0];
                (before, since) = (before + old, since - old);
                await transaction.Command(
                    $"""
                     INSERT INTO stock_checked_sum AS s (store, sku, location, quantity)
                     SELECT @store, sku, location, CAST(sum(should) AS bigint) FROM ({MovedSql("id >= @upto AND id < @settled")}) AS pages
                     WHERE TRUE GROUP BY sku, location ORDER BY sku, location
                     ON CONFLICT (store, sku, location) DO UPDATE SET quantity = s.quantity + excluded.quantity
                     """,
                    ("store", store), ("upto", upto), ("settled", settled)).RunAsync(cancellationToken);
            }
            else
            {
                settled = upto;
            }

            await transaction.Command(
                "UPDATE stock_checked SET upto = @settled, moves = @moves, total = @since, locations = @locations, skus = @skus, wrong = @wrong, checked_at = @now WHERE store = @store",
                ("store", store), ("settled", settled), ("moves", before), ("since", since), ("locations", locations), ("skus", skus),
                ("wrong", JsonSerializer.Serialize([.. wrong], StockJson.Default.WrongViewArray)), ("now", database.ToTime(now.UtcDateTime))).RunAsync(cancellationToken);
            return wrong.Count;
        },
        cancellationToken);

    /// <summary>Checks that each SKU's levels add up to 0 over the whole chain.</summary>
    internal Task CheckChainAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var sums = await transaction.Command(
                $"SELECT sku, CAST(sum(quantity) AS bigint) FROM stock_level GROUP BY sku HAVING sum(quantity) <> 0 ORDER BY sku LIMIT {MostWrong}")
                .ListAsync(r => new WrongView(null, r.GetString(0), null, r.GetInt64(1), 0, "sum"), cancellationToken);
            var (locations, skus, total) = (await transaction.Command("SELECT count(*), count(DISTINCT sku), CAST(coalesce(sum(quantity), 0) AS bigint) FROM stock_level")
                .ListAsync(r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellationToken))[0];
            return await transaction.Command(
                """
                INSERT INTO stock_checked (store, upto, moves, locations, skus, total, wrong, checked_at) VALUES ('', '', 0, @locations, @skus, @total, @wrong, @now)
                ON CONFLICT (store) DO UPDATE SET locations = excluded.locations, skus = excluded.skus, total = excluded.total, wrong = excluded.wrong, checked_at = excluded.checked_at
                """,
                ("locations", locations), ("skus", skus), ("total", total), ("wrong", JsonSerializer.Serialize([.. sums], StockJson.Default.WrongViewArray)),
                ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>The stores, those whose check is the oldest first.</summary>
    internal async Task<IReadOnlyList<string>> StoresAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            "SELECT s.store FROM store s LEFT JOIN stock_checked c ON c.store = s.store ORDER BY CASE WHEN c.store IS NULL THEN 0 ELSE 1 END, c.checked_at, s.store")
            .ListAsync(r => r.GetString(0), cancellationToken);
    }

    private static string MovedSql(string condition) =>
        $"""
         SELECT sku, from_location AS location, 0 AS says, -quantity AS should FROM stock_move WHERE store = @store AND {condition}
         UNION ALL SELECT sku, to_location, 0, quantity FROM stock_move WHERE store = @store AND to_store = @store AND {condition}
         UNION ALL SELECT sku, to_location, 0, quantity FROM stock_move WHERE to_store = @store AND store <> to_store AND {condition}
         """;
}
