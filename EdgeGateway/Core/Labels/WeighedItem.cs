using System.Globalization;

namespace EdgeGateway.Core.Labels;

/// <summary>What a price or weight label says.</summary>
/// <param name="Layout">The layout it was read by, such as <c>21IIIIIWWWWWC</c>.</param>
/// <param name="Item">The store's item number, with its zeros in front.</param>
/// <param name="Weight">The weight in <paramref name="Unit"/>, or null where the label carries a price.</param>
/// <param name="Unit"><c>kg</c> or <c>g</c>; null without a weight.</param>
/// <param name="PriceFen">The price in hundredths of the currency's unit, or null where the label carries a weight.</param>
public sealed record WeighedItem(string Layout, string Item, decimal? Weight, string? Unit, long? PriceFen)
{
    /// <summary>The weight as a decimal text with the layout's decimals, or null.</summary>
    public string? WeightText => Weight?.ToString(CultureInfo.InvariantCulture);
}
