using System.Text.Json;
using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Simulators;

public sealed class ShopperTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"truth-{Guid.NewGuid():N}.jsonl");

    [Fact]
    public void EveryLoad_IsHeldItsTime_AlsoWhenTheShopperLeaves()
    {
        var hold = TimeSpan.FromSeconds(4);
        using (var truth = new GroundTruth(_path, _clock))
        {
            var pan = new ScalePan(ScaleShape.Counter, _clock, truth);
            var shopper = new ScaleShopper(pan, TimeSpan.FromSeconds(6), hold, new Random(7), _clock);
            for (var i = 0; i < 200; i++)
            {
                _clock.Advance(shopper.Act() ?? TimeSpan.Zero);
            }

            while (!pan.IsLoaded)
            {
                _clock.Advance(shopper.Act() ?? TimeSpan.Zero);
            }

            while (shopper.Leave() is { } wait)
            {
                _clock.Advance(wait);
            }
        }

        var lines = File.ReadLines(_path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var removed = lines.Where(line => line.GetProperty("event").GetString() == "removed").ToList();
        Assert.Equal(removed.Count, lines.Count(line => line.GetProperty("event").GetString() == "placed"));
        Assert.True(removed.Count > 50);
        Assert.All(removed, line => Assert.True(line.GetProperty("heldMs").GetInt64() >= hold.TotalMilliseconds));
    }

    [Fact]
    public void SameSeed_SameGoods()
    {
        Assert.Equal(Goods(3), Goods(3));
        Assert.NotEqual(Goods(3), Goods(4));
    }

    public void Dispose() => File.Delete(_path);

    private static List<decimal> Goods(int seed)
    {
        var clock = new ManualClock();
        var pan = new ScalePan(ScaleShape.Counter, clock, new GroundTruth(null, clock));
        var shopper = new ScaleShopper(pan, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(4), new Random(seed), clock);
        var goods = new List<decimal>();
        for (var i = 0; i < 30; i++)
        {
            clock.Advance(shopper.Act() ?? TimeSpan.Zero);
            goods.Add(pan.Gross);
        }

        return goods;
    }
}
