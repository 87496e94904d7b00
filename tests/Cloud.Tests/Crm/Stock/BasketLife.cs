using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>Some days of one kind of goods in a shop that opens from 9 to 21: shoppers who take and pay, thieves who do not, a till whose clock is minutes off and that may be heard late.</summary>
internal sealed class BasketLife
{
    internal const int Days = 8;

    private readonly Random _random;
    private readonly List<(double Hour, StockMove Move)> _told = [];
    private readonly int[] _stolen = new int[Days];

    internal BasketLife(string sku, Random random, bool hasLateSales)
    {
        (Sku, HasLateSales, _random) = (sku, hasLateSales, random);
        for (var day = 0; day < Days; day++)
        {
            for (var shopper = random.Next(2, 25); shopper > 0; shopper--)
            {
                var taken = Open(day);
                var pieces = random.Next(1, 3);
                Tell(taken, 0, pieces, StockLocation.Plate("p1"), StockLocation.Basket, StockReason.Taken);
                var paid = Math.Min(taken + random.Next(5, 90) / 60.0, 24 * day + 21.5) + random.Next(-8, 9) / 60.0;
                Tell(paid, hasLateSales && random.Next(6) == 0 ? random.Next(1, 72) : 0, pieces, StockLocation.Shelf, StockLocation.Customer, StockReason.Sale);
                Sold += pieces;
            }

            for (var thief = random.Next(3) == 0 ? random.Next(1, 3) : 0; thief > 0; thief--)
            {
                Tell(Open(day), 0, 1, StockLocation.Plate("p1"), StockLocation.Basket, StockReason.Taken);
                _stolen[day]++;
            }
        }
    }

    /// <summary>Midnight of the first day.</summary>
    internal static DateTimeOffset Begin { get; } = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    internal string Sku { get; }

    internal bool HasLateSales { get; }

    /// <summary>What was paid in all.</summary>
    internal long Sold { get; private set; }

    /// <summary>What was stolen on the days before this one, counted from 0.</summary>
    internal long Stolen(int day) => _stolen.Take(Math.Max(0, day)).Sum();

    /// <summary>What headquarters hears in the six hours before an hour, counted from the beginning.</summary>
    internal IEnumerable<StockMove> Told(int hour) => _told.Where(t => t.Hour > hour - 6 && t.Hour <= hour).Select(t => t.Move);

    private double Open(int day) => (24 * day) + 9 + (_random.Next(12 * 60) / 60.0);

    private void Tell(double hour, double late, long pieces, string from, string to, string reason) => _told.Add((
        Math.Max(hour + late, 0.01), new StockMove("store-1", Sku, pieces, from, to, reason, $"sale/{_told.Count}", Begin.UtcDateTime.AddHours(hour), "till-1")));
}
