namespace Cloud.Crm.Orders;

/// <summary>A line that asks for money.</summary>
/// <param name="Purchase">Its draft.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="CostFen">What it costs.</param>
/// <param name="Vips">How many VIPs usually buy it.</param>
/// <param name="Cover">How long what is there lasts.</param>
internal sealed record Ask(string Purchase, string Sku, long CostFen, long Vips, Cover Cover);

/// <summary>What became of an <see cref="Ask"/>.</summary>
/// <param name="Ask">The line.</param>
/// <param name="IsFunded">Whether there is money for it.</param>
/// <param name="Why">Its place in the row, and the money.</param>
internal sealed record Grant(Ask Ask, bool IsFunded, IReadOnlyList<Why> Why);

/// <summary>Deals out what is left of a budget. Pure and deterministic.</summary>
internal static class Funding
{
    /// <summary>
    /// Goods that VIPs usually buy come first. Among them, and among the others, what is used up soonest; what nobody took comes last; then what more VIPs buy, then by SKU. A line is
    /// funded whole or not at all, and money that is too little for one goes to the next that it is enough for.
    /// </summary>
    /// <param name="asks">The lines of all drafts of a store.</param>
    /// <param name="budget">The budget and what is left of it, fen; null where nothing is limited.</param>
    internal static IReadOnlyList<Grant> Of(IEnumerable<Ask> asks, (long Amount, long Left)? budget)
    {
        var grants = new List<Grant>();
        var left = Math.Max(0, budget?.Left ?? 0);
        foreach (var ask in asks.OrderByDescending(a => a.Vips > 0).ThenBy(a => a.Cover.TenthsOfDays ?? long.MaxValue)
            .ThenByDescending(a => a.Vips).ThenBy(a => a.Sku, StringComparer.Ordinal))
        {
            List<Why> why = ask.Vips > 0 ? [Orders.Why.Vip(ask.Vips), Orders.Why.Cover(ask.Cover)] : [Orders.Why.Cover(ask.Cover)];
            var isFunded = budget is null || ask.CostFen <= left;
            if (budget is { } limit)
            {
                why.Add(isFunded ? Orders.Why.Funded(ask.CostFen, left, limit.Amount) : Orders.Why.NotFunded(ask.CostFen, left, limit.Amount));
                left -= isFunded ? ask.CostFen : 0;
            }

            grants.Add(new Grant(ask, isFunded, why));
        }

        return grants;
    }
}
