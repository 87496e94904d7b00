using System.Data.Common;
using Cloud.Crm.Members;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Programme;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>Books sales and returns with all that follows: points, vouchers, levels, usual goods and stock, in one transaction, once for each of the tills' UUIDs.</summary>
/// <remarks>Locks are taken in one order everywhere: the sales that come back, the accounts of points, the new sales, vouchers, members, and the goods last.</remarks>
internal sealed class SaleBook(
    HeadquartersDatabase database,
    MemberKeyring keys,
    ProgrammeTable programmes,
    PointsBook points,
    LevelBook levels,
    VoucherTable vouchers,
    SaleReturns returns,
    SaleQueries queries,
    StockBook stock,
    WebhookEvents events)
{
    /// <summary>Books sales, or returns: all of one kind.</summary>
    /// <param name="transaction">Holds all of it; where this throws, nothing of it may be committed.</param>
    /// <param name="sales">They; each id at most once.</param>
    /// <param name="isStrict">Whether a voucher or points that are not there refuse the sale: a till that is told so can ask for money. What came as an event has happened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="SaleRaceException">The transaction is to be tried again.</exception>
    /// <exception cref="SaleRefusedException">A strict sale cannot be, and the transaction must be given up.</exception>
    internal async Task<IReadOnlyList<SaleOutcome>> ApplyAsync(DbTransaction transaction, IReadOnlyList<Sale> sales, bool isStrict, CancellationToken cancellationToken)
    {
        var outcomes = new SaleOutcome[sales.Count];
        var known = await queries.ManyAsync(transaction, sales.Select(sale => sale.Id), cancellationToken);
        var ground = await SaleGround.ReadAsync(transaction, database, programmes, sales, cancellationToken);
        var fresh = new List<(int Index, Sale Sale)>();
        for (var i = 0; i < sales.Count; i++)
        {
            if (known.TryGetValue(sales[i].Id, out var stored))
            {
                outcomes[i] = SaleDifference.Of(stored, sales[i], sales[i].Claim?.ToStored(keys.Key)) is { } difference
                    ? new SaleOutcome(SaleOutcomeKind.Differs, difference)
                    : new SaleOutcome(SaleOutcomeKind.Same);
            }
            else if (ground.Mistake(sales[i]) is { } mistake)
            {
                outcomes[i] = SaleOutcome.Refused(mistake);
            }
            else
            {
                fresh.Add((i, sales[i]));
            }
        }

        if (fresh.Count == 0)
        {
            return outcomes;
        }

        var rows = new List<SaleRow>();
        if (fresh[0].Sale.Kind == SaleKind.Return)
        {
            await foreach (var (index, outcome, row) in returns.BookAsync(transaction, ground, fresh, cancellationToken))
            {
                outcomes[index] = outcome;
                if (row is not null)
                {
                    rows.Add(row);
                }
            }
        }
        else
        {
            rows.AddRange(await SellAsync(transaction, ground, [.. fresh.Select(pair => pair.Sale)], isStrict, cancellationToken));
            foreach (var (index, _) in fresh)
            {
                outcomes[index] = SaleOutcome.Applied;
            }
        }

        await FollowAsync(transaction, ground, rows, cancellationToken);
        return outcomes;
    }

    private async Task<IReadOnlyList<SaleRow>> SellAsync(DbTransaction transaction, SaleGround ground, IReadOnlyList<Sale> sales, bool isStrict, CancellationToken cancellationToken)
    {
        var rules = ground.Programme.Document;
        SaleRow[] rows = [.. sales.OrderBy(sale => sale.At).ThenBy(sale => sale.Id, StringComparer.Ordinal).Select(sale =>
        {
            var lines = ground.LinesOf(sale);
            return new SaleRow(sale, sale.Claim?.ToStored(keys.Key), ground.DayOf(sale))
            {
                Programme = ground.Programme.Version, Lines = lines, Base = lines.Sum(line => line.AmountFen * line.Percent), Growth = rules.Growth.Of(sale.TotalFen, isKept: true),
            };
        })];
        var buyers = await new SaleBuyers(database).FindAsync(transaction, rows.Select(row => row.Claim), cancellationToken);
        foreach (var row in rows)
        {
            row.Member = row.Claim is { } claim ? buyers.GetValueOrDefault(claim) : null;
        }

        var persons = await points.PersonsAsync(transaction, rows.Select(row => row.Member).OfType<string>().Distinct(StringComparer.Ordinal), cancellationToken);
        var burning = rows.Where(row => row.Sale.PointsBurnt > 0 && row.Member is not null).SelectMany(row => persons[row.Member!]).ToHashSet(StringComparer.Ordinal);
        var ledgers = await points.LockAsync(transaction, persons.SelectMany(person => person), burning, cancellationToken);
        foreach (var row in rows)
        {
            Pay(row, persons, ledgers, isStrict);
            row.Points = row.Member is null ? 0 : rules.Points.Of(row.Base);
            SalePoints.Earn(row, ledgers, rules);
            row.Balance = row.Member is { } member ? persons[member].Sum(id => ledgers[id].Balance) : null;
        }

        foreach (var (row, code) in rows.SelectMany(row => row.Sale.Vouchers.Select(code => (row, code))).OrderBy(pair => pair.code, StringComparer.Ordinal))
        {
            if (await vouchers.UseAsync(transaction, code, VoucherRedemption.Of(row.Sale, row.Member), cancellationToken) is { Refusal: { } refusal })
            {
                row.Said = isStrict ? throw new SaleRefusedException(refusal) : Join(row.Said, refusal);
            }
        }

        await SaleWrites.AddAsync(transaction, rows, cancellationToken);
        await PointsBook.SaveAsync(transaction, [.. ledgers.Values.Where(ledger => ledger.IsChanged)], cancellationToken);
        await LevelsPaid.AddAsync(transaction, rules, rows, cancellationToken);
        return rows;
    }

    /// <summary>Takes the points that were paid with.</summary>
    private static void Pay(SaleRow row, ILookup<string, string> persons, Dictionary<string, PointsLedger> ledgers, bool isStrict)
    {
        var wanted = row.Sale.PointsBurnt;
        if (wanted == 0)
        {
            return;
        }

        if (row.Member is not { } member)
        {
            row.Said = isStrict ? throw new SaleRefusedException("nobody is known by what the till said of the buyer, so that there are no points to pay with")
                : Join(row.Said, $"{wanted} points were paid with and the buyer is not known");
            return;
        }

        PointsLedger[] person = [.. persons[member].Select(id => ledgers[id])];
        var has = person.Sum(ledger => ledger.Balance);
        if (isStrict && has < wanted)
        {
            throw new SaleRefusedException($"the customer has {has} points; {wanted} are to be paid with");
        }

        row.Burnt = PointsBook.BurnUpTo(person, new PointsCause($"sale/{row.Sale.Id}/burnt", row.Sale.At, row.Sale.Store, row.Sale.Id, $"sale/{row.Sale.Id}", row.Sale.Till, null), wanted);
        if (row.Burnt < wanted)
        {
            ledgers[member].Owe(wanted - row.Burnt);
            row.Said = Join(row.Said, $"{wanted} points were paid with and {row.Burnt} were there; the rest is owed");
        }
    }

    /// <summary>What follows from sales that are written: levels and usual goods, then stock, whose locks come last.</summary>
    private async Task FollowAsync(DbTransaction transaction, SaleGround ground, IReadOnlyList<SaleRow> rows, CancellationToken cancellationToken)
    {
        var bought = rows.Where(row => row.Member is not null).GroupBy(row => row.Member!, StringComparer.Ordinal)
            .ToDictionary(sales => sales.Key, sales => $"sale/{sales.Last().Sale.Id}", StringComparer.Ordinal);
        await levels.LookAsync(transaction, ground.Programme, bought.Keys, bought, cancellationToken);
        await SaleWrites.SeeAsync(transaction, rows, cancellationToken);
        await events.AddAsync(transaction, [.. rows.Select(SaleNotice.Of)], cancellationToken);
        await stock.MoveAsync(transaction, [.. rows.SelectMany(SaleStock.MovesOf)], cancellationToken);
    }

    private static string Join(string? said, string more) => said is null ? more : $"{said}; {more}";
}

/// <summary>A sale cannot be as the till thought.</summary>
internal sealed class SaleRefusedException(string message) : Exception(message);
