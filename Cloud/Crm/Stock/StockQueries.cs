using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>What is asked about stock.</summary>
internal sealed class StockQueries(HeadquartersDatabase database, TimeProvider clock)
{
    private const int LatestMoves = 50;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Stock by store and SKU; where something is searched for, by SKU and store.</summary>
    /// <param name="stores">The stores to look at, or null for all.</param>
    /// <param name="search">Part of a name, or a whole SKU or GTIN; null for all.</param>
    /// <param name="show">all, low or negative.</param>
    /// <param name="mark">Store and SKU of the page before's last row, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<StockPage<StockRow>> ListAsync(
        IReadOnlySet<string>? stores, string? search, string show, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = new List<StockRow>();
        if (search is not null)
        {
            rows = await SearchAsync(connection, stores, search, show, mark, limit + 1, cancellationToken);
        }
        else if (stores is null)
        {
            rows = await ReadAsync(connection, show, mark is null ? "TRUE" : "(store, sku) > (@store, @after)", mark?[0], mark?[1], limit + 1, cancellationToken);
        }
        else
        {
            // Store by store, so that each is read in the order of its key.
            foreach (var store in stores.Order(StringComparer.Ordinal).Where(s => mark is null || string.CompareOrdinal(s, mark[0]) >= 0))
            {
                var after = mark is not null && store == mark[0] ? mark[1] : "";
                rows.AddRange(await ReadAsync(connection, show, "store = @store AND sku > @after", store, after, limit + 1 - rows.Count, cancellationToken));
                if (rows.Count > limit)
                {
                    break;
                }
            }
        }

