using System.Text.Json;
using Core.Tests.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Weighing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Weighing;

/// <summary>People at the counter who press whatever they like, whenever they like.</summary>
public sealed class CounterModelTests
{
    private static readonly PriceList s_prices = new(
        "CNY",
        [
            new PricedItem("1", "a", "a", 1299, MassUnit.Priced("kg")!, null),
            new PricedItem("2", "b", "b", 350, MassUnit.Priced("jin")!, new Tare(50m, MassUnit.Shown("g")!)),
        ]);

    private static readonly RoundingRule s_rule = new(10, RoundingMode.Down);

    /// <summary>Whatever is pressed, one load on a pan that was bare before and after is one sale at most, and what it says adds up.</summary>
    [Fact]
    public void AnyKeys_MakeAtMostOneSaleOfALoad_AndItAddsUp() =>
        Prop.ForAll(Acts().ToArbitrary(), acts =>
        {
            var options = new WeighingOptions { Rounding = s_rule.Mode, RoundTo = (int)s_rule.Step };
            var interpreter = new WeighingInterpreter(
                "scale-1", 0.001m, null, new WeighingShop(options, () => s_prices, null, new WeighingBoard(new ManualClock()), NullLogger.Instance));
            var now = 0.0;
            foreach (var load in acts)
            {
                interpreter.Take(Readings.Weight(now += 0.2, 0.000m));
                var sales = new List<EventDraft?>();
                foreach (var (act, size) in load.Acts)
                {
                    sales.Add(act switch
                    {
                        0 => Press(new PluKey($"{1 + (size % 2)}")),
                        1 => Press(new TareKey((size % 6000) / 1000m, "kg")),
                        2 => Press(new ClearKey()),
                        3 => interpreter.Take(Readings.Motion(now += 0.2)),
                        _ => interpreter.Take(Readings.Weight(now += 0.2, (load.Grams + (size % 3) - 1) / 1000m + 0.000m)),
                    });
                }

                var made = sales.OfType<EventDraft>().ToList();
                if (made.Count > 1 || !made.All(AddsUp))
                {
                    return false;
                }
            }

            return true;

            EventDraft? Press(WeighingKey key) => interpreter.Press(key, Readings.At(now += 0.05), out _);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(20261122, 7919));

    private static Gen<(int Grams, (int Act, int Size)[] Acts)[]> Acts() =>
        Gen.Choose(500, 5000).Zip(Gen.Choose(0, 6).Zip(Gen.Choose(0, 10_000)).ArrayOf().Resize(14)).ArrayOf().Resize(5);

    private static bool AddsUp(EventDraft sale)
    {
        using var json = JsonDocument.Parse(sale.Data);
        var data = json.RootElement;
        var net = Number(data, "net");
        var item = s_prices.Find(data.GetProperty("plu").GetString()!)!;
        return net >= 0.020m
            && (!data.TryGetProperty("tare", out _) || net == Number(data, "gross") - Number(data, "tare"))
            && data.GetProperty("unit_price_fen").GetInt64() == item.PriceFen
            && data.GetProperty("total_fen").GetInt64() == WeighedTotal.Of(net, MassUnit.Shown("kg")!, item.PriceFen, item.Per, s_rule);
    }

    private static decimal Number(JsonElement data, string name) =>
        decimal.Parse(data.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
