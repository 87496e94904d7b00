using System.Globalization;

namespace Simulators.Shelves;

/// <summary>One article on a simulated plate.</summary>
/// <param name="Sku">Its SKU.</param>
/// <param name="UnitGrams">What a piece weighs on average, in grams, above 0.</param>
/// <param name="SigmaGrams">The spread between pieces, one standard deviation in grams, 0 or more.</param>
/// <param name="Count">Pieces when the shelf is full, 1 or more.</param>
internal sealed record ShelfGoods(string Sku, decimal UnitGrams, decimal SigmaGrams, int Count)
{
    /// <summary>Articles of a convenience store, for plates of which nobody says what lies there.</summary>
    private static readonly decimal[] s_usual = [24.0m, 58.5m, 105.5m, 148.0m, 250.0m, 355.0m, 520.0m];

    /// <summary>One article by chance, with half a per cent of spread.</summary>
    public static ShelfGoods Any(Random random)
    {
        var grams = s_usual[random.Next(s_usual.Length)];
        return new ShelfGoods(string.Create(CultureInfo.InvariantCulture, $"article-{grams:0.#}"), grams, grams * 0.005m, 8);
    }

    /// <summary>Reads <c>SKU:UNIT:SIGMA:COUNT</c>.</summary>
    /// <returns>The article, or null where the text is not one.</returns>
    public static ShelfGoods? TryParse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 4 && parts[0].Length > 0
            && decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var unit) && unit > 0
            && decimal.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sigma)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 1000
            ? new ShelfGoods(parts[0], unit, sigma, count)
            : null;
    }

    /// <summary>What one piece weighs, to a tenth of a gram: no two are quite the same.</summary>
    public decimal Piece(Random random)
    {
        var gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Max(0.1m, decimal.Round(UnitGrams + ((decimal)Math.Clamp(gauss, -4, 4) * SigmaGrams), 1));
    }
}
