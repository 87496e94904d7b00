using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Weighing;

/// <summary>A settled weight with container and price: what would be sold.</summary>
/// <param name="Net">The weight without container, in the scale's unit.</param>
/// <param name="Gross">With it; null where the scale shows only the net.</param>
/// <param name="Tare">The container; null where there is none, or only the scale knows it.</param>
/// <param name="Item">The goods, or null.</param>
/// <param name="TotalFen">What they cost, or null without goods.</param>
/// <param name="Refusal">Why it cannot be sold so (one of <see cref="WeighingReason"/>), or null.</param>
/// <param name="Difference">What a price-computing scale reckons otherwise, in words; else null.</param>
internal sealed record WeighingOffer(
    decimal Net, decimal? Gross, decimal? Tare, PricedItem? Item, long? TotalFen, string? Refusal, string? Difference = null)
{
    /// <summary>Reckons an offer.</summary>
    /// <param name="seen">The weight.</param>
    /// <param name="tare">The container that the gateway takes off, in the weight's unit; 0 for none.</param>
    /// <param name="item">The goods, or null.</param>
    /// <param name="rule">How totals are rounded.</param>
    public static WeighingOffer Of(SettledWeight seen, decimal tare, PricedItem? item, RoundingRule rule)
    {
        if (seen.NetGross == NetGross.Net)
        {
            var taken = seen.Reckoned?.Tare;
            var offer = new WeighingOffer(seen.Weight, seen.Weight + taken, taken, item, null, tare > 0 ? WeighingReason.TareTwice : null);
            return offer.Refusal is null ? offer.Priced(seen, rule) : offer;
        }

        return new WeighingOffer(seen.Weight - tare, seen.Weight, tare > 0 ? tare : null, item, null, null).Priced(seen, rule);
    }

    private WeighingOffer Priced(SettledWeight seen, RoundingRule rule)
    {
        if (Item is null || Net < 0)
        {
            return this;
        }

        if (MassUnit.Shown(seen.Unit) is not { } unit)
        {
            return this with { Refusal = WeighingReason.UnknownUnit };
        }

        if (WeighedTotal.Of(Net, unit, Item.PriceFen, Item.Per, rule) is not { } total)
        {
            return this with { Refusal = WeighingReason.TotalTooLarge };
        }

        var price = WeighedTotal.PriceOf(unit, Item.PriceFen, Item.Per);
        return seen.Reckoned switch
        {
            { UnitPriceFen: { } theirs } when theirs != price => this with
            {
                Refusal = WeighingReason.UnitPriceDiffers,
                Difference = $"its price of one {seen.Unit} is {theirs}, ours {(price is { } ours ? $"{ours}" : "no whole number")}",
            },
            { TotalFen: { } theirs } when theirs != total => this with
            {
                Refusal = WeighingReason.TotalDiffers,
                Difference = $"its total for {Net} {seen.Unit} is {theirs}, ours {total}",
            },
            _ => this with { TotalFen = total },
        };
    }
}
