using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>A purchase as those who change it read it.</summary>
internal sealed record PurchaseRow(string Store, string Id, string Supplier, string State, long Version, DateTime? SentAt, DateTime? FirstReceivedAt);

/// <summary>A line as those who change it read it.</summary>
internal sealed record PurchaseLineRow(string Sku, string Unit, long Ordered, long Received, string State, long PriceFen, string Origin, bool Funded)
{
    /// <summary>What it costs as ordered.</summary>
    internal long CostFen => Cost.Of(Ordered, PriceFen, Unit);

    /// <summary>What has come costs.</summary>
    internal long ReceivedFen => Cost.Of(Received, PriceFen, Unit);
}

/// <summary>Reads purchases for changing them, in a transaction that has the store's turn.</summary>
internal static class PurchaseRows
{
    /// <summary>The store of a purchase, which never changes; null where there is no such purchase.</summary>
    internal static async Task<string?> StoreOfAsync(HeadquartersDatabase database, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command("SELECT store FROM purchase WHERE id = @id", ("id", id)).ListAsync(r => r.GetString(0), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Takes the turn and reads the purchase.</summary>
    internal static async Task<PurchaseRow> TakeAsync(HeadquartersDatabase database, DbTransaction transaction, string store, string id, CancellationToken cancellationToken)
    {
        await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
        return (await transaction.Command(
            "SELECT supplier, state, version, sent_at, first_received_at FROM purchase WHERE store = @store AND id = @id", ("store", store), ("id", id)).ListAsync(
            r => new PurchaseRow(store, id, r.GetString(0), r.GetString(1), r.GetInt64(2), database.ReadTime(r, 3), database.ReadTime(r, 4)), cancellationToken))[0];
    }

    internal static Task<List<PurchaseLineRow>> LinesAsync(DbTransaction transaction, string store, string id, CancellationToken cancellationToken) => transaction.Command(
        """
        SELECT l.sku, coalesce(p.unit, 'piece'), l.ordered, l.received, l.state, l.price_fen, l.origin, l.funded
        FROM purchase_line l LEFT JOIN product p ON p.sku = l.sku WHERE l.store = @store AND l.purchase = @id ORDER BY l.sku
        """,
        ("store", store), ("id", id)).ListAsync(
        r => new PurchaseLineRow(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), r.GetInt64(5), r.GetString(6), r.GetBoolean(7)), cancellationToken);
}

/// <summary>The states of a purchase.</summary>
internal static class PurchaseState
{
#pragma warning disable CS1591 // docs/replenishment.md says what each means.
    internal const string Draft = "draft";
    internal const string Sent = "sent";
    internal const string Partly = "partly";
    internal const string Received = "received";
    internal const string Cancelled = "cancelled";
#pragma warning restore CS1591

    internal static bool IsOpen(string state) => state is Sent or Partly;
}
