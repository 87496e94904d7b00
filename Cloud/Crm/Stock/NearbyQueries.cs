using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Which other stores have some goods, and how far they are.</summary>
internal sealed class NearbyQueries(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>The earth's mean radius (IUGG), in metres.</summary>
    private const double Radius = 6_371_008.8;

    /// <summary>The stores that have the goods or expect them, the nearest first; stores without a place last. Null where there is no such store or product.</summary>
    internal async Task<NearbyView?> ReadAsync(string store, string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var product = await connection.Command("SELECT name FROM product WHERE sku = @sku", ("sku", sku)).ListAsync(r => r.GetString(0), cancellationToken);
        var here = await connection.Command("SELECT CAST(latitude_e6 AS bigint), CAST(longitude_e6 AS bigint) FROM store WHERE store = @store", ("store", store))
            .ListAsync(r => (r.Number(0), r.Number(1)), cancellationToken);
        if (product.Count == 0 || here.Count == 0)
        {
            return null;
        }

        var rows = await connection.Command(
            $"""
             SELECT s.store, s.name, CAST(s.latitude_e6 AS bigint), CAST(s.longitude_e6 AS bigint), {StockNumbers.OnHand}, {StockNumbers.Reserved}, {StockNumbers.Incoming}
             FROM stock_item i JOIN store s ON s.store = i.store WHERE i.sku = @sku AND i.store <> @store
             """,
            ("sku", sku), ("store", store), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).ListAsync(
            r => new NearbyRow(r.GetString(0), r.GetString(1), Metres(here[0], (r.Number(2), r.Number(3))), r.GetInt64(4) - r.GetInt64(5), r.GetInt64(4), r.GetInt64(6)), cancellationToken);
        return new NearbyView(
            sku, product[0],
            [.. rows.Where(row => row.OnHand > 0 || row.Incoming > 0).OrderBy(row => row.Metres ?? long.MaxValue).ThenBy(row => row.Store, StringComparer.Ordinal)]);
    }

    /// <summary>The great-circle distance of two places by the haversine formula, in whole metres; null where one is not known.</summary>
    /// <param name="one">Latitude and longitude in millionths of a degree.</param>
    /// <param name="other">The same of the other.</param>
    internal static long? Metres((long? Latitude, long? Longitude) one, (long? Latitude, long? Longitude) other)
    {
        if (one is not ({ } latitude, { } longitude) || other is not ({ } otherLatitude, { } otherLongitude))
        {
            return null;
        }

        var across = Math.Sin(Radians(otherLatitude - latitude) / 2);
        var along = Math.Sin(Radians(otherLongitude - longitude) / 2);
        var share = (across * across) + (Math.Cos(Radians(latitude)) * Math.Cos(Radians(otherLatitude)) * along * along);
        return (long)Math.Round(2 * Radius * Math.Asin(Math.Sqrt(Math.Min(1, share))));
    }

    private static double Radians(long millionths) => millionths / 1e6 * Math.PI / 180;
}
