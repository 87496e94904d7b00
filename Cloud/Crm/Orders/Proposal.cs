namespace Cloud.Crm.Orders;

/// <summary>What a rule wants of a SKU now.</summary>
/// <param name="Quantity">What is to be ordered; 0 where nothing is.</param>
/// <param name="IsNeeded">Whether it is to be ordered at all, even where nobody sells it or it is snoozed.</param>
/// <param name="Why">Every number that led to it.</param>
internal sealed record Proposal(long Quantity, bool IsNeeded, IReadOnlyList<Why> Why)
{
    /// <summary>Decides. Pure: the same look gives the same proposal on every node.</summary>
    internal static Proposal Of(Reorder look, DateTime now)
    {
        var (levels, forecast) = (look.Levels, look.Forecast);
        List<Why> why = [Orders.Why.Forecast(look.Available, look.Incoming)];
        if (look.Line is { Follows: false } line)
        {
            why.Add(Orders.Why.ByHand(line.Origin));
            return new Proposal(line.Ordered, true, why);
        }

        var begins = levels.Begins(forecast);
        if (!begins && !(look.Line is not null && levels.Stands(forecast)))
        {
            why.Add(Orders.Why.AboveMin(forecast, levels.Min));
            return new Proposal(0, false, why);
        }

        var need = levels.Need(forecast);
        why.AddRange(
            levels.Max == 0 ? [Orders.Why.OnDemand(need)]
            : [begins ? Orders.Why.AtMin(forecast, levels.Min) : Orders.Why.Kept(forecast, levels.Min, levels.StandsUntil), Orders.Why.UpToMax(need, levels.Max)]);
        if (look.Snooze is { } snooze && snooze.Until > now)
        {
            why.Add(Orders.Why.Snoozed(snooze.Until, snooze.Who));
            return new Proposal(0, true, why);
        }

        if (look.Offer is not { } offer)
        {
            why.Add(Orders.Why.NoSupplier);
            return new Proposal(0, true, why);
        }

        return new Proposal(Amount(levels, forecast, need, offer, why), true, why);
    }

    private static long Amount(ReorderLevels levels, long forecast, long need, Offer offer, List<Why> why)
    {
        var plain = levels.Quantity(need);
        var packed = levels.Quantity(need, offer.Pack);
        var quantity = levels.Quantity(need, offer.Pack, offer.Least);
        if (plain != need)
        {
            why.Add(Orders.Why.Rounded(need, levels.Multiple, plain));
        }

        if (packed != plain)
        {
            why.Add(Orders.Why.Pack(offer.Pack, packed));
        }

        if (quantity != packed)
        {
            why.Add(Orders.Why.Least(offer.Least, quantity));
        }

        if (forecast + quantity > levels.Max)
        {
            why.Add(Orders.Why.OverMax(forecast + quantity, levels.Max));
        }

        return quantity;
    }
}
