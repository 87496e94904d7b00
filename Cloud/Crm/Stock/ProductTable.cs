using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>What the chain sells.</summary>
internal sealed class ProductTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private const string Columns = "sku, name, gtin, category, unit, cost_fen, price_fen, active, updated_at, name_key";

    /// <summary>Products by name.</summary>
    /// <param name="search">Part of a name, or a whole SKU or GTIN; null for all.</param>
    /// <param name="mark">Name key and SKU of the page before's last row, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<StockPage<ProductView>> ListAsync(string? search, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        var parameters = new List<(string, object?)>();
        if (search is not null)
        {
            conditions.Add(MatchSql);
            parameters.AddRange(Searched(search));
        }

        if (mark is [var name, var sku])
        {
            conditions.Add("(name_key, sku) > (@name, @sku)");
            parameters.AddRange([("name", name), ("sku", sku)]);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"SELECT {Columns} FROM product {(conditions.Count > 0 ? "WHERE " : "")}{string.Join(" AND ", conditions)} ORDER BY name_key, sku LIMIT {limit + 1}", [.. parameters])
            .ListAsync(r => (Product: Read(r), Key: r.GetString(9)), cancellationToken);
        return new StockPage<ProductView>(
            [.. rows.Take(limit).Select(r => r.Product)], rows.Count > limit ? PageMark.Write(rows[limit - 1].Key, rows[limit - 1].Product.Sku) : null);
    }

    /// <summary>A product, or null.</summary>
    internal async Task<ProductView?> FindAsync(string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command($"SELECT {Columns} FROM product WHERE sku = @sku", ("sku", sku)).ListAsync(Read, cancellationToken)).FirstOrDefault();
    }

    /// <summary>Makes a product, or replaces what is known of one.</summary>
    internal Task<StockAnswer<ProductView>> SetAsync(string sku, ProductBody body, Caller caller, CancellationToken cancellationToken) => Check(sku, body) is { } problem
        ? Task.FromResult(StockAnswer<ProductView>.Bad(problem))
        : database.WriteAsync(transaction => SetAsync(transaction, sku, body, caller, cancellationToken), cancellationToken);

    /// <summary>The condition that a row of <c>product</c> is what was searched for; its parameters are <see cref="Searched"/>.</summary>
    internal const string MatchSql = @"(name_key LIKE @part ESCAPE '\' OR sku = @word OR gtin IN (@word, @upc, @ean, @itf))";

    /// <summary>The parameters of <see cref="MatchSql"/>. A GTIN is the same with and without zeros in front: 12 digits, 13 and 14.</summary>
    internal static (string, object?)[] Searched(string search)
    {
        var digits = search.All(char.IsAsciiDigit) ? search.TrimStart('0') : search;
        return [("part", Part(search)), ("word", search), ("upc", digits.PadLeft(12, '0')), ("ean", digits.PadLeft(13, '0')), ("itf", digits.PadLeft(14, '0'))];
    }

    /// <summary>The pattern of names that contain a text.</summary>
    internal static string Part(string search) =>
        $"%{CustomerName.Key(search).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    /// <summary>Whether a text is a number of goods: 1 to 128 characters, none of them a control character.</summary>
    internal static bool IsSku(string? sku) => sku is { Length: > 0 and <= 128 } && sku.Trim() == sku && Ingest.PlainText.Bounded(sku, 128) == sku;

    private async Task<StockAnswer<ProductView>> SetAsync(DbTransaction transaction, string sku, ProductBody body, Caller caller, CancellationToken cancellationToken)
    {
        var known = (await transaction.Command($"SELECT {Columns} FROM product WHERE sku = @sku {StockSql.ForUpdate(transaction)}", ("sku", sku)).ListAsync(Read, cancellationToken)).FirstOrDefault();
        var unit = body.Unit ?? known?.Unit ?? "piece";
        if (known is not null && known.Unit != unit && await HasMovedAsync(transaction, sku, cancellationToken))
        {
            return StockAnswer<ProductView>.Conflict($"goods of '{sku}' have moved in {known.Unit}s; make another SKU for {unit}s");
        }

        if (body.Gtin is not null && (await transaction.Command("SELECT sku FROM product WHERE gtin = @gtin AND sku <> @sku", ("gtin", body.Gtin), ("sku", sku))
            .ListAsync(r => r.GetString(0), cancellationToken)) is [var other, ..])
        {
            return StockAnswer<ProductView>.Conflict($"'{other}' has the GTIN {body.Gtin}");
        }

        var name = body.Name.Trim();
        await transaction.Command(
            """
            INSERT INTO product (sku, name, name_key, gtin, category, unit, cost_fen, price_fen, active, updated_at)
            VALUES (@sku, @name, @key, @gtin, @category, @unit, @cost, @price, @active, @now)
            ON CONFLICT (sku) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, gtin = excluded.gtin, category = excluded.category, unit = excluded.unit,
                   cost_fen = excluded.cost_fen, price_fen = excluded.price_fen, active = excluded.active, updated_at = excluded.updated_at
            """,
            ("sku", sku), ("name", name), ("key", CustomerName.Key(name)), ("gtin", body.Gtin), ("category", body.Category?.Trim() ?? ""), ("unit", unit), ("cost", body.CostFen),
            ("price", body.PriceFen), ("active", body.Active), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken);
        await audit.AddAsync(transaction, caller, known is null ? "product.created" : "product.changed", "product", sku, null, null, cancellationToken);
        var view = (await transaction.Command($"SELECT {Columns} FROM product WHERE sku = @sku", ("sku", sku)).ListAsync(Read, cancellationToken))[0];
        return known is null ? StockAnswer<ProductView>.Created(view) : StockAnswer<ProductView>.Ok(view);
    }

    private static async Task<bool> HasMovedAsync(DbTransaction transaction, string sku, CancellationToken cancellationToken) =>
        (await transaction.Command(
            "SELECT 1 FROM stock_item i WHERE i.sku = @sku AND EXISTS (SELECT 1 FROM stock_level l WHERE l.store = i.store AND l.sku = i.sku AND l.quantity <> 0) LIMIT 1", ("sku", sku))
            .ListAsync(r => 1, cancellationToken)).Count > 0;

    private static string? Check(string sku, ProductBody body) =>
        !IsSku(sku) ? "a SKU has 1 to 128 characters and no control characters"
        : body.Name is not { } name || name.Trim().Length is 0 or > 200 || Ingest.PlainText.Bounded(name, 200) != name ? "name has 1 to 200 characters and no control characters"
        : body.Gtin is { } gtin && (gtin.Length is < 8 or > 14 || !gtin.All(char.IsAsciiDigit)) ? $"gtin is '{gtin}'; expected 8 to 14 digits"
        : body.Category?.Length > 100 ? "category has at most 100 characters"
        : body.Unit is not (null or "piece" or "gram") ? $"unit is '{body.Unit}'; expected piece or gram"
        : body.CostFen is < 0 or > MostFen || body.PriceFen is < 0 or > MostFen ? $"costFen and priceFen are 0 to {MostFen}"
        : null;

    private const long MostFen = 1_000_000_000_000;

    private static ProductView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Text(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetInt64(6), r.GetBoolean(7), r.Time(8)!.Value);
}
