using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>Sales as they stand in the books.</summary>
internal sealed class SaleQueries(HeadquartersDatabase database)
{
    private const string Columns =
        """
        store, id, kind, at, at_said, day, counts_day, received_at, till, member, claim, total_fen, original, restock, vouchers, programme, base, points, burnt, burnt_said,
        growth, balance, said, evidence, base_back, fen_back, points_back, growth_back
        """;

    /// <summary>Sales by their ids, with their lines; those that are not there are left out.</summary>
    internal async Task<Dictionary<string, StoredSale>> ManyAsync(DbTransaction transaction, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var wanted = database.Set(ids);
        var sales = await transaction.Command($"SELECT {Columns} FROM sale WHERE {database.In("id", "ids")}", ("ids", wanted)).ListAsync(Read, cancellationToken);
        if (sales.Count == 0)
        {
            return [];
        }

        var lines = await transaction.Command(LinesSql, ("ids", wanted)).ListAsync(ReadLine, cancellationToken);
        return Join(sales, lines).ToDictionary(sale => sale.Row.Sale.Id, StringComparer.Ordinal);
    }

    /// <summary>A sale as people see it.</summary>
    internal async Task<SaleView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var wanted = database.Set([id]);
        var sales = await connection.Command($"SELECT {Columns} FROM sale WHERE {database.In("id", "ids")}", ("ids", wanted)).ListAsync(Read, cancellationToken);
        if (sales.Count == 0)
        {
            return null;
        }

        var lines = await connection.Command(LinesSql, ("ids", wanted)).ListAsync(ReadLine, cancellationToken);
        var sale = Join(sales, lines).Single();
        var skus = database.Set(sale.Row.Lines.Select(line => line.Sku));
        var names = (await connection.Command($"SELECT sku, name FROM product WHERE {database.In("sku", "skus")} AND name <> ''", ("skus", skus))
            .ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken)).ToDictionary(StringComparer.Ordinal);
        return View(sale, names);
    }

    /// <summary>Sales, newest first.</summary>
    /// <param name="store">Of this store, or null.</param>
    /// <param name="member">Of this person, merged rows among them, or null.</param>
    /// <param name="visible">The stores that the caller may see, or null for all.</param>
    /// <param name="after">What the page before ended with, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SalePage> ListAsync(string? store, string? member, IReadOnlySet<string>? visible, SaleMark? after, int limit, CancellationToken cancellationToken)
    {
        List<string> where = [];
        List<(string, object?)> parameters = [("limit", limit + 1)];
        if (store is not null)
        {
            where.Add("store = @store");
            parameters.Add(("store", store));
        }
        else if (visible is not null)
        {
            where.Add(database.In("store", "stores"));
            parameters.Add(("stores", database.Set(visible)));
        }

        if (member is not null)
        {
            where.Add("member IN (SELECT id FROM member WHERE id = @member OR merged_into = @member)");
            parameters.Add(("member", member));
        }

        if (after is { } mark)
        {
            where.Add("(at, id) < (@at, @id)");
            parameters.Add(("at", database.ToTime(mark.At)));
            parameters.Add(("id", mark.Id));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT id, store, kind, at, till, member, total_fen, points, original, said FROM sale {(where.Count == 0 ? "" : $"WHERE {string.Join(" AND ", where)}")}
             ORDER BY at DESC, id DESC LIMIT @limit
             """,
            [.. parameters]).ListAsync(
            r => new SaleListRow(
                r.GetString(0), r.GetString(1), r.GetString(2), database.ReadTime(r, 3)!.Value, r.GetString(4), r.Text(5), r.GetInt64(6), r.GetInt64(7), r.Text(8), r.Text(9)),
            cancellationToken);
        return new SalePage([.. rows.Take(limit)], rows.Count > limit ? new SaleMark(rows[limit - 1].At, rows[limit - 1].Id).ToString() : null);
    }

    private string LinesSql =>
        $"""
         SELECT l.sale, l.line, l.sku, l.unit, l.quantity, l.amount_fen, l.percent, l.returned, l.amount_back
         FROM sale s JOIN sale_line l ON l.store = s.store AND l.sale = s.id WHERE {database.In("s.id", "ids")} ORDER BY l.sale, l.line
         """;

    private static SaleView View(StoredSale stored, Dictionary<string, string> names)
    {
        var (row, sale) = (stored.Row, stored.Row.Sale);
        return new SaleView(
            sale.Id, sale.Store, sale.Kind, sale.At, sale.ReceivedAt, sale.Till, row.Member, sale.TotalFen, sale.Original, sale.Vouchers, row.Points, row.Burnt, row.Balance,
            row.Programme, row.Said, sale.Evidence,
            [.. row.Lines.Select(line => new SaleLineView(line.Line, line.Sku, names.GetValueOrDefault(line.Sku), line.Unit, line.Quantity, line.AmountFen, line.Returned))]);
    }

    private StoredSale Read(DbDataReader r) => new(
        new SaleRow(
            new Sale(
                r.GetString(1), r.GetString(0), r.GetString(2), database.ReadTime(r, 3)!.Value, r.GetBoolean(4), database.ReadTime(r, 7)!.Value, r.GetString(8), null, r.GetInt64(11), [],
                r.Text(12), r.GetString(13), JsonSerializer.Deserialize(r.GetString(14), SetJson.Default.StringArray)!, r.GetInt64(19), r.GetString(23)),
            r.Text(10), r.GetString(5))
        {
            CountsDay = r.GetString(6), Member = r.Text(9), Programme = r.GetInt32(15), Base = r.GetInt64(16), Points = r.GetInt64(17), Burnt = r.GetInt64(18), Growth = r.GetInt64(20),
            Balance = r.Number(21), Said = r.Text(22), Lines = [],
        })
    {
        BaseBack = r.GetInt64(24), FenBack = r.GetInt64(25), PointsBack = r.GetInt64(26), GrowthBack = r.GetInt64(27),
    };

    private static (string Sale, SaleLineRow Line) ReadLine(DbDataReader r) => (r.GetString(0), new SaleLineRow(
        r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)) { Returned = r.GetInt64(7), AmountBack = r.GetInt64(8) });

    private static IEnumerable<StoredSale> Join(List<StoredSale> sales, List<(string Sale, SaleLineRow Line)> lines)
    {
        var bySale = lines.ToLookup(line => line.Sale, line => line.Line, StringComparer.Ordinal);
        return sales.Select(sale => sale with { Row = sale.Row with { Lines = [.. bySale[sale.Row.Sale.Id]] } });
    }
}

/// <summary>A sale as it stands in the books.</summary>
/// <param name="Row">It.</param>
internal sealed record StoredSale(SaleRow Row)
{
    internal string? Member => Row.Member;

    /// <summary>Of <see cref="SaleRow.Base"/>, what came back.</summary>
    internal long BaseBack { get; set; }

    internal long FenBack { get; set; }

    internal long PointsBack { get; set; }

    internal long GrowthBack { get; set; }

    /// <summary>Whether a return changed it.</summary>
    internal bool IsTouched { get; set; }
}
