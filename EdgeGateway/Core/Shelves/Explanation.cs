namespace EdgeGateway.Core.Shelves;

/// <summary>One way to explain a change of load.</summary>
/// <param name="Net">Pieces of each SKU of the plate, negative taken; all 0 where no goods moved.</param>
/// <param name="Unknown">Nothing known describes it.</param>
/// <param name="Weight">Likelihood times prior, or the probability where normalised.</param>
/// <param name="ForeignGrams">What a thing weighs that was put down and is not goods; 0 where none was.</param>
/// <param name="Gone">Which of the known foreign objects were taken away, a bit each.</param>
/// <param name="Late">Goods moved with a thing that had come mixed with goods: they may have moved when it came, and are not told as new.</param>
/// <param name="From">Which of the plate's hypotheses it continues.</param>
internal readonly record struct Explanation(
    int[] Net, bool Unknown, double Weight, double ForeignGrams = 0, int Gone = 0, bool Late = false, int From = 0)
{
    /// <summary>No goods moved.</summary>
    public bool NoGoods => !Unknown && Array.TrueForAll(Net, n => n == 0);

    /// <summary>A number that differs between explanations whose goods differ.</summary>
    public long GoodsKey()
    {
        if (Unknown)
        {
            return 0x5BD1_E995_1B87_3593;
        }

        var key = 0L;
        foreach (var n in Net)
        {
            key = unchecked(key * 1_000_003 + n);
        }

        return unchecked(key * 2 + (Late && !NoGoods ? 1 : 0));
    }

    /// <summary>A number that differs between explanations that leave the plate in different states.</summary>
    public long StateKey() => unchecked(((GoodsKey() * 524_287 + Gone) * 4 + (ForeignGrams > 0 ? 1 : 0) + (Late ? 2 : 0)) * 8191 + From);
}
