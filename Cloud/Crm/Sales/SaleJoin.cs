using System.Data.Common;
using Cloud.Crm.Effects;
using Cloud.Crm.Members;
using Cloud.Crm.Programme;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>Gives sales that waited for their customer to the one who appeared, with the points they would have earned; and looks at levels where members changed, or were merged.</summary>
internal sealed class SaleJoin(HeadquartersDatabase database, ProgrammeTable programmes, PointsBook points, LevelBook levels, SaleQueries queries)
{
    private const int Most = 200;
    private const int Mark = 2;

    /// <summary>Looks at some members who changed.</summary>
    /// <returns>Whether there may be more.</returns>
    internal async Task<bool> JoinAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if (!await LineMark.IsBehindAsync(connection, Mark, cancellationToken))
            {
                return false;
            }
        }

        return await database.WriteAsync(
            async transaction =>
            {
                if (await LineMark.NextAsync(transaction, database, Mark, Most, cancellationToken) is not { Count: > 0 } changed)
                {
                    return false;
                }

                var evidence = await GiveAsync(transaction, changed, cancellationToken);
                await levels.LookAsync(transaction, await programmes.CurrentAsync(transaction, cancellationToken), changed, evidence, cancellationToken);
                return changed.Count == Most;
            },
            cancellationToken);
    }

    /// <summary>Gives the sales that were told of members by id, phone or card.</summary>
    /// <returns>What each was given, by member.</returns>
    private async Task<Dictionary<string, string>> GiveAsync(DbTransaction transaction, List<string> members, CancellationToken cancellationToken)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, phone, card) in await transaction.Command(
            $"SELECT id, phone_index, card_index FROM member WHERE {database.In("id", "ids")} AND NOT gone", ("ids", database.Set(members)))
            .ListAsync(r => (r.GetString(0), r[1] as byte[], r[2] as byte[]), cancellationToken))
        {
            claims[$"{SaleClaim.Member}/{id}"] = id;
            if (phone is not null)
            {
                claims[$"{SaleClaim.Phone}/{Convert.ToHexString(phone)}"] = id;
            }

            if (card is not null)
            {
                claims[$"{SaleClaim.Card}/{Convert.ToHexString(card)}"] = id;
            }
        }

        var ids = await transaction.Command(
            $"SELECT id FROM sale WHERE {database.In("claim", "claims")} AND member IS NULL {database.InOrderSql("id")}", ("claims", database.Set(claims.Keys)))
            .ListAsync(r => r.GetString(0), cancellationToken);
        if (ids.Count == 0)
        {
            return [];
        }

        var sales = (await queries.ManyAsync(transaction, ids, cancellationToken)).Values.OrderBy(sale => sale.Row.Sale.At).ThenBy(sale => sale.Row.Sale.Id, StringComparer.Ordinal).ToArray();
        var ledgers = await points.LockAsync(transaction, sales.Select(sale => claims[sale.Row.Claim!]), new HashSet<string>(), cancellationToken);
        foreach (var (row, stored) in sales.Select(sale => (sale.Row, sale)))
        {
            row.Member = claims[row.Claim!];
            if (!row.IsReturn)
            {
                var rules = (await programmes.VersionAsync(transaction, row.Programme, cancellationToken)).Document;
                row.Points = rules.Points.Of(row.Base - stored.BaseBack);
                SalePoints.Earn(row, ledgers, rules);
                await LevelsPaid.AddAsync(transaction, rules, [row], cancellationToken);
            }
        }

        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE sale s SET member = n.member, points = n.points FROM unnest($1, $2, $3, $4) AS n (store, id, member, points) WHERE s.store = n.store AND s.id = n.id",
                "UPDATE sale SET member = @p3, points = @p4 WHERE store = @p1 AND id = @p2",
                sales.Select(s => s.Row.Sale.Store).ToArray(),
                sales.Select(s => s.Row.Sale.Id).ToArray(),
                sales.Select(s => s.Row.Member).ToArray(),
                sales.Select(s => s.Row.Points).ToArray()),
            cancellationToken);
        await PointsBook.SaveAsync(transaction, [.. ledgers.Values.Where(ledger => ledger.IsChanged)], cancellationToken);
        await SaleWrites.SeeAsync(transaction, [.. sales.Select(sale => sale.Row)], cancellationToken);
        return sales.GroupBy(sale => sale.Row.Member!, StringComparer.Ordinal).ToDictionary(own => own.Key, own => $"sale/{own.Last().Row.Sale.Id}", StringComparer.Ordinal);
    }
}
