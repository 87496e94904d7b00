using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Visits;

/// <summary>What is known of visits, read.</summary>
internal sealed class VisitQueries(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>People by hour of the week; of one store, or of all that the caller sees.</summary>
    /// <param name="store">The store, or null for all.</param>
    /// <param name="from">The first day, in each store's time.</param>
    /// <param name="to">The last day, included.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<HeatMap> HeatMapAsync(string? store, DateOnly from, DateOnly to, Caller caller, CancellationToken cancellationToken)
    {
        // A day more at both ends: the stores' days begin up to 14 h apart from those of UTC.
        var hours = await HoursAsync(store, from.AddDays(-1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), to.AddDays(2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), caller, cancellationToken);
        var cells = new SortedDictionary<(int Weekday, int Hour), long>();
        foreach (var zone in hours.GroupBy(h => h.TimeZone, StringComparer.Ordinal))
        {
            var time = StoreTime.Of(zone.Key);
            foreach (var hour in zone.Where(h => h.People > 0))
            {
                var local = time.LocalOf(hour.Hour);
                if (DateOnly.FromDateTime(local) is var day && day >= from && day <= to)
                {
                    var key = (StoreTime.WeekdayOf(day), local.Hour);
                    cells[key] = cells.GetValueOrDefault(key) + hour.People;
                }
            }
        }

        var days = Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).CountBy(i => StoreTime.WeekdayOf(from.AddDays(i))).ToDictionary();
        IReadOnlyList<HeatCell> map = [.. cells.Select(cell => new HeatCell(cell.Key.Weekday, cell.Key.Hour, cell.Value, days[cell.Key.Weekday]))];
        return new HeatMap(from, to, map, map.MaxBy(cell => (decimal)cell.People / cell.Days));
    }

    /// <summary>Members' arrivals, newest first.</summary>
    internal async Task<ArrivalPage> ArrivalsAsync(string? store, ArrivalMark? after, int limit, Caller caller, CancellationToken cancellationToken)
    {
        var condition = store is null ? StoreCondition.Of(caller, "v.store") : new StoreCondition("v.store = @store", [("store", store)]);
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT v.store, v.visit, v.member, m.name, m.level, v.zone, v.how, v.arrived_at, v.claimed_at, v.claimed_by, v.claim_seconds, v.dismissed_at, v.dwell_seconds,
                    g.gateway, v.position
             FROM member_visit v JOIN gateway g ON g.id = v.gateway LEFT JOIN member m ON m.id = v.member
             WHERE {condition.Sql}{(after is null ? "" : " AND (v.arrived_at, v.store, v.visit) < (@at, @after_store, @after_visit)")}
             ORDER BY v.arrived_at DESC, v.store DESC, v.visit DESC LIMIT @limit
             """,
            [
                .. condition.Parameters, ("limit", limit + 1),
                .. after is { } mark ? [("at", database.ToTime(mark.At)), ("after_store", (object?)mark.Store), ("after_visit", mark.Visit)] : Array.Empty<(string, object?)>(),
            ]).ListAsync(r => Read(r, caller), cancellationToken);
        var page = rows.Take(limit).ToList();
        return new ArrivalPage(page, rows.Count > limit ? new ArrivalMark(page[^1].ArrivedAt, page[^1].Store, page[^1].Visit).ToString() : null);
    }

    /// <summary>The last days of a store in figures; the last is today there. Null where there is no such store.</summary>
    internal async Task<VisitSummary?> SummaryAsync(string store, int days, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await connection.Command("SELECT time_zone FROM store WHERE store = @store", ("store", store)).ListAsync(r => r.GetString(0), cancellationToken) is not [var zone])
        {
            return null;
        }

        var time = StoreTime.Of(zone);
        var to = time.DayOf(clock.GetUtcNow().UtcDateTime);
        var from = to.AddDays(1 - days);
        var (begin, end) = (time.BeginOf(from), time.BeginOf(to.AddDays(1)));
        (string, object?)[] range = [("store", store), ("begin", database.ToTime(begin)), ("end", database.ToTime(end))];
        var hours = (await connection.Command(
            "SELECT hour, people, stays, dwell_seconds FROM visit_hour WHERE store = @store AND hour >= @begin AND hour < @end", range)
            .ListAsync(r => (Day: time.DayOf(Time(r, 0)!.Value), People: r.GetInt64(1), Stays: r.GetInt64(2), Dwell: r.GetInt64(3)), cancellationToken)).ToLookup(h => h.Day);
        var visits = await connection.Command(
            "SELECT arrived_at, claim_seconds, claimed_at, dismissed_at FROM member_visit WHERE store = @store AND arrived_at >= @begin AND arrived_at < @end", range)
            .ListAsync(r => (Day: time.DayOf(Time(r, 0)!.Value), Seconds: r.Number(1), Answered: !r.IsDBNull(2) || !r.IsDBNull(3)), cancellationToken);
        var arrivals = visits.CountBy(v => v.Day).ToDictionary();
        var sales = (await connection.Command("SELECT at FROM sale WHERE store = @store AND kind = 'sale' AND at >= @begin AND at < @end", range)
            .ListAsync(r => time.DayOf(Time(r, 0)!.Value), cancellationToken)).CountBy(day => day).ToDictionary();
        var claims = visits.Where(v => v.Seconds is not null).Select(v => v.Seconds!.Value).Order().ToList();
        return new VisitSummary(
            from, to,
            [.. Enumerable.Range(0, days).Select(i => Day(from.AddDays(i), hours, arrivals, sales))],
            Quantile(claims, 50), Quantile(claims, 95), visits.Count(v => !v.Answered));
    }

    private static VisitDay Day(
        DateOnly day, ILookup<DateOnly, (DateOnly Day, long People, long Stays, long Dwell)> hours, Dictionary<DateOnly, int> arrivals, Dictionary<DateOnly, int> sales)
    {
        var (people, stays) = (hours[day].Sum(h => h.People), hours[day].Sum(h => h.Stays));
        var sold = sales.GetValueOrDefault(day);
        return new VisitDay(
            day, people, stays > 0 ? hours[day].Sum(h => h.Dwell) / stays : null, arrivals.GetValueOrDefault(day), sold, people > 0 && sales.Count > 0 ? sold * 1000L / people : null);
    }

    /// <summary>The least value that so many of a hundred do not exceed; null of none.</summary>
    private static long? Quantile(List<long> ascending, int percent) =>
        ascending.Count == 0 ? null : ascending[Math.Max(0, ((ascending.Count * percent) + 99) / 100 - 1)];

    private async Task<List<(string TimeZone, DateTime Hour, long People)>> HoursAsync(
        string? store, DateTime begin, DateTime end, Caller caller, CancellationToken cancellationToken)
    {
        var condition = store is null ? StoreCondition.Of(caller, "v.store") : new StoreCondition("v.store = @store", [("store", store)]);
        await using var connection = await database.OpenAsync(cancellationToken);

        // The whole chain has sums of its own; a region adds up its stores.
        return await connection.Command(
            store is null && caller.Stores is null
                ? "SELECT time_zone, hour, CAST(sum(people) AS bigint) FROM visit_hour_zone WHERE hour >= @begin AND hour < @end GROUP BY time_zone, hour"
                : $"""
                   SELECT s.time_zone, v.hour, CAST(sum(v.people) AS bigint) FROM visit_hour v JOIN store s ON s.store = v.store
                   WHERE v.hour >= @begin AND v.hour < @end AND {condition.Sql} GROUP BY s.time_zone, v.hour
                   """,
            [.. condition.Parameters, ("begin", database.ToTime(begin)), ("end", database.ToTime(end))])
            .ListAsync(r => (r.GetString(0), Time(r, 1)!.Value, r.GetInt64(2)), cancellationToken);
    }

    private ArrivalView Read(DbDataReader r, Caller caller) => new(
        r.GetString(0), r.GetString(1), r.Text(2), caller.Role == Role.Auditor ? null : r.Text(3), r.Text(4), r.Text(5), r.GetString(6), Time(r, 7)!.Value, Time(r, 8),
        r.Text(9), r.Number(10), Time(r, 11), r.Number(12), string.Create(CultureInfo.InvariantCulture, $"event/{r.GetString(13)}/{r.GetInt64(14)}"));

    private DateTime? Time(DbDataReader reader, int column) => database.ReadTime(reader, column);
}
