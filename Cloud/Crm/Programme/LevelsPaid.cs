using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Effects;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>Levels that are bought: the day of the sale is the first of their days.</summary>
internal static class LevelsPaid
{
    /// <summary>Notes what sales paid for by the rules they were made under.</summary>
    internal static Task AddAsync(DbTransaction transaction, ProgrammeDocument rules, IEnumerable<SaleRow> sales, CancellationToken cancellationToken)
    {
        var bought = (
            from row in sales
            where row.Member is not null
            from level in rules.Levels
            from rule in level.Rules
            where rule.Kind == LevelRule.Paid && row.Lines.Any(line => line.Sku == rule.Sku && line.Returned == 0)
            let until = DateOnly.ParseExact(row.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(rule.Days!.Value - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            orderby row.Member, row.Sale.Id, level.Name
            select (Member: row.Member!, row.Sale.Id, level.Name, Sku: rule.Sku!, Until: until)).DistinctBy(paid => (paid.Member, paid.Id, paid.Name)).ToArray();
        return transaction.RunAsync(
            new EffectStatement(
                "INSERT INTO level_paid (member, sale, level, sku, until_day) SELECT * FROM unnest($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                "INSERT INTO level_paid (member, sale, level, sku, until_day) VALUES (@p1, @p2, @p3, @p4, @p5) ON CONFLICT DO NOTHING",
                bought.Select(p => p.Member).ToArray(),
                bought.Select(p => p.Id).ToArray(),
                bought.Select(p => p.Name).ToArray(),
                bought.Select(p => p.Sku).ToArray(),
                bought.Select(p => p.Until).ToArray()),
            cancellationToken);
    }

    /// <summary>Ends what was paid for by goods that came back.</summary>
    internal static Task RemoveAsync(DbTransaction transaction, IReadOnlyList<(string Sale, string Sku)> returned, CancellationToken cancellationToken) => transaction.RunAsync(
        new EffectStatement(
            "DELETE FROM level_paid p USING unnest($1, $2) AS n (sale, sku) WHERE p.sale = n.sale AND p.sku = n.sku",
            "DELETE FROM level_paid WHERE sale = @p1 AND sku = @p2",
            returned.Select(r => r.Sale).ToArray(),
            returned.Select(r => r.Sku).ToArray()),
        cancellationToken);
}
