using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>What suppliers that are active sell.</summary>
internal sealed class OfferQueries(HeadquartersDatabase database)
{
    private const string Columns = "SELECT s.supplier, s.name, sp.price_fen, sp.pack, sp.moq, coalesce(sp.lead_days, s.lead_days) FROM supplier_product sp JOIN supplier s ON s.supplier = sp.supplier";

    /// <summary>A supplier's offer of a SKU; null where it does not sell it.</summary>
    internal async Task<Offer?> FindAsync(string supplier, string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null, supplier, sku, cancellationToken);
    }

    /// <summary>The same in a transaction.</summary>
    internal static Task<Offer?> FindAsync(DbTransaction transaction, string supplier, string sku, CancellationToken cancellationToken) =>
        FindAsync(transaction.Connection!, transaction, supplier, sku, cancellationToken);

    /// <summary>The cheapest offer of a SKU; null where nobody sells it.</summary>
    internal async Task<Offer?> CheapestAsync(string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command($"{Columns} WHERE sp.sku = @sku AND s.active ORDER BY sp.price_fen, sp.supplier LIMIT 1", ("sku", sku)).ListAsync(Read, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private static async Task<Offer?> FindAsync(DbConnection connection, DbTransaction? transaction, string supplier, string sku, CancellationToken cancellationToken)
    {
        var command = connection.Command($"{Columns} WHERE sp.supplier = @supplier AND sp.sku = @sku AND s.active", ("supplier", supplier), ("sku", sku));
        command.Transaction = transaction;
        var found = await command.ListAsync(Read, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private static Offer Read(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt32(5));
}
