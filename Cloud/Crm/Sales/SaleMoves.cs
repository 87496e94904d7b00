using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Clocks;
using Cloud.Crm.Effects;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>
/// Moves sales to the time at which they were made, where that has become known and the till did not say it: those that wait to be booked, and those that are, with their
/// store's days and the goods' moves. Points and vouchers stay as they were booked.
/// </summary>
internal sealed class SaleMoves(HeadquartersDatabase database)
{
    /// <summary>Writes them.</summary>
    internal async Task RunAsync(DbTransaction transaction, IReadOnlyList<MovedEvent> moved, CancellationToken cancellationToken)
    {
        var sales = moved.Where(m => m.Old.Effect is SaleEffect).ToList();
        if (sales.Count == 0)
        {
            return;
        }

        // A row that is being booked just now is waited for; it is gone then, and the sale is found below.
        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE sale_inbox i SET at = n.at FROM unnest($1, $2, $3) AS n (gateway, position, at) WHERE i.gateway = n.gateway AND i.position = n.position",
                "UPDATE sale_inbox SET at = @p3 WHERE gateway = @p1 AND position = @p2",
                sales.Select(m => m.Old.Gateway).ToArray(), sales.Select(m => m.Old.Position).ToArray(), sales.Select(m => m.New.At).ToArray()),
            cancellationToken);
        var times = sales.ToDictionary(m => m.Evidence, m => StockSql.ToMilliseconds(m.New.At), StringComparer.Ordinal);
        var booked = (await transaction.Command(
            $"""
             SELECT s.id, s.store, s.kind, s.day, s.total_fen, s.balance IS NOT NULL, s.evidence, (SELECT t.time_zone FROM store t WHERE t.store = s.store)
             FROM sale s WHERE {database.In("s.id", "ids")} AND NOT s.at_said {database.InOrderSql("s.id")}
             """,
            ("ids", database.Set(sales.Select(m => IdOf(((SaleEffect)m.Old.Effect).Body)).OfType<string>().Distinct(StringComparer.Ordinal)))).ListAsync(
            r => (Evidence: r.GetString(6), Zone: r.Text(7), Sale: new Booked(r.GetString(0), r.GetString(1), r.GetString(2) == SaleKind.Return, r.GetString(3), r.GetInt64(4), r.GetBoolean(5))),
            cancellationToken))
            .Where(b => times.ContainsKey(b.Evidence)).Select(b => b.Sale with { At = times[b.Evidence], NewDay = DayOf(times[b.Evidence], b.Zone) ?? b.Sale.Day }).ToArray();
        await StockSql.RunAsync(transaction, Statements(booked), cancellationToken);
    }

    private static IEnumerable<EffectStatement> Statements(Booked[] booked)
    {
        var (stores, ids, times) = (booked.Select(b => b.Store).ToArray(), booked.Select(b => b.Id).ToArray(), booked.Select(b => b.At).ToArray());
        yield return new EffectStatement(
            """
            UPDATE sale s SET at = n.at, day = n.day, counts_day = CASE WHEN s.kind = 'sale' THEN n.day ELSE s.counts_day END
            FROM unnest($1, $2, $3, $4) AS n (store, id, at, day) WHERE s.store = n.store AND s.id = n.id
            """,
            "UPDATE sale SET at = @p3, day = @p4, counts_day = CASE WHEN kind = 'sale' THEN @p4 ELSE counts_day END WHERE store = @p1 AND id = @p2",
            stores, ids, times, booked.Select(b => b.NewDay).ToArray());

        // What comes back counts on the day of its sale.
        var moving = booked.Where(b => b.NewDay != b.Day).ToArray();
        var sold = moving.Where(b => !b.IsReturn).ToArray();
        yield return new EffectStatement(
            "UPDATE sale s SET counts_day = n.day FROM unnest($1, $2) AS n (id, day) WHERE s.original = n.id",
            "UPDATE sale SET counts_day = @p2 WHERE original = @p1",
            sold.Select(b => b.Id).ToArray(), sold.Select(b => b.NewDay).ToArray());
        yield return SaleWrites.Days(
        [
            .. moving.SelectMany(b => new[] { (b.Store, b.Day, Sums: b.Sums(-1)), (b.Store, Day: b.NewDay, Sums: b.Sums(1)) }).GroupBy(d => (d.Store, d.Day))
                .Select(g => (g.Key.Store, g.Key.Day, g.Aggregate(Sales.Sums.Zero, static (sums, d) => sums.Plus(d.Sums)))),
        ]);
        yield return new EffectStatement(
            """
            UPDATE stock_move m SET at = n.at FROM unnest($1, $2, $3) AS n (store, id, at) JOIN sale_line l ON l.store = n.store AND l.sale = n.id
            WHERE m.store = n.store AND m.key = 'sale/' || l.sale || '/' || l.line
            """,
            "UPDATE stock_move SET at = @p3 WHERE store = @p1 AND key IN (SELECT 'sale/' || l.sale || '/' || l.line FROM sale_line l WHERE l.store = @p1 AND l.sale = @p2)",
            stores, ids, times);
    }

    /// <summary>The store's own day; null where this machine does not know its time zone.</summary>
    private static string? DayOf(DateTime at, string? zone) =>
        zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? TimeZoneInfo.ConvertTimeFromUtc(at, known).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static string? IdOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("sale", out var id) && id.ValueKind == JsonValueKind.String
            && Guid.TryParseExact(id.GetString(), "D", out var known) ? known.ToString("D") : null;
    }

    /// <param name="Id">The till's UUID.</param>
    /// <param name="Store">The store.</param>
    /// <param name="IsReturn">Whether it came back.</param>
    /// <param name="Day">The day it counts on.</param>
    /// <param name="TotalFen">Its sum.</param>
    /// <param name="IsOfMember">Whether its buyer was known when it was booked: then it counts among the members' sales.</param>
    private sealed record Booked(string Id, string Store, bool IsReturn, string Day, long TotalFen, bool IsOfMember)
    {
        internal DateTime At { get; init; }

        internal string NewDay { get; init; } = Day;

        internal Sums Sums(long times) => IsReturn
            ? new Sums(0, times, 0, times * TotalFen, 0, 0)
            : new Sums(times, 0, times * TotalFen, 0, IsOfMember ? times : 0, IsOfMember ? times * TotalFen : 0);
    }
}
