namespace Cloud.Crm.Orders;

/// <summary>What replenishment reads of stock, in SQL that both databases take; <c>r.store</c> and <c>r.sku</c> name the goods, <c>@now</c> and <c>@since</c> are moments.</summary>
internal static class OrderStock
{
    private const string InStore = "IN ('receiving', 'shelf', 'backroom')";

    /// <summary>What lies in the store, wherever a sale can take it from.</summary>
    internal const string OnHand =
        $"(SELECT CAST(coalesce(sum(l.quantity), 0) AS bigint) FROM stock_level l WHERE l.store = r.store AND l.sku = r.sku AND (l.location {InStore} OR l.location LIKE 'plate/%'))";

    /// <summary>What of it is promised.</summary>
    internal const string Reserved =
        "(SELECT CAST(coalesce(sum(v.quantity), 0) AS bigint) FROM stock_reservation v WHERE v.store = r.store AND v.sku = r.sku AND v.state = 'held' AND v.expires_at > @now)";

    /// <summary>What is on its way: ordered and not here, or sent by another store and not here.</summary>
    internal const string Incoming =
        """
        (SELECT CAST(coalesce(sum(o.ordered - o.received), 0) AS bigint) FROM purchase_line o WHERE o.store = r.store AND o.sku = r.sku AND o.state = 'open' AND o.ordered > o.received)
        + (SELECT CAST(coalesce(sum(t.shipped - t.received - t.lost - t.found), 0) AS bigint) FROM stock_transfer_line t
           WHERE t.to_store = r.store AND t.sku = r.sku AND t.shipped > t.received + t.lost + t.found)
        """;

    /// <summary>What shoppers took since, less what they brought back: out of the store's places into a basket or straight to a customer.</summary>
    internal const string Went =
        $"""
         (SELECT CAST(coalesce(sum(CASE WHEN m.to_location IN ('basket', 'customer') THEN m.quantity ELSE -m.quantity END), 0) AS bigint) FROM stock_move m
          WHERE m.store = r.store AND m.sku = r.sku AND m.at >= @since AND m.to_store = m.store
            AND ((m.to_location IN ('basket', 'customer') AND (m.from_location {InStore} OR m.from_location LIKE 'plate/%'))
              OR (m.from_location IN ('basket', 'customer') AND (m.to_location {InStore} OR m.to_location LIKE 'plate/%'))))
         """;
}
