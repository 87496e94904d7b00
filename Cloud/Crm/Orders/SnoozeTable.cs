using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>SKUs that somebody does not want to be proposed for a while. The caller has the store's turn.</summary>
internal sealed class SnoozeTable(HeadquartersDatabase database)
{
    internal Task SetAsync(DbTransaction transaction, string store, string sku, DateTime until, string who, string why, CancellationToken cancellationToken) => transaction.Command(
        """
        INSERT INTO snooze (store, sku, until, who, why) VALUES (@store, @sku, @until, @who, @why)
        ON CONFLICT (store, sku) DO UPDATE SET until = excluded.until, who = excluded.who, why = excluded.why
        """,
        ("store", store), ("sku", sku), ("until", database.ToTime(until)), ("who", who), ("why", why)).RunAsync(cancellationToken);

    internal static Task EndAsync(DbTransaction transaction, string store, string sku, CancellationToken cancellationToken) =>
        transaction.Command("DELETE FROM snooze WHERE store = @store AND sku = @sku", ("store", store), ("sku", sku)).RunAsync(cancellationToken);
}
