using System.Numerics;

namespace EdgeGateway.Core.Weighing;

/// <summary>Price times weight, in whole numbers only and rounded once.</summary>
public static class WeighedTotal
{
    /// <summary>The total of so much goods at that price.</summary>
    /// <param name="net">The weight without container, 0 or more.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="priceFen">The price of one <paramref name="per"/> in the smallest coin, 0 or more.</param>
    /// <param name="per">What the price is for.</param>
    /// <param name="rule">How it is rounded.</param>
    /// <returns>The total in the smallest coin, or null where it does not fit into 64 bits.</returns>
    public static long? Of(decimal net, MassUnit unit, long priceFen, MassUnit per, RoundingRule rule)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(per);
        ArgumentOutOfRangeException.ThrowIfNegative(net);
        ArgumentOutOfRangeException.ThrowIfNegative(priceFen);
        var (digits, decimals) = Whole(net);
        var total = rule.Round(digits * unit.Sixteenths * priceFen, BigInteger.Pow(10, decimals) * per.Sixteenths);
        return total <= long.MaxValue ? (long)total : null;
    }

    /// <summary>The price of one <paramref name="unit"/> where the price of one <paramref name="per"/> is given.</summary>
    /// <returns>Whole smallest coins, or null where it is no whole number of them, or too large: such a price cannot be told exactly.</returns>
    public static long? PriceOf(MassUnit unit, long priceFen, MassUnit per)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(per);
        var price = BigInteger.DivRem(new BigInteger(priceFen) * unit.Sixteenths, per.Sixteenths, out var rest);
        return rest.IsZero && price <= long.MaxValue ? (long)price : null;
    }

    /// <summary>A decimal as digits and the number of them behind the point.</summary>
    private static (BigInteger Digits, int Decimals) Whole(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var digits = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        return (digits, number.Scale);
    }
}
