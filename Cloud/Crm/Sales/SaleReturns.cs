using System.Data.Common;
using System.Runtime.CompilerServices;
using Cloud.Crm.Effects;
using Cloud.Crm.Members;
using Cloud.Crm.Programme;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>Books returns against the sales they are of, whose rows are locked meanwhile: nothing comes back twice.</summary>
internal sealed class SaleReturns(HeadquartersDatabase database, MemberKeyring keys, ProgrammeTable programmes, PointsBook points, SaleQueries queries)
{
    /// <summary>Books returns.</summary>
    /// <returns>What became of each, with its row where it is booked.</returns>
    internal async IAsyncEnumerable<(int Index, SaleOutcome Outcome, SaleRow? Row)> BookAsync(
        DbTransaction transaction, SaleGround ground, IReadOnlyList<(int Index, Sale Sale)> returns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] ids = [.. returns.Select(pair => pair.Sale.Original).OfType<string>().Distinct(StringComparer.Ordinal)];
        await transaction.Command($"SELECT id FROM sale WHERE {database.In("id", "ids")} {database.InOrderSql("id")}", ("ids", database.Set(ids)))
            .ListAsync(r => 1, cancellationToken);
        var originals = await queries.ManyAsync(transaction, ids, cancellationToken);
        string[] members = [.. originals.Values.Select(sale => sale.Member).OfType<string>().Distinct(StringComparer.Ordinal)];
        var persons = await points.PersonsAsync(transaction, members, cancellationToken);
        var everybody = persons.SelectMany(person => person).ToHashSet(StringComparer.Ordinal);
        var ledgers = await points.LockAsync(transaction, everybody, everybody, cancellationToken);
        var buyers = await new SaleBuyers(database).FindAsync(transaction, returns.Where(pair => pair.Sale.Original is null).Select(pair => pair.Sale.Claim?.ToStored(keys.Key)), cancellationToken);

        var booked = new List<SaleRow>();
        var ended = new List<(string Sale, string Sku)>();
        var results = new List<(int, SaleOutcome, SaleRow?)>();
        foreach (var (index, sale) in returns.OrderBy(pair => pair.Sale.At).ThenBy(pair => pair.Sale.Id, StringComparer.Ordinal))
        {
            if (sale.Original is not { } id)
            {
                var claim = sale.Claim?.ToStored(keys.Key);
                var blind = new SaleRow(sale, claim, ground.DayOf(sale))
                {
                    Lines = ground.LinesOf(sale), Programme = ground.Programme.Version, Member = claim is null ? null : buyers.GetValueOrDefault(claim),
                };
                booked.Add(blind);
                results.Add((index, SaleOutcome.Applied, blind));
                continue;
            }

            var outcome = !originals.TryGetValue(id, out var original) ? new SaleOutcome(SaleOutcomeKind.Waiting, $"the sale '{id}' that this is a return of is not known here")
                : original.Row.IsReturn ? SaleOutcome.Refused($"'{id}' is a return itself; a return is of a sale")
                : Allot(sale, original.Row) is { } mistake ? SaleOutcome.Refused(mistake)
                : SaleOutcome.Applied;
            var row = outcome.Kind != SaleOutcomeKind.Applied ? null
                : TakeBack(sale, ground.DayOf(sale), original!, await programmes.VersionAsync(transaction, original!.Row.Programme, cancellationToken), persons, ledgers);
            if (row is not null)
            {
                booked.Add(row);
                ended.AddRange(sale.Lines.Select(line => (id, line.Sku)));
            }

            results.Add((index, outcome, row));
        }

