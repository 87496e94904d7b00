namespace Cloud.Crm.Orders;

/// <summary>When a SKU is ordered in a store, and how much: all in the product's unit.</summary>
/// <remarks>
/// Odoo's reordering rules: at the minimum, order up to the maximum, rounded up to the multiple. Its text says "below" the minimum and its own worked example orders 30 at a forecast of
/// 10 with a minimum of 10; the example holds here, so <see cref="Min"/> is the forecast at which it is ordered. 0/0/1 orders what is promised and not there, and nothing else.
/// </remarks>
/// <param name="Min">The forecast at which it is ordered, 0 or more.</param>
/// <param name="Max">What the order brings the forecast up to, <paramref name="Min"/> or more.</param>
/// <param name="Multiple">Orders are multiples of this, 1 or more.</param>
internal readonly record struct ReorderLevels(long Min, long Max, long Multiple)
{
    /// <summary>The largest quantity of a rule, an order or a pack.</summary>
    internal const long MostQuantity = 1_000_000_000;

    /// <summary>The largest multiple or pack.</summary>
    internal const long MostMultiple = 1_000_000;

    /// <summary>Whether a forecast is so low that an order begins.</summary>
    internal bool Begins(long forecast) => forecast <= Min && forecast < Max;

    /// <summary>Whether an order that has begun, and is not sent, still stands: until the forecast is more than half way from the minimum to the maximum, so that a piece to and fro at the minimum changes nothing.</summary>
    internal bool Stands(long forecast) => forecast < Max && 2 * (forecast - Min) <= Max - Min;

    /// <summary>The forecast up to which an order that has begun stands.</summary>
    internal long StandsUntil => Math.Min(Min + ((Max - Min) / 2), Max - 1);

    /// <summary>What is missing to the maximum, 0 or more.</summary>
    internal long Need(long forecast) => Math.Max(0, Max - forecast);

    /// <summary>The least quantity that covers a need: a multiple of <see cref="Multiple"/> and of the supplier's pack, and no less than the supplier sells.</summary>
    /// <param name="need">What is missing; 0 gives 0.</param>
    /// <param name="pack">How many the supplier packs together, 1 or more.</param>
    /// <param name="least">How many the supplier sells at least, 1 or more.</param>
    internal long Quantity(long need, long pack = 1, long least = 1) => need <= 0 ? 0 : RoundUp(Math.Max(need, least), CommonMultiple(Multiple, pack));

    /// <summary>What is to be ordered at a forecast where nothing has been begun.</summary>
    internal long ToOrder(long forecast) => Begins(forecast) ? Quantity(Need(forecast)) : 0;

    /// <summary>The least multiple of <paramref name="step"/> that is no less than <paramref name="quantity"/>.</summary>
    internal static long RoundUp(long quantity, long step) => checked((quantity + step - 1) / step * step);

    private static long CommonMultiple(long one, long other)
    {
        var (a, b) = (one, other);
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return checked(one / a * other);
    }
}
