namespace Cloud.Crm.Demo;

/// <summary>Who sells to the demonstration chain. Nobody is written to: they are told of orders by telephone.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="LeadDays">Days from order to delivery.</param>
/// <param name="Categories">What they sell.</param>
internal sealed record DemoSupplier(string Id, string Name, int LeadDays, IReadOnlyList<string> Categories)
{
    /// <summary>Everybody.</summary>
    internal static IReadOnlyList<DemoSupplier> All { get; } =
    [
        new("demo-fresh", "示例鲜品供应", 1, ["生鲜", "乳品"]),
        new("demo-drinks", "示例饮料食品", 2, ["饮料", "零食", "粮油"]),
        new("demo-household", "示例日用商贸", 3, ["母婴", "日化", "美妆", "百货"]),
    ];

    /// <summary>Who sells goods.</summary>
    internal static DemoSupplier Of(DemoGoods goods) => All.First(s => s.Categories.Contains(goods.Category));
}
