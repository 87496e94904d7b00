using System.Globalization;

namespace Cloud.Crm.Demo;

/// <summary>A customer of the demonstration chain. Nobody: name and number are put together by chance, and the numbers begin with 100, which no phone has.</summary>
/// <param name="Number">The customer's number, from 1.</param>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="Home">The number of the store that the customer goes to.</param>
/// <param name="VisitsAYear">How often.</param>
/// <param name="Usual">The numbers of the goods that the customer likes.</param>
/// <param name="HasFace">Whether the camera may know the customer.</param>
/// <param name="JoinsOn">On which day of the year the customer becomes a member; 0 is the first.</param>
internal sealed record DemoCustomer(int Number, string Name, string Phone, int Home, int VisitsAYear, IReadOnlyList<int> Usual, bool HasFace, int JoinsOn)
{
    private const string Families = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
    private const string Given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鑫宇晨欣怡佳琪子涵雨桐浩然梓萱一诺";

    /// <summary>The id.</summary>
    internal string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"demo-{Number:00000}");

    /// <summary>Makes them: six of ten are members from the first day on, the others join within 360 days.</summary>
    internal static IReadOnlyList<DemoCustomer> Make(int count, Random random)
    {
        var customers = new List<DemoCustomer>(count);
        for (var i = 0; i < count; i++)
        {
            var given = random.Next(3) == 0 ? 1 : 2;
            var name = Families[random.Next(Families.Length)] + string.Concat(Enumerable.Range(0, given).Select(_ => Given[random.Next(Given.Length)]));

            // A few come every other day, most come now and then.
            var visits = random.Next(20) switch { 0 => 150, < 4 => 50, < 10 => 18, _ => 5 };
            customers.Add(new DemoCustomer(
                i + 1,
                name,
                string.Create(CultureInfo.InvariantCulture, $"100{10_000_000 + (i * 7919 % 89_999_999)}"),
                random.Next(DemoStore.All.Count),
                visits,
                [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.Next(DemoGoods.All.Count)).Distinct()],
                visits >= 50 && random.Next(2) == 0,
                random.Next(10) < 6 ? 0 : random.Next(1, 360)));
        }

        return customers;
    }
}