        return StockPage<StockRow>.Of(rows, limit, row => PageMark.Write(row.Store, row.Sku));
    }

    /// <summary>All about some goods of a store; null where the store never had them.</summary>
    internal async Task<StockCard?> CardAsync(string store, string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if ((await RowsAsync(connection, store, [sku], cancellationToken)) is not [var row])
        {
            return null;
        }

        var locations = await connection.Command(
            "SELECT location, quantity, moved_at, counted, counted_at FROM stock_level WHERE store = @store AND sku = @sku ORDER BY location", ("store", store), ("sku", sku))
            .ListAsync(
                r => new LocationView(r.GetString(0), StockLocation.KindOf(r.GetString(0)), r.GetInt64(1), r.Time(2)!.Value, r.IsDBNull(3) ? null : r.GetInt64(3), r.Time(4)), cancellationToken);
        var moves = await MovesAsync(connection, store, sku, null, LatestMoves, cancellationToken);
        var held = await connection.Command(
            $"{Reservations.Select} WHERE r.store = @store AND r.sku = @sku AND r.state = 'held' AND r.expires_at > @now ORDER BY r.expires_at, r.id LIMIT 200",
            ("store", store), ("sku", sku), ("now", database.ToTime(Now))).ListAsync(Reservations.Read, cancellationToken);
        return new StockCard(
            row.Store, row.Sku, row.Name, row.Unit, row.OnHand, row.Reserved, row.Available, row.Incoming, row.Forecast, row.Min, row.Max, row.Low, locations, moves, held);
    }

    /// <summary>What can be had of goods in a store; 0 for those it never had.</summary>
    internal async Task<IReadOnlyDictionary<string, long>> AvailableAsync(string store, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var known = (await RowsAsync(connection, store, skus, cancellationToken)).ToDictionary(row => row.Sku, row => row.Available, StringComparer.Ordinal);
        return skus.Distinct(StringComparer.Ordinal).ToDictionary(sku => sku, sku => known.GetValueOrDefault(sku), StringComparer.Ordinal);
    }

    /// <summary>Moves, the newest first: of some goods by when they happened, of a whole store by when they were written.</summary>
    internal async Task<StockPage<MoveView>> MovesAsync(string store, string? sku, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return StockPage<MoveView>.Of(
            await MovesAsync(connection, store, sku, mark, limit + 1, cancellationToken), limit,
            move => PageMark.Write(move.At.Ticks.ToString(CultureInfo.InvariantCulture), move.Id));
    }

    private async Task<List<MoveView>> MovesAsync(DbConnection connection, string store, string? sku, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        var columns =
            $"SELECT m.id, m.at, m.store, m.sku, p.name, m.quantity, m.from_location, m.to_store, m.to_location, m.reason, m.evidence, {WhoName.Of("m.who")} FROM stock_move m LEFT JOIN product p ON p.sku = m.sku";
        DateTime? at = mark is not null && long.TryParse(mark[0], CultureInfo.InvariantCulture, out var ticks) && ticks is >= 0 and < 3_155_378_975_999_999_999 ? new DateTime(ticks, DateTimeKind.Utc) : null;
        var parameters = new (string, object?)[]
        {
            ("store", store), ("sku", sku), ("at", at is { } moment ? database.ToTime(moment) : null), ("id", mark?[1]),
        };
        var names = new GatewayNames(connection);
        if (sku is null)
        {
            var written = await connection.Command(
                $"{columns} WHERE m.store = @store {(mark is null ? "" : "AND m.id < @id")} ORDER BY m.id DESC LIMIT {limit}", Only(parameters, mark is null ? ["store"] : ["store", "id"]))
                .ListAsync(ReadMove, cancellationToken);
            return await names.NamedAsync(written, cancellationToken);
        }

        // What came from other stores stands with those stores; both are read in order, and the newest of both are taken.
        var before = at is null ? "" : "AND (m.at, m.id) < (@at, @id)";
        string[] used = at is null ? ["store", "sku"] : ["store", "sku", "at", "id"];
        var own = await connection.Command(
            $"{columns} WHERE m.store = @store AND m.sku = @sku {before} ORDER BY m.at DESC, m.id DESC LIMIT {limit}", Only(parameters, used)).ListAsync(ReadMove, cancellationToken);
        var came = await connection.Command(
            $"{columns} WHERE m.to_store = @store AND m.to_store <> m.store AND m.sku = @sku {before} ORDER BY m.at DESC, m.id DESC LIMIT {limit}", Only(parameters, used))
            .ListAsync(ReadMove, cancellationToken);
        return await names.NamedAsync([.. own.Concat(came).OrderByDescending(m => m.At).ThenByDescending(m => m.Id, StringComparer.Ordinal).Take(limit)], cancellationToken);
    }

    private static (string, object?)[] Only((string Name, object? Value)[] parameters, string[] names) => [.. parameters.Where(p => names.Contains(p.Name))];

    private static MoveView ReadMove(DbDataReader r) => new(
        r.GetString(0), r.Time(1)!.Value, r.GetString(2), r.GetString(3), r.Text(4) ?? "", r.GetInt64(5), r.GetString(6), r.GetString(7), r.GetString(8), r.GetString(9),
        Evidence.Of(r.GetString(10)), r.GetString(10), r.GetString(11));

    private async Task<List<StockRow>> ReadAsync(
        DbConnection connection, string show, string condition, string? store, string? after, int limit, CancellationToken cancellationToken) =>
        await connection.Command(
            $"""
             SELECT {StockNumbers.Columns}
             FROM (SELECT store, sku, low FROM stock_item WHERE {condition} {Shown(show)} ORDER BY store, sku LIMIT {limit}) i JOIN product p ON p.sku = i.sku
             ORDER BY i.store, i.sku
             """,
            store is null ? [("now", database.ToTime(Now))] : [("now", database.ToTime(Now)), ("store", store), ("after", after)]).ListAsync(StockNumbers.Read, cancellationToken);

    private async Task<List<StockRow>> SearchAsync(
        DbConnection connection, IReadOnlySet<string>? stores, string search, string show, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        var parameters = new List<(string, object?)> { ("now", database.ToTime(Now)) };
        parameters.AddRange(ProductTable.Searched(search));
        var conditions = ProductTable.MatchSql.Replace("name_key", "p.name_key", StringComparison.Ordinal).Replace("sku =", "p.sku =", StringComparison.Ordinal).Replace("gtin", "p.gtin", StringComparison.Ordinal);
        if (mark is [var store, var sku])
        {
            conditions += " AND p.sku >= @sku AND (i.sku, i.store) > (@sku, @store)";
            parameters.AddRange([("store", store), ("sku", sku)]);
        }

        if (stores is not null)
        {
            var names = stores.Order(StringComparer.Ordinal).Select((name, n) => ($"s{n}", (object?)name)).ToArray();
            conditions += names.Length == 0 ? " AND FALSE" : $" AND i.store IN ({string.Join(", ", names.Select(n => '@' + n.Item1))})";
            parameters.AddRange(names);
        }

        return await connection.Command(
            $"SELECT {StockNumbers.Columns} FROM product p JOIN stock_item i ON i.sku = p.sku WHERE {conditions} {Shown(show)} ORDER BY i.sku, i.store LIMIT {limit}", [.. parameters])
            .ListAsync(StockNumbers.Read, cancellationToken);
    }

    private async Task<List<StockRow>> RowsAsync(DbConnection connection, string store, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var names = skus.Distinct(StringComparer.Ordinal).Select((sku, n) => ($"k{n}", (object?)sku)).ToArray();
        return names.Length == 0 ? [] : await connection.Command(
            $"SELECT {StockNumbers.Columns} FROM stock_item i JOIN product p ON p.sku = i.sku WHERE i.store = @store AND i.sku IN ({string.Join(", ", names.Select(n => '@' + n.Item1))})",
            [("now", database.ToTime(Now)), ("store", store), .. names]).ListAsync(StockNumbers.Read, cancellationToken);
    }

    private static string Shown(string show) => show switch { "low" => "AND low", "negative" => "AND negative", _ => "" };
}
