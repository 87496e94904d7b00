using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;
using Cloud.Crm.Visits;

namespace Cloud.Crm.Overview;

/// <summary>Reads the chain at a glance: figures that are kept up elsewhere, nothing that adds up moves or events.</summary>
internal sealed class OverviewQueries(HeadquartersDatabase database, TimeProvider clock)
{
    private const int MostStores = 20;

    private sealed record Day(string TimeZone, DateOnly Today, DateTime Begin, DateTime End);

    /// <summary>Reads it.</summary>
    internal async Task<ChainOverview> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var connection = await database.OpenAsync(cancellationToken);
        var seen = StoreCondition.Of(caller, "s.store");
        var zones = await connection.Command($"SELECT DISTINCT s.time_zone FROM store s WHERE {seen.Sql}", seen.Parameters).ListAsync(r => r.GetString(0), cancellationToken);
        var today = new TodayFigures(0, 0, 0, 0, 0);
        var stores = new List<StoreToday>();
        foreach (var zone in zones)
        {
            var time = StoreTime.Of(zone);
            var day = new Day(zone, time.DayOf(now), time.BeginOf(time.DayOf(now)), time.BeginOf(time.DayOf(now).AddDays(1)));
            today = await AddAsync(connection, today, day, seen, caller.Stores is null, cancellationToken);
            stores.AddRange(await StoresAsync(connection, day, seen, cancellationToken));
        }

