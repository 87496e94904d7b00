using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>What lies on a store's plates, by the books.</summary>
internal sealed class ShelfQueries(HeadquartersDatabase database, AlarmTable alarms)
{
    private const int MostAlarms = 100;
    private static readonly string[] s_shelfAlarms = ["ambiguous", "disturbed", "shelf_low"];

    /// <summary>The plates that the store's gateways spoke of, and what the store's plates have raised.</summary>
    internal async Task<ShelvesView> ReadAsync(string store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var goods = (await connection.Command(
            """
            SELECT l.location, l.sku, coalesce(p.name, ''), l.quantity, l.counted, l.told_at, l.moved_at, i.low, coalesce(p.unit, 'piece')
            FROM stock_item i JOIN stock_level l ON l.store = i.store AND l.sku = i.sku LEFT JOIN product p ON p.sku = i.sku
            WHERE i.store = @store AND i.plated_at IS NOT NULL AND l.location LIKE 'plate/%' ORDER BY l.location, l.sku
            """,
            ("store", store)).ListAsync(
            r => (Plate: r.GetString(0)[StockLocation.PlatePrefix.Length..], Goods: new PlateGoods(
                r.GetString(1), r.GetString(2), r.GetString(8), r.GetInt64(3), r.Number(4), r.Time(5), r.Time(6)!.Value, r.GetBoolean(7))),
            cancellationToken)).ToLookup(g => g.Plate, g => g.Goods);
        var names = new GatewayNames(connection);
        await names.ReadAsync(needed: true, cancellationToken);
        var plates = await connection.Command(
            "SELECT plate, gateway, device, said_at, doubt, doubt_at, doubt_evidence FROM stock_plate WHERE store = @store ORDER BY plate", ("store", store)).ListAsync(
            r => new PlateView(
                r.GetString(0), names.Named(Evidence.Of($"event/{r.GetInt32(1)}/0")).Gateway, r.Text(2), r.Time(3)!.Value, r.Text(4), r.Time(5),
                r.Text(6) is { } evidence ? names.Named(Evidence.Of(evidence)) : null, [.. goods[r.GetString(0)]]),
            cancellationToken);
        var open = await alarms.ListAsync(new HashSet<string> { store }, all: false, null, MostAlarms, cancellationToken);
        return new ShelvesView(store, plates, [.. open.Rows.Where(alarm => s_shelfAlarms.Contains(alarm.Kind))]);
    }
}
