using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Effects;

namespace Cloud.Crm.Sales;

/// <summary>Writes sales: each table once for the whole batch, rows in key order, so that two transactions never lock crosswise.</summary>
internal static class SaleWrites
{
    private const string Columns =
        """
        store, id, kind, at, at_said, day, counts_day, received_at, till, member, claim, total_fen, spend_fen, original, restock, vouchers, programme, base, points, burnt,
        burnt_said, growth, balance, said, evidence
        """;

    /// <summary>Writes sales and their lines, and the stores' days.</summary>
    /// <exception cref="SaleRaceException">One of the ids has come to be there meanwhile; the transaction is to be tried again.</exception>
    internal static async Task AddAsync(DbTransaction transaction, IReadOnlyCollection<SaleRow> sales, CancellationToken cancellationToken)
    {
        SaleRow[] rows = [.. sales.OrderBy(row => row.Sale.Id, StringComparer.Ordinal)];
        if ((await transaction.ListAsync(Sales(rows), r => 1, cancellationToken)).Count != rows.Length)
        {
            throw new SaleRaceException();
        }

        await transaction.RunAsync(Lines(rows), cancellationToken);
        await transaction.RunAsync(
            Days([.. rows.GroupBy(row => (row.Sale.Store, row.Day)).Select(day => (day.Key.Store, day.Key.Day, Sums.Of(day)))]), cancellationToken);
    }

    /// <summary>Notes where buyers were seen. Comes after their own rows, in the order that the stores' events take.</summary>
    internal static Task SeeAsync(DbTransaction transaction, IReadOnlyCollection<SaleRow> sales, CancellationToken cancellationToken) => transaction.RunAsync(Seen(sales), cancellationToken);

    private static EffectStatement Sales(SaleRow[] rows)
    {
        string Numbers(string before) => string.Join(", ", Enumerable.Range(1, 25).Select(i => $"{before}{i}"));
        return new EffectStatement(
            $"INSERT INTO sale ({Columns}) SELECT * FROM unnest({Numbers("$")}) ON CONFLICT DO NOTHING RETURNING 1",
            $"INSERT INTO sale ({Columns}) VALUES ({Numbers("@p")}) ON CONFLICT DO NOTHING RETURNING 1",
            rows.Select(r => r.Sale.Store).ToArray(),
            rows.Select(r => r.Sale.Id).ToArray(),
            rows.Select(r => r.Sale.Kind).ToArray(),
            rows.Select(r => r.Sale.At).ToArray(),
            rows.Select(r => r.Sale.IsAtSaid).ToArray(),
            rows.Select(r => r.Day).ToArray(),
            rows.Select(r => r.CountsDay).ToArray(),
            rows.Select(r => r.Sale.ReceivedAt).ToArray(),
            rows.Select(r => r.Sale.Till).ToArray(),
            rows.Select(r => r.Member).ToArray(),
            rows.Select(r => r.Claim).ToArray(),
            rows.Select(r => r.Sale.TotalFen).ToArray(),
            rows.Select(r => r.SpendFen).ToArray(),
            rows.Select(r => r.Sale.Original).ToArray(),
            rows.Select(r => r.Sale.Restock).ToArray(),
            rows.Select(r => JsonSerializer.Serialize([.. r.Sale.Vouchers], SetJson.Default.StringArray)).ToArray(),
            rows.Select(r => r.Programme).ToArray(),
            rows.Select(r => r.Base).ToArray(),
            rows.Select(r => r.Points).ToArray(),
            rows.Select(r => r.Burnt).ToArray(),
            rows.Select(r => r.Sale.PointsBurnt).ToArray(),
            rows.Select(r => r.Growth).ToArray(),
            rows.Select(r => r.Balance).ToArray(),
            rows.Select(r => r.Said).ToArray(),
            rows.Select(r => r.Sale.Evidence).ToArray());
    }

    private static EffectStatement Lines(SaleRow[] rows)
    {
        var lines = rows.SelectMany(row => row.Lines.Select(line => (row.Sale, Line: line))).ToArray();
        return new EffectStatement(
            "INSERT INTO sale_line (store, sale, line, sku, unit, quantity, amount_fen, percent) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)",
            "INSERT INTO sale_line (store, sale, line, sku, unit, quantity, amount_fen, percent) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)",
            lines.Select(l => l.Sale.Store).ToArray(),
            lines.Select(l => l.Sale.Id).ToArray(),
            lines.Select(l => l.Line.Line).ToArray(),
            lines.Select(l => l.Line.Sku).ToArray(),
            lines.Select(l => l.Line.Unit).ToArray(),
            lines.Select(l => l.Line.Quantity).ToArray(),
            lines.Select(l => l.Line.AmountFen).ToArray(),
            lines.Select(l => l.Line.Percent).ToArray());
    }

    /// <summary>Adds to the stores' days.</summary>
    /// <param name="more">What is added, each day of a store once.</param>
    internal static EffectStatement Days(IReadOnlyList<(string Store, string Day, Sums Sums)> more)
    {
        var days = more.OrderBy(day => day.Store, StringComparer.Ordinal).ThenBy(day => day.Day, StringComparer.Ordinal).ToArray();
        const string update =
            """
            ON CONFLICT (store, day) DO UPDATE SET sales = sale_day.sales + excluded.sales, returns = sale_day.returns + excluded.returns,
                   sold_fen = sale_day.sold_fen + excluded.sold_fen, returned_fen = sale_day.returned_fen + excluded.returned_fen,
                   member_sales = sale_day.member_sales + excluded.member_sales, member_fen = sale_day.member_fen + excluded.member_fen
            """;
        return new EffectStatement(
            $"INSERT INTO sale_day (store, day, sales, returns, sold_fen, returned_fen, member_sales, member_fen) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) {update}",
            $"INSERT INTO sale_day (store, day, sales, returns, sold_fen, returned_fen, member_sales, member_fen) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8) {update}",
            days.Select(d => d.Store).ToArray(),
            days.Select(d => d.Day).ToArray(),
            days.Select(d => d.Sums.Sales).ToArray(),
            days.Select(d => d.Sums.Returns).ToArray(),
            days.Select(d => d.Sums.SoldFen).ToArray(),
            days.Select(d => d.Sums.ReturnedFen).ToArray(),
            days.Select(d => d.Sums.MemberSales).ToArray(),
            days.Select(d => d.Sums.MemberFen).ToArray());
    }

    private static EffectStatement Seen(IEnumerable<SaleRow> rows)
    {
        var seen = rows.Where(row => row is { Member: not null, IsReturn: false }).GroupBy(row => (Member: row.Member!, row.Sale.Store))
            .OrderBy(s => s.Key.Member, StringComparer.Ordinal).ThenBy(s => s.Key.Store, StringComparer.Ordinal)
            .Select(s => (s.Key.Member, s.Key.Store, Day: s.Max(row => row.Day)!)).ToArray();
        const string update = "ON CONFLICT (member, store) DO UPDATE SET day = excluded.day WHERE member_seen.day < excluded.day";
        return new EffectStatement(
            $"INSERT INTO member_seen (member, store, day) SELECT * FROM unnest($1, $2, $3) {update}",
            $"INSERT INTO member_seen (member, store, day) VALUES (@p1, @p2, @p3) {update}",
            seen.Select(s => s.Member).ToArray(),
            seen.Select(s => s.Store).ToArray(),
            seen.Select(s => s.Day).ToArray());
    }
}

/// <summary>A sale's id has come to be there between looking and writing; the transaction is to be tried again.</summary>
internal sealed class SaleRaceException() : Exception("the sale came twice at once; it is tried again");