        return new ChainOverview(
            now,
            await CountStoresAsync(connection, seen, cancellationToken),
            today,
            await AttentionAsync(connection, caller, now, cancellationToken),
            await BooksAsync(connection, caller, cancellationToken),
            [.. stores.OrderByDescending(s => s.TotalFen).ThenBy(s => s.Store, StringComparer.Ordinal).Take(MostStores)]);
    }

    private async Task<TodayFigures> AddAsync(DbConnection connection, TodayFigures known, Day day, StoreCondition seen, bool seesAll, CancellationToken cancellationToken)
    {
        var people = await CountAsync(
            connection,
            seesAll ? "SELECT CAST(coalesce(sum(people), 0) AS bigint) FROM visit_hour_zone WHERE hour >= @begin AND hour < @end AND time_zone = @zone"
                : $"SELECT CAST(coalesce(sum(v.people), 0) AS bigint) FROM visit_hour v JOIN store s ON s.store = v.store WHERE v.hour >= @begin AND v.hour < @end AND s.time_zone = @zone AND {seen.Sql}",
            Of(day, seen), cancellationToken);
        var arrivals = await CountAsync(
            connection, $"SELECT count(*) FROM member_visit v JOIN store s ON s.store = v.store WHERE v.arrived_at >= @begin AND v.arrived_at < @end AND s.time_zone = @zone AND {seen.Sql}", Of(day, seen), cancellationToken);
        var sold = (await connection.Command(
            $"""
             SELECT d.day, CAST(sum(d.sales) AS bigint), CAST(sum(d.sold_fen - d.returned_fen) AS bigint) FROM sale_day d JOIN store s ON s.store = d.store
             WHERE d.day IN (@today, @yesterday) AND s.time_zone = @zone AND {seen.Sql} GROUP BY d.day
             """,
            Of(day, seen)).ListAsync(r => (Day: r.GetString(0), Sales: r.GetInt64(1), Fen: r.GetInt64(2)), cancellationToken)).ToDictionary(r => r.Day);
        var (now, before) = (sold.GetValueOrDefault(Text(day.Today)), sold.GetValueOrDefault(Text(day.Today.AddDays(-1))));
        return new TodayFigures(known.People + people, known.Arrivals + arrivals, known.Sales + now.Sales, known.TotalFen + now.Fen, known.YesterdayTotalFen + before.Fen);
    }

    private Task<List<StoreToday>> StoresAsync(DbConnection connection, Day day, StoreCondition seen, CancellationToken cancellationToken) => connection.Command(
        $"""
         SELECT s.store, s.name, EXISTS (SELECT 1 FROM gateway g WHERE g.store = s.store AND g.status = 'online'),
                (SELECT CAST(coalesce(sum(v.people), 0) AS bigint) FROM visit_hour v WHERE v.store = s.store AND v.hour >= @begin AND v.hour < @end),
                coalesce(d.sales, 0), coalesce(d.sold_fen - d.returned_fen, 0), (SELECT count(*) FROM stock_item i WHERE i.store = s.store AND i.low)
         FROM store s LEFT JOIN sale_day d ON d.store = s.store AND d.day = @today
         WHERE s.time_zone = @zone AND {seen.Sql} ORDER BY coalesce(d.sold_fen - d.returned_fen, 0) DESC, s.store LIMIT {MostStores}
         """,
        Of(day, seen)).ListAsync(
            r => new StoreToday(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)), cancellationToken);

    private static async Task<StoreCounts> CountStoresAsync(DbConnection connection, StoreCondition seen, CancellationToken cancellationToken)
    {
        var counts = await connection.Command(
            $"""
             SELECT state, count(*) FROM (
                 SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM gateway g WHERE g.store = s.store AND g.status = 'online') THEN 'offline'
                             WHEN EXISTS (SELECT 1 FROM gateway g WHERE g.store = s.store AND (g.status <> 'online'
                                  OR EXISTS (SELECT 1 FROM device_state d WHERE d.gateway = g.id AND d.availability = 'offline'))) THEN 'degraded'
                             ELSE 'online' END AS state
                 FROM store s WHERE {seen.Sql}) AS stores GROUP BY state
             """,
            seen.Parameters).ListAsync(r => (State: r.GetString(0), Count: r.GetInt64(1)), cancellationToken);
        var of = counts.ToDictionary(c => c.State, c => c.Count, StringComparer.Ordinal);
        return new StoreCounts(of.Values.Sum(), of.GetValueOrDefault("online"), of.GetValueOrDefault("degraded"), of.GetValueOrDefault("offline"));
    }

    private async Task<AttentionCounts> AttentionAsync(DbConnection connection, Caller caller, DateTime now, CancellationToken cancellationToken)
    {
        Task<long> OfAsync(string table, string column, string condition, params (string Name, object? Value)[] more)
        {
            var seen = StoreCondition.Of(caller, column);
            return CountAsync(connection, $"SELECT count(*) FROM {table} WHERE {condition} AND {seen.Sql}", [.. seen.Parameters, .. more], cancellationToken);
        }

        return new AttentionCounts(
            await OfAsync("stock_item i", "i.store", "i.low"),
            await OfAsync("stock_item i", "i.store", "i.negative"),
            await OfAsync("stock_alarm a", "a.store", "a.ended_at IS NULL AND a.acknowledged_at IS NULL"),
            await OfAsync("purchase p", "p.store", "p.state = 'draft'"),
            await OfAsync("purchase p", "p.store", "p.state IN ('sent', 'partly') AND p.expected_at < @now", ("now", database.ToTime(now))),
            await OfAsync(
                "stock_transfer t", "t.to_store",
                "t.received_at IS NOT NULL AND EXISTS (SELECT 1 FROM stock_transfer_line l WHERE l.transfer = t.id AND l.shipped > l.received + l.lost + l.found)"),
            caller.Stores is null ? await CountAsync(connection, "SELECT count(*) FROM dead_letter", [], cancellationToken) : 0,
            caller.Stores is null ? await CountAsync(connection, "SELECT count(*) FROM customer_duplicate WHERE dismissed_at IS NULL", [], cancellationToken) : 0);
    }

    private async Task<BooksState> BooksAsync(DbConnection connection, Caller caller, CancellationToken cancellationToken)
    {
        var seen = StoreCondition.Of(caller, "c.store");
        return (await connection.Command($"SELECT count(CASE WHEN c.wrong <> '[]' THEN 1 END), min(c.checked_at) FROM stock_checked c WHERE {seen.Sql}", seen.Parameters)
            .ListAsync(r => new BooksState(r.GetInt64(0), database.ReadTime(r, 1)), cancellationToken))[0];
    }

    private (string, object?)[] Of(Day day, StoreCondition seen) =>
    [
        .. seen.Parameters, ("zone", day.TimeZone), ("begin", database.ToTime(day.Begin)), ("end", database.ToTime(day.End)), ("today", Text(day.Today)), ("yesterday", Text(day.Today.AddDays(-1))),
    ];

    private static async Task<long> CountAsync(DbConnection connection, string sql, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        (await connection.Command(sql, parameters).ListAsync(r => r.GetInt64(0), cancellationToken))[0];

    private static string Text(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
