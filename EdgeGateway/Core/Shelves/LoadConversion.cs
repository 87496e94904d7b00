namespace EdgeGateway.Core.Shelves;

/// <summary>Counts to grams by a plate's calibration.</summary>
/// <remarks>Both ends of a 24-bit converter's range are no weight but a saturated input (hx711 offset binary: 0 and 16777215; signed converters: ±2^23).</remarks>
internal readonly struct LoadConversion(double countsPerGram, double zeroCounts)
{
    private const long OffsetTop = (1 << 24) - 1;
    private const long SignedTop = (1 << 23) - 1;
    private const long SignedBottom = -(1 << 23);

    private const double MostGrams = 1e8;

    private readonly bool _offsetBinary = zeroCounts >= 1 << 22;

    /// <summary>The load in grams, or null where the converter is saturated or no plate could carry it.</summary>
    public double? Grams(long counts)
    {
        var saturated = _offsetBinary ? counts is 0 or OffsetTop : counts is SignedTop or SignedBottom;
        var grams = (counts - zeroCounts) / countsPerGram;
        return saturated || Math.Abs(grams) > MostGrams ? null : grams;
    }
}
