namespace Cloud.Crm.Demo;

/// <summary>When a demonstration store orders goods again: four days of them are the least, nine the most.</summary>
/// <param name="Min">The forecast at which is ordered.</param>
/// <param name="Max">Up to which is ordered.</param>
/// <param name="Multiple">In multiples of so many.</param>
internal readonly record struct DemoRule(long Min, long Max, long Multiple)
{
    private static readonly int s_weights = DemoGoods.All.Sum(g => g.Weight);

    /// <summary>The rule of a store and goods.</summary>
    internal static DemoRule Of(DemoStore store, int goods)
    {
        var one = DemoGoods.All[goods];

        // Two lines and a half a sale; two of three by how often goods are bought, the third by what members like.
        var lines = store.SalesADay * 5 / 2;
        var tenthsADay = (lines * 10 * 2 * one.Weight / s_weights / 3) + (lines * 10 / 3 / DemoGoods.All.Count);
        return one.IsWeighed ? new(Round(tenthsADay * 85 * 4, 1000), Round(tenthsADay * 85 * 9, 1000), 1000)
            : new(Math.Max(6, Round(tenthsADay * 12 * 4 / 100, 6)), Math.Max(18, Round(tenthsADay * 12 * 9 / 100, 6)), 6);
    }

    private static long Round(long quantity, long multiple) => (quantity + multiple - 1) / multiple * multiple;
}
