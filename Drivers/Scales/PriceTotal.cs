namespace Drivers.Scales;

/// <summary>Holds the total that a scale computed to weight times unit price.</summary>
internal static class PriceTotal
{
    /// <summary>Whether the total is the product rounded to the nearest step, whichever way halves go.</summary>
    /// <param name="weight">In the unit the price is for.</param>
    /// <param name="unitPrice">In hundredths.</param>
    /// <param name="total">In hundredths.</param>
    /// <param name="step">What totals are rounded to, in hundredths.</param>
    public static bool Agrees(decimal weight, long unitPrice, long total, int step) =>
        total % step == 0 && Math.Abs(total - (weight * unitPrice)) * 2 <= step;
}
