namespace Cloud.Crm.Demo;

/// <summary>What the demonstration chain sells.</summary>
/// <param name="Sku">The SKU; where it is 13 digits, the GTIN too.</param>
/// <param name="Name">The name.</param>
/// <param name="Category">The category.</param>
/// <param name="Unit">piece or gram.</param>
/// <param name="CostFen">What it costs the chain, of one piece or 1,000 g.</param>
/// <param name="PriceFen">What it is sold for.</param>
/// <param name="Weight">How often it is bought beside the others.</param>
internal sealed record DemoGoods(string Sku, string Name, string Category, string Unit, long CostFen, long PriceFen, int Weight)
{
    /// <summary>How many of the first lie on plates in every store.</summary>
    internal const int Plated = 12;

    /// <summary>Whether it is sold by weight.</summary>
    internal bool IsWeighed => Unit == "gram";

    /// <summary>What so much of it costs the customer, in fen, half a fen rounded up.</summary>
    internal long Price(long quantity) => IsWeighed ? ((PriceFen * quantity) + 500) / 1000 : PriceFen * quantity;

    /// <summary>The assortment; GTINs begin with 20, which is for use inside a chain and nobody's.</summary>
    internal static IReadOnlyList<DemoGoods> All { get; } =
    [
        new("2000000000015", "可乐 330ml", "饮料", "piece", 180, 350, 30), new("2000000000022", "矿泉水 550ml", "饮料", "piece", 80, 200, 36),
        new("2000000000039", "乌龙茶 500ml", "饮料", "piece", 260, 500, 22), new("2000000000046", "橙汁 1L", "饮料", "piece", 620, 1090, 10),
        new("2000000000053", "燕麦奶 1L", "乳品", "piece", 980, 1690, 12), new("2000000000060", "鲜牛奶 950ml", "乳品", "piece", 1080, 1580, 26),
        new("2000000000077", "酸奶 4 杯", "乳品", "piece", 760, 1290, 20), new("2000000000084", "方便面", "粮油", "piece", 260, 480, 18),
        new("2000000000091", "挂面 1kg", "粮油", "piece", 520, 890, 9), new("2000000000107", "薯片", "零食", "piece", 380, 720, 16),
        new("2000000000114", "黑巧克力", "零食", "piece", 890, 1580, 11), new("2000000000121", "坚果 200g", "零食", "piece", 1880, 3290, 9),
        new("2000000000138", "大米 5kg", "粮油", "piece", 2680, 3980, 8), new("2000000000145", "花生油 5L", "粮油", "piece", 8900, 12900, 4),
        new("2000000000152", "酱油 500ml", "粮油", "piece", 580, 990, 7), new("2000000000169", "鸡蛋 30 枚", "生鲜", "piece", 2100, 2990, 14),
        new("2000000000176", "苹果", "生鲜", "gram", 680, 1180, 15), new("2000000000183", "香蕉", "生鲜", "gram", 420, 790, 17),
        new("2000000000190", "五花肉", "生鲜", "gram", 2300, 3580, 9), new("2000000000206", "小番茄", "生鲜", "gram", 1100, 1880, 10),
        new("2000000000213", "婴儿奶粉 900g", "母婴", "piece", 18800, 26800, 3), new("2000000000220", "纸尿裤 L", "母婴", "piece", 7800, 11900, 4),
        new("2000000000237", "湿巾 80 抽", "母婴", "piece", 560, 990, 8), new("2000000000244", "抽纸 6 包", "日化", "piece", 980, 1690, 13),
        new("2000000000251", "洗发水 500ml", "日化", "piece", 2380, 3990, 5), new("2000000000268", "牙膏", "日化", "piece", 780, 1390, 7),
        new("2000000000275", "洗衣液 2kg", "日化", "piece", 1980, 3290, 6), new("2000000000282", "面霜 50g", "美妆", "piece", 6800, 12800, 2),
        new("2000000000299", "面膜 5 片", "美妆", "piece", 2900, 5900, 3), new("2000000000305", "雨伞", "百货", "piece", 1900, 3900, 2),
    ];
}
