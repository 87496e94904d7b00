using System.Globalization;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>What was sold, by day, week, month and store, all out of the stores' days.</summary>
internal sealed class SaleSums(HeadquartersDatabase database)
{
    /// <summary>The most days at once.</summary>
    internal const int MostDays = 366;

    /// <summary>Sums of the days up to today.</summary>
    /// <param name="store">Of this store, or null.</param>
    /// <param name="visible">The stores that the caller may see, or null for all.</param>
    /// <param name="today">The last day.</param>
    /// <param name="days">How many days, 1 to <see cref="MostDays"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaleSummary> ReadAsync(string? store, IReadOnlySet<string>? visible, DateOnly today, int days, CancellationToken cancellationToken)
    {
        var from = today.AddDays(1 - days);
        List<(string, object?)> parameters = [("from", Text(from)), ("to", Text(today))];
        var of = "";
        if (store is not null)
        {
            of = "AND d.store = @store";
            parameters.Add(("store", store));
        }
        else if (visible is not null)
        {
            of = $"AND {database.In("d.store", "stores")}";
            parameters.Add(("stores", database.Set(visible)));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT d.store, coalesce(s.name, d.store), d.day, d.sales, d.returns, d.sold_fen, d.returned_fen, d.member_sales, d.member_fen
             FROM sale_day d LEFT JOIN store s ON s.store = d.store WHERE d.day >= @from AND d.day <= @to {of}
             """,
            [.. parameters]).ListAsync(
            r => (Store: r.GetString(0), Name: r.GetString(1), Day: DateOnly.ParseExact(r.GetString(2), "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Sums: new Sums(r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8))),
            cancellationToken);
        var byDay = Enumerable.Range(0, days).ToDictionary(from.AddDays, _ => Sums.Zero);
        var byStore = new Dictionary<(string Store, string Name), Sums>();
        foreach (var (id, name, day, sums) in rows)
        {
            byDay[day] = byDay[day].Plus(sums);
            byStore[(id, name)] = byStore.GetValueOrDefault((id, name), Sums.Zero).Plus(sums);
        }

        return new SaleSummary(
            from,
            today,
            Total(byDay.Values),
            [.. byDay.OrderBy(d => d.Key).Select(d => new DaySums(d.Key, d.Value.Sales, d.Value.Returns, d.Value.SoldFen, d.Value.ReturnedFen, d.Value.NetFen, d.Value.MemberSales, d.Value.MemberFen))],
            [.. byDay.GroupBy(d => Monday(d.Key), d => d.Value).OrderBy(w => w.Key).Select(w => (w.Key, Sums: Total(w)))
                .Select(w => new WeekSums(w.Key, w.Sums.Sales, w.Sums.Returns, w.Sums.SoldFen, w.Sums.ReturnedFen, w.Sums.NetFen, w.Sums.MemberSales, w.Sums.MemberFen))],
            [.. byDay.GroupBy(d => d.Key.ToString("yyyy-MM", CultureInfo.InvariantCulture), d => d.Value).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, Sums: Total(m)))
                .Select(m => new MonthSums(m.Key, m.Sums.Sales, m.Sums.Returns, m.Sums.SoldFen, m.Sums.ReturnedFen, m.Sums.NetFen, m.Sums.MemberSales, m.Sums.MemberFen))],
            [.. byStore.OrderByDescending(s => s.Value.NetFen).ThenBy(s => s.Key.Store, StringComparer.Ordinal).Select(s => new StoreSums(
                s.Key.Store, s.Key.Name, s.Value.Sales, s.Value.Returns, s.Value.SoldFen, s.Value.ReturnedFen, s.Value.NetFen, s.Value.MemberSales, s.Value.MemberFen))]);
    }

    private static Sums Total(IEnumerable<Sums> sums) => sums.Aggregate(Sums.Zero, static (total, more) => total.Plus(more));

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
