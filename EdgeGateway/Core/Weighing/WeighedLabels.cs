using EdgeGateway.Core.Labels;

namespace EdgeGateway.Core.Weighing;

/// <summary>Makes the price-embedded EAN-13 of what was weighed, by the store's layouts.</summary>
public static class WeighedLabels
{
    /// <summary>By the first of the layouts that the goods fit; the PLU is the item number.</summary>
    /// <returns>Makes 13 digits, or null where no layout fits: the number, the weight or the price has too many digits, or would have to be rounded.</returns>
    public static Func<WeighedLabel, string?> By(LabelLayouts layouts)
    {
        ArgumentNullException.ThrowIfNull(layouts);
        return weighed => layouts.All.Select(layout => Make(layout, weighed)).FirstOrDefault(code => code is not null);
    }

    private static string? Make(PriceLayout layout, WeighedLabel weighed)
    {
        string? code;
        if (!layout.CarriesWeight)
        {
            return layout.TryMakePrice(weighed.Item.Plu, weighed.TotalFen, out code) is null ? code : null;
        }

        var unit = MassUnit.Shown(layout.Unit)!;
        var step = new decimal(1, 0, 0, false, (byte)layout.Decimals);
        var weight = weighed.Unit.Convert(weighed.Net, unit, step);
        var isExact = unit.Sixteenths * weight == weighed.Unit.Sixteenths * weighed.Net;
        return isExact && layout.TryMakeWeight(weighed.Item.Plu, weight, out code) is null ? code : null;
    }
}
