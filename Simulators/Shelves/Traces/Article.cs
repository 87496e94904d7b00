namespace Simulators.Shelves.Traces;

/// <summary>Goods as a shop sells them.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Grams">What one weighs with its package.</param>
/// <param name="NetGrams">What the label promises, for the law's tolerance.</param>
/// <param name="PackageSigma">How much packages of one line differ, one standard deviation in grams.</param>
internal sealed record Article(string Name, double Grams, double NetGrams, double PackageSigma)
{
    /// <summary>The tolerable negative error of a prepackage in grams: 76/211/EEC annex I 2.4; the same steps stand in China's JJF 1070.</summary>
    public static double TolerableError(double netGrams) => netGrams switch
    {
        <= 50 => 0.09 * netGrams,
        <= 100 => 4.5,
        <= 200 => 0.045 * netGrams,
        <= 300 => 9,
        <= 500 => 0.03 * netGrams,
        <= 1000 => 15,
        _ => 0.015 * netGrams,
    };

    /// <summary>The spread of whole pieces where the filler uses so much of the tolerance for one standard deviation.</summary>
    public double Sigma(double toleranceUsed)
    {
        var filling = TolerableError(NetGrams) * toleranceUsed;
        return Math.Sqrt((filling * filling) + (PackageSigma * PackageSigma));
    }
}
