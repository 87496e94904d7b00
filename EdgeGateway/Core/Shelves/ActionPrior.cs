namespace EdgeGateway.Core.Shelves;

/// <summary>How often shoppers do what, before any weight is looked at. Rates are a change of load; they need not add up to 1.</summary>
/// <remarks>
/// Assumptions, not measurements: no public set of shelf actions with weights exists (docs/shelves.md). They only decide where two explanations fit about as well.
/// </remarks>
internal static class ActionPrior
{
    /// <summary>The chance that a foreign object that lies there for so long is what moves next.</summary>
    /// <remarks>Who puts a phone down takes it up again soon; an object that was forgotten stays. A shopper comes every twenty seconds or so.</remarks>
    public static double GoneNext(long ageMs)
    {
        var leaving = (SoonTaken * Soon(ageMs) / SoonSeconds + (1 - SoonTaken) * Late(ageMs) / LateSeconds) / StillThere(ageMs);
        return leaving / (leaving + 1 / ShopperSeconds);
    }

    /// <summary>The chance that a foreign object is still there after so long.</summary>
    public static double StillThere(long ageMs) => SoonTaken * Soon(ageMs) + (1 - SoonTaken) * Late(ageMs);

    /// <summary>The load is as before.</summary>
    public const double Nothing = 0.3;

    /// <summary>Something happened that none of the other explanations describes.</summary>
    /// <remarks>More load is seldom that: whatever is put down is a foreign object.</remarks>
    public static double Unknown(double change) => change > 0 ? 0.0005 : 0.003;

    private const double SoonTaken = 0.85;
    private const double SoonSeconds = 25;
    private const double LateSeconds = 1200;
    private const double ShopperSeconds = 20;
    private const double Restock = 0.02;
    private const double Overfilling = 1.2e-4;
    private const double RefillGoesOn = 0.5;
    private const double LogRange = 5.8; // ln(5000 g / 15 g): foreign weights are spread evenly over the logarithm.

    private const double Telephones = 0.35;
    private const double TelephoneGrams = 195;
    private const double TelephoneSpread = 35;

    /// <summary>Density a gram of an object or a hand of about so many grams.</summary>
    public static double AnyWeight(double grams) => 1 / (LogRange * Math.Max(15, Math.Abs(grams)));

    /// <summary>Density a gram of an object that is not goods: telephones weigh 150 to 240 g, bags and purses anything; shoppers seldom put down what is very light.</summary>
    public static double ForeignWeight(double grams) =>
        (1 - Telephones) * AnyWeight(grams) * Math.Min(1, grams * grams / 3600)
        + Telephones * Math.Exp(-Math.Pow((grams - TelephoneGrams) / TelephoneSpread, 2) / 2) / (TelephoneSpread * 2.5066);

    /// <summary>One hand takes so many pieces of one of the plate's SKUs.</summary>
    public static double Taking(int pieces, int skus, Habits habits) => habits.Takes / skus * habits.Pieces(pieces);

    /// <summary>How much likelier than other goods that are out those come back that were taken so long ago; not normalised.</summary>
    public static double Recall(long ageMs) => 0.6 * Math.Exp(-Math.Max(0, ageMs) / 20_000.0) + 0.3 * Math.Exp(-Math.Max(0, ageMs) / 150_000.0) + 0.1;

    /// <summary>Staff brings so many pieces.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="skus">SKUs on the plate.</param>
    /// <param name="count">Pieces on the plate, as far as known.</param>
    /// <param name="start">Pieces of a full shelf, as far as known.</param>
    /// <param name="sinceMs">How long ago staff brought some of this SKU; null where they did not.</param>
    public static double Refilling(int pieces, int skus, int? count, int? start, long? sinceMs)
    {
        var missing = start - count ?? 12;
        if (pieces > missing + 3)
        {
            // The start need not have been a full shelf.
            return (pieces <= 12 ? Overfilling : Overfilling / 4) / skus;
        }

        // Staff fill up what is nearly gone, at once or in handfuls.
        var fill = start > 0 && count is { } left ? (double)left / start.Value : 0.2;
        var wanted = fill < 0.15 ? 1.5 : fill < 0.35 ? 1 : fill < 0.6 ? 0.35 : 0.1;
        var going = sinceMs is { } since ? RefillGoesOn * Math.Exp(-since / 4000.0) : 0;
        var beyond = pieces > missing ? 0.1 : 1;
        var whole = pieces == missing ? 0.5 : Math.Abs(pieces - missing) <= 2 ? 0.08 : pieces <= 6 ? 0.05 : 0.02;
        return beyond * ((pieces < 3 ? 0.02 * whole : whole) * wanted * Restock / skus + going * (whole + (pieces <= 6 ? 0.06 : 0.01)));
    }

    /// <summary>One piece is put back and one of another SKU taken instead.</summary>
    public static double Exchanging(int skus, bool outBefore, Habits habits) => habits.Exchanges / (skus * (skus - 1)) * (outBefore ? 1 : 0.3);

    /// <summary>The chance that so many things (1, 2 or 3) were moved while the load was unsettled for so long.</summary>
    /// <param name="moves">How many.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="longHandSeconds">How long a single move keeps the load unsettled at the most.</param>
    public static double Moves(int moves, double seconds, double longHandSeconds)
    {
        var two = 0.04 + 0.3 / (1 + Math.Exp((longHandSeconds - seconds) / 0.12));
        var three = 0.002 + 0.06 / (1 + Math.Exp((1.5 * longHandSeconds - seconds) / 0.25));
        return moves switch
        {
            1 => 1 - two - three,
            2 => two,
            _ => three,
        };
    }

    /// <summary>The chance that a level that lasted so long, between two others, was a hand and not goods.</summary>
    public static double HandOnly(long spanMs) => spanMs < 180 ? 0.8 : spanMs < 350 ? 0.5 : spanMs < 700 ? 0.2 : spanMs < 1500 ? 0.06 : 0.03;

    private static double Soon(long ageMs) => Math.Exp(-Math.Max(0, ageMs) / (1000 * SoonSeconds));

    private static double Late(long ageMs) => Math.Exp(-Math.Max(0, ageMs) / (1000 * LateSeconds));
}
