namespace Cloud.Crm.Demo;

/// <summary>A store of the demonstration chain.</summary>
/// <param name="Store">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Its region.</param>
/// <param name="Address">Where it is.</param>
/// <param name="LatitudeE6">In millionths of a degree.</param>
/// <param name="LongitudeE6">In millionths of a degree.</param>
/// <param name="SalesADay">How many sales an ordinary weekday has.</param>
internal sealed record DemoStore(string Store, string Name, string Region, string Address, int LatitudeE6, int LongitudeE6, int SalesADay)
{
    /// <summary>The chain's regions: id, name, the region above or null.</summary>
    internal static IReadOnlyList<(string Region, string Name, string? Parent)> Regions { get; } =
        [("east", "华东大区", null), ("shanghai", "上海", "east"), ("jiangzhe", "江浙", "east")];

    /// <summary>Five stores; invented, at places of real towns.</summary>
    internal static IReadOnlyList<DemoStore> All { get; } =
    [
        new("demo-1", "静安店", "shanghai", "上海市静安区示例路 1 号", 31228800, 121448700, 52),
        new("demo-2", "浦东店", "shanghai", "上海市浦东新区示例路 8 号", 31220600, 121544400, 60),
        new("demo-3", "西湖店", "jiangzhe", "杭州市西湖区示例街 20 号", 30259200, 120130000, 44),
        new("demo-4", "新街口店", "jiangzhe", "南京市秦淮区示例街 66 号", 32043000, 118784000, 48),
        new("demo-5", "园区店", "jiangzhe", "苏州市工业园区示例道 5 号", 31319000, 120712000, 36),
    ];

    /// <summary>Its gateway's name.</summary>
    internal string Gateway => $"{Store}-gw";
}
