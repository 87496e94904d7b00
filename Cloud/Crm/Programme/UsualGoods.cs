namespace Cloud.Crm.Programme;

/// <summary>What a customer usually buys, out of what was bought. Pure.</summary>
/// <remarks>
/// Goods are usual that were bought, and kept, on two days or more of the last 365. Each such day weighs 8 where it is no more than 30 days ago, 4 to 90, 2 to 180, and 1
/// beyond: what is bought often and lately stands first. Equal weights go by the later day, then by the SKU.
/// </remarks>
internal static class UsualGoods
{
    /// <summary>The most goods that are usual.</summary>
    internal const int Most = 20;

    /// <summary>How many days are looked at.</summary>
    internal const int Days = 365;

    /// <summary>The usual goods, most usual first.</summary>
    /// <param name="bought">On which days which goods were bought and kept; a day may be there several times.</param>
    /// <param name="today">The day.</param>
    internal static IReadOnlyList<string> Of(IEnumerable<BoughtGoods> bought, DateOnly today) =>
    [
        .. bought.Where(goods => Age(goods, today) < Days)
            .Distinct()
            .GroupBy(goods => goods.Sku, StringComparer.Ordinal)
            .Where(days => days.Count() >= 2)
            .OrderByDescending(days => days.Sum(goods => Weight(Age(goods, today))))
            .ThenByDescending(days => days.Max(goods => goods.Day))
            .ThenBy(days => days.Key, StringComparer.Ordinal)
            .Take(Most)
            .Select(days => days.Key),
    ];

    private static int Age(BoughtGoods goods, DateOnly today) => today.DayNumber - goods.Day.DayNumber;

    private static int Weight(int age) => age switch
    {
        <= 30 => 8,
        <= 90 => 4,
        <= 180 => 2,
        _ => 1,
    };
}

/// <summary>Goods that were bought on a day.</summary>
internal readonly record struct BoughtGoods(string Sku, DateOnly Day);
