using System.Globalization;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Stocktake;

/// <summary>What one scan adds to a count.</summary>
/// <param name="Sku">The goods: the trade item's number, the item of a weight label, or the text of another symbol.</param>
/// <param name="Unit"><see cref="Piece"/> or <see cref="Milligram"/>.</param>
/// <param name="Amount">How many of the unit.</param>
public sealed record CountedGoods(string Sku, string Unit, long Amount)
{
    /// <summary>Counted by the piece.</summary>
    public const string Piece = "piece";

    /// <summary>Counted by weight, in milligrams.</summary>
    public const string Milligram = "mg";

    /// <summary>The longest number of goods, in characters.</summary>
    public const int MaxSku = 128;


    /// <summary>What a scan adds.</summary>
    /// <param name="scan">An accepted scan.</param>
    /// <param name="weighedBy">How weight labels are counted.</param>
    /// <param name="goods">The goods, where the answer is null.</param>
    /// <returns>Null, or why it cannot be counted.</returns>
    public static ScanFault? TryRead(Scan scan, WeighedBy weighedBy, out CountedGoods? goods)
    {
        ArgumentNullException.ThrowIfNull(scan);
        goods = null;
        if (scan.Errors.Count > 0)
        {
            return scan.Errors[0];
        }

        var sku = scan.Weighed?.Item ?? scan.Sku;
        if (sku.Length > MaxSku || sku.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            return new ScanFault(ScanFaults.Characters, $"is no number of goods; expected at most {MaxSku} characters without control characters");
        }

        var weight = weighedBy == WeighedBy.Weight ? Milligrams(scan) : null;
        goods = weight is { } mg ? new CountedGoods(sku, Milligram, mg) : new CountedGoods(sku, Piece, Pieces(scan));
        return null;
    }

    /// <summary>The weight on a label of the store or of a supplier; null where there is none in kilograms or grams.</summary>
    private static long? Milligrams(Scan scan)
    {
        if (scan.Weighed is { Weight: { } weight, Unit: var unit })
        {
            return (long)(weight * (unit == "kg" ? 1_000_000 : 1_000));
        }

        var net = scan.Elements.FirstOrDefault(e => e.Ai.StartsWith("310", StringComparison.Ordinal));
        return net?.Value is { } text ? (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1_000_000) : null;
    }

    /// <summary>Pieces that the symbol itself tells of: (37) of a logistic label, (30) of a variable-count item; else one.</summary>
    private static long Pieces(Scan scan)
    {
        var count = scan.Elements.FirstOrDefault(e => e.Ai is "30" or "37");
        return count is null ? 1 : long.Parse(count.Data, CultureInfo.InvariantCulture);
    }
}
