using System.Data.Common;

namespace Cloud.Crm.Stock;

/// <summary>The numbers of some goods of a store, as SQL over a row <c>i</c> of <c>stock_item</c> and its product <c>p</c>; needs the parameter <c>now</c>.</summary>
internal static class StockNumbers
{
    internal const string OnHand =
        $"(SELECT CAST(coalesce(sum(quantity), 0) AS bigint) FROM stock_level WHERE store = i.store AND sku = i.sku AND {StockLocation.OnHandSql})";

    internal const string Reserved =
        "(SELECT CAST(coalesce(sum(quantity), 0) AS bigint) FROM stock_reservation WHERE store = i.store AND sku = i.sku AND state = 'held' AND expires_at > @now)";

    internal const string Incoming =
        """
        ((SELECT CAST(coalesce(sum(ordered - received), 0) AS bigint) FROM purchase_line WHERE store = i.store AND sku = i.sku AND state = 'open')
         + (SELECT CAST(coalesce(sum(shipped - received - lost - found), 0) AS bigint) FROM stock_transfer_line
            WHERE to_store = i.store AND sku = i.sku AND shipped > received + lost + found))
        """;

    internal const string Columns =
        $"""
        i.store, i.sku, p.name, p.unit, {OnHand}, {Reserved}, {Incoming}, i.low,
        (SELECT min FROM reorder_rule r WHERE r.store = i.store AND r.sku = i.sku), (SELECT max FROM reorder_rule r WHERE r.store = i.store AND r.sku = i.sku)
        """;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    internal static StockRow Read(DbDataReader r)
    {
        var (onHand, reserved, incoming) = (r.GetInt64(4), r.GetInt64(5), r.GetInt64(6));
        return new StockRow(
            r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), onHand, reserved, onHand - reserved, incoming, onHand - reserved + incoming,
            r.IsDBNull(8) ? null : r.GetInt64(8), r.IsDBNull(9) ? null : r.GetInt64(9), r.GetBoolean(7));
    }
}
