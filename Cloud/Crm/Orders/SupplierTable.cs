using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Suppliers and what they sell.</summary>
internal sealed class SupplierTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private const string Columns =
        """
        SELECT s.supplier, s.name, s.channel, s.address, s.language, s.lead_days, s.active, (SELECT count(*) FROM supplier_product p WHERE p.supplier = s.supplier), s.version, s.name_key
        FROM supplier s
        """;

    private const string ProductColumns =
        "SELECT sp.sku, coalesce(p.name, ''), sp.price_fen, sp.pack, sp.moq, sp.lead_days FROM supplier_product sp LEFT JOIN product p ON p.sku = sp.sku";

    /// <summary>Suppliers by name, after a mark.</summary>
    internal async Task<List<(SupplierView View, string NameKey)>> ListAsync(string? search, (string NameKey, string Id) after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $@"{Columns} WHERE (s.name_key, s.supplier) > (@after_name, @after_id){(search is null ? "" : @" AND s.name_key LIKE @part ESCAPE '\'")} ORDER BY s.name_key, s.supplier LIMIT @limit",
            [("after_name", after.NameKey), ("after_id", after.Id), ("limit", limit), .. search is null ? Array.Empty<(string, object?)>() : [("part", Part(search))]])
            .ListAsync(r => (Read(r), r.GetString(9)), cancellationToken);
    }

    /// <summary>A supplier; null where there is none.</summary>
    internal async Task<SupplierView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command($"{Columns} WHERE s.supplier = @id", ("id", id)).ListAsync(Read, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Makes a supplier.</summary>
    internal Task AddAsync(string id, SupplierBody body, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await transaction.Command(
                """
                INSERT INTO supplier (supplier, name, name_key, channel, address, language, lead_days, active, updated_at)
                VALUES (@id, @name, @key, @channel, @address, @language, @lead, @active, @now)
                """,
                [("id", id), .. Parameters(body)]).RunAsync(cancellationToken);
            await audit.AddAsync(transaction, caller, "supplier.added", "supplier", id, null, null, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Changes a supplier to what the body says in full.</summary>
    /// <returns>False where somebody changed it meanwhile.</returns>
    internal Task<bool> SetAsync(string id, SupplierBody body, long wanted, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command(
                """
                UPDATE supplier SET name = @name, name_key = @key, channel = @channel, address = @address, language = @language, lead_days = @lead, active = @active,
                       version = version + 1, updated_at = @now
                WHERE supplier = @id AND version = @wanted
                """,
                [("id", id), ("wanted", wanted), .. Parameters(body)]).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(transaction, caller, "supplier.changed", "supplier", id, null, null, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>What a supplier sells, by SKU, after a mark.</summary>
    internal async Task<List<SupplierProductView>> ProductsAsync(string id, string after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command($"{ProductColumns} WHERE sp.supplier = @id AND sp.sku > @after ORDER BY sp.sku LIMIT {limit}", ("id", id), ("after", after))
            .ListAsync(ReadProduct, cancellationToken);
    }

    /// <summary>What a supplier sells a SKU at; null where it does not sell it.</summary>
    internal async Task<SupplierProductView?> ProductAsync(string id, string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command($"{ProductColumns} WHERE sp.supplier = @id AND sp.sku = @sku", ("id", id), ("sku", sku)).ListAsync(ReadProduct, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Says what a supplier sells a SKU at.</summary>
    /// <returns>False where there is no such product.</returns>
    internal Task<bool> SellAsync(string id, string sku, SupplierProductBody body, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if ((await transaction.Command("SELECT 1 FROM product WHERE sku = @sku", ("sku", sku)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return false;
            }

            await transaction.Command(
                """
                INSERT INTO supplier_product (supplier, sku, price_fen, pack, moq, lead_days) VALUES (@id, @sku, @price, @pack, @moq, @lead)
                ON CONFLICT (supplier, sku) DO UPDATE SET price_fen = excluded.price_fen, pack = excluded.pack, moq = excluded.moq, lead_days = excluded.lead_days
                """,
                ("id", id), ("sku", sku), ("price", body.PriceFen), ("pack", body.Pack), ("moq", body.Moq), ("lead", body.LeadDays)).RunAsync(cancellationToken);
            await audit.AddAsync(transaction, caller, "supplier.sells", "supplier", id, null, Detail(sku, body.PriceFen), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>A supplier no longer sells a SKU.</summary>
    internal Task<bool> DropAsync(string id, string sku, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command("DELETE FROM supplier_product WHERE supplier = @id AND sku = @sku", ("id", id), ("sku", sku)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(transaction, caller, "supplier.sells_no_more", "supplier", id, null, Detail(sku, null), cancellationToken);
            return true;
        },
        cancellationToken);

    private (string, object?)[] Parameters(SupplierBody body) =>
    [
        ("name", body.Name), ("key", CustomerName.Key(body.Name)), ("channel", body.Channel), ("address", body.Address), ("language", body.Language), ("lead", body.LeadDays),
        ("active", body.Active), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)),
    ];

    private static string Part(string search) =>
        $"%{CustomerName.Key(search).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private static string Detail(string sku, long? priceFen) =>
        System.Text.Json.JsonSerializer.Serialize(new SoldDetail(sku, priceFen), OrdersJson.Default.SoldDetail);

    private static SupplierProductView ReadProduct(DbDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.IsDBNull(5) ? null : r.GetInt32(5));

    private static SupplierView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.Text(3), r.GetString(4), r.GetInt32(5), r.GetBoolean(6), r.GetInt64(7), Why.Number(r.GetInt64(8)));
}

/// <summary>What an audit entry says of a supplier's product.</summary>
internal sealed record SoldDetail(string Sku, long? PriceFen);
