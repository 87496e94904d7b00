using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Demo;
using Cloud.Crm.Ingest;

namespace Cloud.Tests.Crm.Proof;

public sealed class DemoDaysTests
{
    private static readonly DateOnly s_first = new(2025, 11, 3);
    private static readonly IReadOnlyList<DemoCustomer> s_customers = DemoCustomer.Make(300, new Random(1));

    [Fact]
    public void TheSameSeed_TheSameDays_AnotherSeedOthers()
    {
        Assert.Equal(Live(7), Live(7));
        Assert.NotEqual(Live(7), Live(8));
    }

    [Fact]
    public void EveryEvent_IsInTheCatalogueWithTheMembersItNeeds()
    {
        foreach (var said in Live(3))
        {
            var description = EventCatalog.Find(said.Type);
            Assert.NotNull(description);
            using var data = JsonDocument.Parse(said.Data);
            foreach (var member in description.Required)
            {
                Assert.True(data.RootElement.TryGetProperty(member.Name, out var value) && Is(value, member.Kind), $"{said.Type}: {member.Name} in {said.Data}");
            }

            foreach (var member in description.Optional)
            {
                Assert.True(!data.RootElement.TryGetProperty(member.Name, out var value) || Is(value, member.Kind), $"{said.Type}: {member.Name} in {said.Data}");
            }
        }
    }

    [Fact]
    public void EveryMessage_IsReadWhole()
    {
        var store = DemoStore.All[0];
        var reader = new BatchReader(name => new RegisteredGateway(1, Topics.ShardOf(name), store.Store, name));
        var said = Live(3);
        var read = new DemoBatches(store, "1-demo").Next(said).Select(message => Assert.IsType<IncomingBatch>(reader.Read(message))).ToList();
        Assert.All(read, batch => Assert.Empty(batch.Unreadable));
        Assert.Equal(said.Select(e => (e.Type, e.Data)), read.SelectMany(batch => batch.Events).Select(e => (e.Type, e.Data)));
        Assert.Equal(said.Count(e => e.Type.StartsWith("stock.item", StringComparison.Ordinal)), read.SelectMany(batch => batch.Events).Count(e => e.Effect is Cloud.Crm.Stock.PlateMoved));
    }

    [Fact]
    public void Weekends_HaveTheirMostPeopleFromThreeToFive()
    {
        var counts = Live(5, days: 28).Where(e => e.Type == EventTypes.VisitCounted).Select(e => (At: e.At.AddHours(7), Count: JsonDocument.Parse(e.Data).RootElement.GetProperty("count").GetInt32()))
            .Where(c => c.At.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).GroupBy(c => c.At.Hour).OrderByDescending(h => h.Sum(c => c.Count)).Select(h => h.Key).ToList();
        Assert.Equal([15, 16], counts.Take(2).Order());
    }

    /// <summary>A plate never has less than nothing, and what it says follows from what it said before.</summary>
    [Fact]
    public void Plates_SayWhatFollowsFromWhatTheySaidBefore()
    {
        var on = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var said in Live(9, days: 21).Where(e => e.Type is EventTypes.StockItemTaken or EventTypes.StockItemReturned))
        {
            var data = JsonDocument.Parse(said.Data).RootElement;
            var (plate, count, onPlate) = (data.GetProperty("plate").GetString()!, data.GetProperty("count").GetInt64(), data.GetProperty("on_plate").GetInt64());
            var expected = on.GetValueOrDefault(plate, DemoPlates.Holds) + (said.Type == EventTypes.StockItemTaken ? -count : count);
            Assert.True(onPlate >= 0 && onPlate == expected, $"{plate} says {onPlate} after {expected} at {said.At:O}");
            on[plate] = onPlate;
        }
    }

    /// <summary>A store that gets nothing sells what it has and then nothing more.</summary>
    [Fact]
    public void AStoreWithoutDeliveries_SellsNoMoreThanItHad()
    {
        var store = DemoStore.All[4];
        var life = new DemoStoreLife(store, s_customers, 3);
        var sold = Enumerable.Range(0, 60).SelectMany(day => life.Live(s_first.AddDays(day))).Where(e => e.Type == EventTypes.SaleRecorded)
            .SelectMany(e => JsonDocument.Parse(e.Data).RootElement.GetProperty("lines").EnumerateArray().Select(l => (Sku: l.GetProperty("sku").GetString()!, Quantity: l.GetProperty("quantity").GetInt64())))
            .GroupBy(l => l.Sku, StringComparer.Ordinal).ToDictionary(l => l.Key, l => l.Sum(line => line.Quantity), StringComparer.Ordinal);
        for (var goods = 0; goods < DemoGoods.All.Count; goods++)
        {
            var had = DemoStoreLife.OpeningOf(store, goods) + (goods < DemoGoods.Plated ? DemoPlates.Holds : 0);
            Assert.True(life.There(goods) >= 0);
            Assert.InRange(sold.GetValueOrDefault(DemoGoods.All[goods].Sku), 0, had + 5);
        }
    }

    private static List<DemoEvent> Live(int seed, int days = 8)
    {
        var life = new DemoStoreLife(DemoStore.All[0], s_customers, seed);
        return [.. Enumerable.Range(0, days).SelectMany(day =>
        {
            life.ReceiveAll();
            return life.Live(s_first.AddDays(day));
        })];
    }

    private static bool Is(JsonElement value, DataKind kind) => kind switch
    {
        DataKind.Text => value.ValueKind == JsonValueKind.String,
        DataKind.Decimal => value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _),
        DataKind.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        DataKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        DataKind.Array => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };
}
