using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>How a supplier delivered: lead time and fill rate.</summary>
internal sealed class SupplierRecord(HeadquartersDatabase database, TimeProvider clock)
{
    private const int Latest = 50;

    /// <summary>A piece and a kilogram count alike; thousandths, so that grams are whole.</summary>
    private const string Weight = "CASE WHEN coalesce(p.unit, 'piece') = 'gram' THEN 1 ELSE 1000 END";

    private const string Came = "CASE WHEN l.received < l.ordered THEN l.received ELSE l.ordered END";

    /// <summary>Reads the record of orders sent in the last days, of some stores.</summary>
    internal async Task<SupplierPerformance> ReadAsync(string supplier, int days, StoreCondition seen, CancellationToken cancellationToken)
    {
        var since = database.ToTime(clock.GetUtcNow().UtcDateTime.AddDays(-days));
        (string, object?)[] parameters = [("supplier", supplier), ("since", since), .. seen.Parameters];
        var ended = $"b.supplier = @supplier AND b.sent_at >= @since AND b.state = 'received' AND {seen.Sql}";
        await using var connection = await database.OpenAsync(cancellationToken);
        var (purchases, sum, least, most, timed, onTime, promised) = (await connection.Command(
            $"""
             SELECT count(*), CAST(coalesce(sum(b.lead_minutes), 0) AS bigint), min(b.lead_minutes), max(b.lead_minutes), count(b.lead_minutes),
                    CAST(coalesce(sum(CASE WHEN b.last_received_at <= b.expected_at THEN 1 ELSE 0 END), 0) AS bigint), count(b.expected_at)
             FROM purchase b WHERE {ended}
             """,
            parameters).ListAsync(r => (r.GetInt64(0), r.GetInt64(1), r.Number(2), r.Number(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)), cancellationToken))[0];
        var (ordered, received, lines, complete) = (await connection.Command(
            $"""
             SELECT CAST(coalesce(sum({Weight} * l.ordered), 0) AS bigint), CAST(coalesce(sum({Weight} * {Came}), 0) AS bigint), count(*),
                    CAST(coalesce(sum(CASE WHEN l.received >= l.ordered THEN 1 ELSE 0 END), 0) AS bigint)
             FROM purchase b JOIN purchase_line l ON l.store = b.store AND l.purchase = b.id LEFT JOIN product p ON p.sku = l.sku WHERE {ended}
             """,
            parameters).ListAsync(r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)), cancellationToken))[0];
        var open = (await connection.Command(
            $"SELECT count(*) FROM purchase b WHERE b.supplier = @supplier AND b.sent_at >= @since AND b.state IN ('sent', 'partly') AND {seen.Sql}", parameters)
            .ListAsync(r => r.GetInt64(0), cancellationToken))[0];
        var rows = await connection.Command(
            $"""
             SELECT b.id, b.store, b.sent_at, b.expected_at, b.last_received_at, b.lead_minutes,
                    (SELECT CAST(coalesce(sum({Weight} * l.ordered), 0) AS bigint) FROM purchase_line l LEFT JOIN product p ON p.sku = l.sku WHERE l.store = b.store AND l.purchase = b.id),
                    (SELECT CAST(coalesce(sum({Weight} * {Came}), 0) AS bigint) FROM purchase_line l LEFT JOIN product p ON p.sku = l.sku WHERE l.store = b.store AND l.purchase = b.id)
             FROM purchase b WHERE {ended} ORDER BY b.id DESC LIMIT {Latest}
             """,
            parameters).ListAsync(
            r => new DeliveryRecord(
                r.GetString(0), r.GetString(1), database.ReadTime(r, 2)!.Value, database.ReadTime(r, 3), database.ReadTime(r, 4), r.Number(5) is { } minutes ? Hours(minutes) : null,
                r.GetInt64(6) / 1000m, r.GetInt64(7) / 1000m),
            cancellationToken);
        return new SupplierPerformance(
            supplier, days, purchases,
            timed == 0 ? null : new LeadHours(Hours((sum + (timed / 2)) / timed), Hours(least!.Value), Hours(most!.Value)),
            new OnTime(onTime, promised),
            new Fill(ordered / 1000m, received / 1000m, lines, complete, ordered == 0 ? null : (received * 1000 + ordered / 2) / ordered),
            open, rows);
    }

    /// <summary>Minutes as hours with one decimal, half a tenth up.</summary>
    private static decimal Hours(long minutes) => Math.Round(minutes / 60m, 1, MidpointRounding.AwayFromZero);
}
