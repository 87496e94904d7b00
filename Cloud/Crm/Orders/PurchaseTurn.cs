using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>
/// The turn to write a store's purchases: a row that stays locked until the transaction ends, taken before anything of the store's orders is read or written. So two nodes, two people or
/// two of the same event never see the same gap and fill it twice; the locks of stock come after it and never before.
/// </summary>
internal static class PurchaseTurn
{
    internal static Task TakeAsync(DbTransaction transaction, string store, CancellationToken cancellationToken) => transaction.Command(
        "INSERT INTO purchase_turn (store, turn) VALUES (@store, 1) ON CONFLICT (store) DO UPDATE SET turn = purchase_turn.turn + 1", ("store", store)).RunAsync(cancellationToken);
}
