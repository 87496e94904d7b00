using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Stock;
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
    internal async Task<SaleView?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
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
        var gateways = new GatewayNames(connection);
        var evidence = Evidence.Of(sale.Row.Sale.Evidence);
        await gateways.ReadAsync(evidence.Gateway is not null, cancellationToken);
        var buyer = sale.Row.Member is { } member && caller.May(Permission.ViewCustomers)
            ? (await connection.Command($"SELECT {BuyerSql("@member")}", ("member", member)).ListAsync(r => r.Text(0), cancellationToken)).FirstOrDefault()
            : null;
        return View(sale, names, buyer, gateways.Named(evidence));
    }

    /// <summary>Sales, newest first.</summary>
    /// <param name="store">Of this store, or null.</param>
    /// <param name="member">Of this person, merged rows among them, or null.</param>
    /// <param name="caller">Sees the sales of his stores, and names where he may see customers.</param>
    /// <param name="after">What the page before ended with, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SalePage> ListAsync(string? store, string? member, Caller caller, SaleMark? after, int limit, CancellationToken cancellationToken)
    {
        List<string> where = [];
        List<(string, object?)> parameters = [("limit", limit + 1)];
        if (store is not null)
        {
            where.Add("s.store = @store");
            parameters.Add(("store", store));
        }
        else if (caller.Stores is { } visible)
        {
            where.Add(database.In("s.store", "stores"));
            parameters.Add(("stores", database.Set(visible)));
        }

        if (member is not null)
        {
            where.Add("s.member IN (SELECT id FROM member WHERE id = @member OR merged_into = @member)");
            parameters.Add(("member", member));
        }

        if (after is { } mark)
        {
            where.Add("(s.at, s.id) < (@at, @id)");
            parameters.Add(("at", database.ToTime(mark.At)));
            parameters.Add(("id", mark.Id));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT s.id, s.store, s.kind, s.at, s.till, s.member, s.total_fen, s.points, s.original, s.said, {(caller.May(Permission.ViewCustomers) ? BuyerSql("s.member") : "NULL")}
             FROM sale s {(where.Count == 0 ? "" : $"WHERE {string.Join(" AND ", where)}")}
             ORDER BY s.at DESC, s.id DESC LIMIT @limit
             """,
            [.. parameters]).ListAsync(
            r => new SaleListRow(
                r.GetString(0), r.GetString(1), r.GetString(2), database.ReadTime(r, 3)!.Value, r.GetString(4), r.Text(5), r.Text(10), r.GetInt64(6), r.GetInt64(7), r.Text(8), r.Text(9)),
            cancellationToken);
        return new SalePage([.. rows.Take(limit)], rows.Count > limit ? new SaleMark(rows[limit - 1].At, rows[limit - 1].Id).ToString() : null);
    }

    /// <summary>The name of the person that a row stands for; null where it is erased.</summary>
    internal static string BuyerSql(string member) =>
        $"(SELECT nullif(coalesce(k.name, m.name), '') FROM member m LEFT JOIN member k ON k.id = m.merged_into WHERE m.id = {member})";

    private string LinesSql =>
        $"""
         SELECT l.sale, l.line, l.sku, l.unit, l.quantity, l.amount_fen, l.percent, l.returned, l.amount_back
         FROM sale s JOIN sale_line l ON l.store = s.store AND l.sale = s.id WHERE {database.In("s.id", "ids")} ORDER BY l.sale, l.line
         """;

    private static SaleView View(StoredSale stored, Dictionary<string, string> names, string? buyer, EvidenceView evidence)
    {
        var (row, sale) = (stored.Row, stored.Row.Sale);
        return new SaleView(
            sale.Id, sale.Store, sale.Kind, sale.At, sale.ReceivedAt, sale.Till, row.Member, buyer, sale.TotalFen, sale.Original, sale.Vouchers, row.Points, row.Burnt, row.Balance,
            row.Programme, row.Said, evidence,
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