        await WriteBackAsync(transaction, [.. originals.Values.Where(sale => sale.IsTouched).OrderBy(sale => sale.Row.Sale.Id, StringComparer.Ordinal)], cancellationToken);
        await SaleWrites.AddAsync(transaction, booked, cancellationToken);
        await PointsBook.SaveAsync(transaction, [.. ledgers.Values.Where(ledger => ledger.IsChanged)], cancellationToken);
        await LevelsPaid.RemoveAsync(transaction, ended, cancellationToken);
        foreach (var result in results)
        {
            yield return result;
        }
    }

    /// <summary>Allots a return's lines to the sale's, oldest line first.</summary>
    /// <returns>Why it cannot be; then nothing was allotted.</returns>
    internal static string? Allot(Sale returned, SaleRow original)
    {
        foreach (var goods in returned.Lines.GroupBy(line => line.Sku, StringComparer.Ordinal))
        {
            SaleLineRow[] sold = [.. original.Lines.Where(line => line.Sku == goods.Key)];
            if (sold.Length == 0)
            {
                return $"the sale has no '{goods.Key}'";
            }

            if (goods.FirstOrDefault(line => line.Unit is not null && line.Unit != sold[0].Unit) is { } other)
            {
                return $"'{goods.Key}' was sold by {sold[0].Unit}; the return counts by {other.Unit}";
            }

            var (quantity, fen) = (goods.Sum(line => line.Quantity), goods.Sum(line => line.AmountFen));
            var (left, paid) = (sold.Sum(line => line.Quantity - line.Returned), sold.Sum(line => line.AmountFen - line.AmountBack));
            if (quantity > left)
            {
                return $"{quantity} of '{goods.Key}' are to come back; {sold.Sum(line => line.Quantity)} were sold and {sold.Sum(line => line.Returned)} have come back before";
            }

            if (fen > paid)
            {
                return $"{fen} fen are to be paid back for '{goods.Key}'; {sold.Sum(line => line.AmountFen)} were paid and {sold.Sum(line => line.AmountBack)} have been paid back before";
            }
        }

        foreach (var goods in returned.Lines.GroupBy(line => line.Sku, StringComparer.Ordinal))
        {
            var (quantity, fen) = (goods.Sum(line => line.Quantity), goods.Sum(line => line.AmountFen));
            foreach (var line in original.Lines.Where(line => line.Sku == goods.Key))
            {
                var (part, amount) = (Math.Min(quantity, line.Quantity - line.Returned), Math.Min(fen, line.AmountFen - line.AmountBack));
                (line.Returned, line.AmountBack) = (line.Returned + part, line.AmountBack + amount);
                (quantity, fen) = (quantity - part, fen - amount);
            }
        }

        return null;
    }

    /// <summary>What a return takes back: points and growth become those of what was kept, by the rules the sale was made under.</summary>
    private static SaleRow TakeBack(
        Sale sale, string day, StoredSale original, ProgrammeVersion programme, ILookup<string, string> persons, Dictionary<string, PointsLedger> ledgers)
    {
        var of = original.Row;
        var baseBack = of.Lines.Sum(line => line.AmountBack * line.Percent);
        var fenBack = of.Lines.Sum(line => line.AmountBack);
        var isKept = of.Lines.Any(line => line.Returned < line.Quantity);
        var rules = programme.Document;
        var kept = of.Member is null ? 0 : rules.Points.Of(of.Base - baseBack);
        var back = of.Member is null ? 0 : Math.Max(0, of.Points - original.PointsBack - kept);
        var growthBack = Math.Max(0, of.Growth - original.GrowthBack - rules.Growth.Of(of.Sale.TotalFen - fenBack, isKept));
        (original.BaseBack, original.FenBack, original.PointsBack, original.GrowthBack, original.IsTouched) =
            (baseBack, fenBack, original.PointsBack + back, original.GrowthBack + growthBack, true);
        var row = new SaleRow(sale, of.Claim, day)
        {
            CountsDay = of.CountsDay, Programme = of.Programme, Member = of.Member, Points = -back, Growth = -growthBack,
            Lines = [.. sale.Lines.Select((line, i) => new SaleLineRow(
                i + 1, line.Sku, of.Lines.First(l => l.Sku == line.Sku).Unit, line.Quantity, line.AmountFen, of.Lines.First(l => l.Sku == line.Sku).Percent))],
        };
        if (of.Member is { } member && persons.Contains(member))
        {
            PointsLedger[] others = [.. persons[member].Where(id => id != member).Select(id => ledgers[id])];
            var cause = new PointsCause($"sale/{sale.Id}/returned", sale.At, sale.Store, sale.Id, $"sale/{sale.Id}", sale.Till, null);
            var own = Math.Min(back, ledgers[member].Balance);
            ledgers[member].Return(cause, own, SalePoints.LotOf(of.Sale.Id));
            ledgers[member].Owe(back - own - PointsBook.BurnUpTo(others, cause, back - own, PointsEntry.Returned));
            row.Balance = persons[member].Sum(id => ledgers[id].Balance);
        }

        return row;
    }

    private static async Task WriteBackAsync(DbTransaction transaction, StoredSale[] originals, CancellationToken cancellationToken)
    {
        await transaction.RunAsync(
            new EffectStatement(
                """
                UPDATE sale s SET base_back = n.base_back, fen_back = n.fen_back, points_back = n.points_back, growth_back = n.growth_back
                FROM unnest($1, $2, $3, $4, $5, $6) AS n (store, id, base_back, fen_back, points_back, growth_back) WHERE s.store = n.store AND s.id = n.id
                """,
                "UPDATE sale SET base_back = @p3, fen_back = @p4, points_back = @p5, growth_back = @p6 WHERE store = @p1 AND id = @p2",
                originals.Select(s => s.Row.Sale.Store).ToArray(),
                originals.Select(s => s.Row.Sale.Id).ToArray(),
                originals.Select(s => s.BaseBack).ToArray(),
                originals.Select(s => s.FenBack).ToArray(),
                originals.Select(s => s.PointsBack).ToArray(),
                originals.Select(s => s.GrowthBack).ToArray()),
            cancellationToken);
        var lines = originals.SelectMany(sale => sale.Row.Lines.Select(line => (sale.Row.Sale.Store, sale.Row.Sale.Id, Line: line))).ToArray();
        await transaction.RunAsync(
            new EffectStatement(
                """
                UPDATE sale_line l SET returned = n.returned, amount_back = n.amount_back
                FROM unnest($1, $2, $3, $4, $5) AS n (store, sale, line, returned, amount_back) WHERE l.store = n.store AND l.sale = n.sale AND l.line = n.line
                """,
                "UPDATE sale_line SET returned = @p4, amount_back = @p5 WHERE store = @p1 AND sale = @p2 AND line = @p3",
                lines.Select(l => l.Store).ToArray(),
                lines.Select(l => l.Id).ToArray(),
                lines.Select(l => l.Line.Line).ToArray(),
                lines.Select(l => l.Line.Returned).ToArray(),
                lines.Select(l => l.Line.AmountBack).ToArray()),
            cancellationToken);
    }
}
