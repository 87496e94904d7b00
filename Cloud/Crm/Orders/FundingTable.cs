using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Deals out a store's budget to the lines of its drafts and keeps what came of it beside them.</summary>
internal sealed class FundingTable(HeadquartersDatabase database, BudgetTable budgets, TimeProvider clock)
{
    /// <summary>Whether dealing out would tell any line something new; reads only.</summary>
    internal async Task<bool> IsDueAsync(string store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await NewsAsync(connection, null, store, cancellationToken)).Count > 0;
    }

    /// <summary>Deals out; the caller's transaction has the store's turn.</summary>
    /// <returns>How many lines are told something new.</returns>
    internal async Task<int> DealAsync(DbTransaction transaction, string store, CancellationToken cancellationToken)
    {
        var news = await NewsAsync(transaction.Connection!, transaction, store, cancellationToken);
        foreach (var line in news)
        {
            await transaction.Command(
                "UPDATE purchase_line SET funded = @funded, funding = @funding WHERE store = @store AND purchase = @purchase AND sku = @sku",
                ("funded", line.Funded), ("funding", line.Funding), ("store", store), ("purchase", line.Ask.Purchase), ("sku", line.Ask.Sku)).RunAsync(cancellationToken);
        }

        return news.Count;
    }

    /// <summary>The lines whose funding is other than what is kept beside them.</summary>
    private async Task<List<FundedLine>> NewsAsync(DbConnection connection, DbTransaction? transaction, string store, CancellationToken cancellationToken)
    {
        var lines = await LinesAsync(connection, transaction, store, cancellationToken);
        var known = lines.ToDictionary(l => (l.Ask.Purchase, l.Ask.Sku));
        var dealt = await budgets.FindAsync(connection, transaction, store, cancellationToken) is { } budget
            ? Funding.Of(lines.Select(l => l.Ask), (budget.AmountFen, budget.LeftFen)).Select(g => new FundedLine(g.Ask, g.IsFunded, ReorderLooks.Text(g.Why)))
            : lines.Select(l => new FundedLine(l.Ask, true, "[]"));
        return [.. dealt.Where(l => known[(l.Ask.Purchase, l.Ask.Sku)] != l)];
    }

    private async Task<List<FundedLine>> LinesAsync(DbConnection connection, DbTransaction? transaction, string store, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var command = connection.Command(
            $"""
             SELECT r.purchase, r.sku, r.ordered, r.price_fen, coalesce(p.unit, 'piece'), r.funded, r.funding, {VipGoods.Count}, {OrderStock.OnHand}, {OrderStock.Reserved}, {OrderStock.Went}
             FROM purchase_line r LEFT JOIN product p ON p.sku = r.sku WHERE r.store = @store AND r.state = 'draft' ORDER BY r.sku
             """,
            ("store", store), ("now", database.ToTime(now)), ("since", database.ToTime(now.AddDays(-Cover.Days))));
        command.Transaction = transaction;
        return await command.ListAsync(
            r => new FundedLine(
                new Ask(r.GetString(0), r.GetString(1), Cost.Of(r.GetInt64(2), r.GetInt64(3), r.GetString(4)), r.GetInt64(7), new Cover(r.GetInt64(8) - r.GetInt64(9), r.GetInt64(10))),
                r.GetBoolean(5), r.GetString(6)),
            cancellationToken);
    }

    private sealed record FundedLine(Ask Ask, bool Funded, string Funding);
}
