using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Fleet;
using Cloud.Crm.Members;
using Cloud.Crm.Orders;
using Cloud.Crm.Programme;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Demo;

/// <summary>Sets the demonstration chain up: what people would have entered before the first day.</summary>
internal sealed class DemoChain(
    HeadquartersDatabase database,
    FleetRegistry fleet,
    SupplierTable suppliers,
    RuleTable rules,
    BudgetTable budgets,
    ProgrammeTable programmes,
    StockBook book,
    TimeProvider clock)
{
    /// <summary>Who did it.</summary>
    internal static Caller Caller { get; } = new("demo", "demo", Role.Admin, null);

    private static ProgrammeDocument Programme => new(
        DemoTime.Zone,
        [
            new("silver", Everywhere: false, [new LevelRule(LevelRule.Spend, 100_000, LevelRule.Rolling, 365)]),
            new("gold", Everywhere: true, [new LevelRule(LevelRule.Spend, 500_000, LevelRule.Rolling, 365)]),
        ],
        new PointsRule(1, 100, [new CategoryRule("母婴", 200)], 365),
        new GrowthRule(1, 100, 0),
        new StoresRule(13, StoresRule.Everywhere));

    /// <summary>Refuses a database that is not to be filled.</summary>
    /// <exception cref="DemoException">A node runs, or there is a demonstration.</exception>
    internal static async Task CheckAsync(HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var nodes = await connection.Command(
            $"SELECT node FROM node WHERE expires_at > {database.NowSql}", ("now", database.ToTime(TimeProvider.System.GetUtcNow().UtcDateTime))).ListAsync(r => r.GetString(0), cancellationToken);
        if (nodes.Count > 0)
        {
            throw new DemoException($"headquarters is running on this database ({nodes[0].Split('/')[0]}); stop it, wait half a minute if it was killed, and load the demonstration before it starts");
        }

        if ((await connection.Command("SELECT 1 FROM store WHERE store = @store", ("store", DemoStore.All[0].Store)).ListAsync(r => 1, cancellationToken)).Count > 0)
        {
            throw new DemoException($"this database has a demonstration already (store {DemoStore.All[0].Store}); load it into a new database");
        }
    }

    /// <summary>Sets everything up.</summary>
    internal async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await fleet.RegisterAsync([.. DemoStore.All.Select(s => new FleetStore(s.Store, s.Name, [s.Gateway]))], cancellationToken);
        await fleet.ReloadAsync(cancellationToken);
        await PlaceAsync(cancellationToken);
        await NameAsync(database, clock.GetUtcNow().UtcDateTime, cancellationToken);
        foreach (var supplier in DemoSupplier.All)
        {
            await suppliers.AddAsync(supplier.Id, new SupplierBody(supplier.Name, "none", Language: "zh-CN", LeadDays: supplier.LeadDays), Caller, cancellationToken);
        }

        foreach (var goods in DemoGoods.All)
        {
            await suppliers.SellAsync(DemoSupplier.Of(goods).Id, goods.Sku, new SupplierProductBody(goods.CostFen), Caller, cancellationToken);
        }

        await programmes.SetAsync(Programme, 0, Caller, cancellationToken);
        foreach (var store in DemoStore.All)
        {
            await OpenAsync(store, cancellationToken);
        }
    }

    /// <summary>Sets the programme's rules.</summary>
    internal static Task RuleAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<ProgrammeTable>().SetAsync(Programme, 0, Caller, cancellationToken);

    /// <summary>Makes the products.</summary>
    internal static Task NameAsync(HeadquartersDatabase database, DateTime at, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            foreach (var goods in DemoGoods.All)
            {
                await transaction.Command(
                    """
                    INSERT INTO product (sku, name, name_key, gtin, category, unit, cost_fen, price_fen, updated_at)
                    VALUES (@sku, @name, @key, @sku, @category, @unit, @cost, @price, @at) ON CONFLICT (sku) DO NOTHING
                    """,
                    ("sku", goods.Sku), ("name", goods.Name), ("key", CustomerName.Key(goods.Name)), ("category", goods.Category), ("unit", goods.Unit), ("cost", goods.CostFen),
                    ("price", goods.PriceFen), ("at", database.ToTime(at))).RunAsync(cancellationToken);
            }

            return true;
        },
        cancellationToken);

    private Task<bool> PlaceAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            foreach (var (region, name, parent) in DemoStore.Regions)
            {
                await transaction.Command(
                    "INSERT INTO region (region, name, parent) VALUES (@region, @name, @parent) ON CONFLICT (region) DO NOTHING", ("region", region), ("name", name), ("parent", parent))
                    .RunAsync(cancellationToken);
            }

            foreach (var store in DemoStore.All)
            {
                await transaction.Command(
                    """
                    UPDATE store SET region = @region, address = @address, time_zone = @zone, latitude_e6 = @latitude, longitude_e6 = @longitude WHERE store = @store
                    """,
                    ("region", store.Region), ("address", store.Address), ("zone", DemoTime.Zone), ("latitude", store.LatitudeE6), ("longitude", store.LongitudeE6), ("store", store.Store))
                    .RunAsync(cancellationToken);
            }

            return true;
        },
        cancellationToken);

    /// <summary>The opening stock, then the rules and the money to keep it.</summary>
    private async Task OpenAsync(DemoStore store, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        await database.WriteAsync(transaction => book.MoveAsync(transaction, [.. Enumerable.Range(0, DemoGoods.All.Count).SelectMany(goods => Opening(store, goods, at))], cancellationToken), cancellationToken);
        await budgets.SetAsync(store.Store, "month", store.SalesADay * 30L * 6_000, null, Caller, cancellationToken);
        for (var goods = 0; goods < DemoGoods.All.Count; goods++)
        {
            var rule = DemoRule.Of(store, goods);
            await rules.SetAsync(store.Store, DemoGoods.All[goods].Sku, new ReorderLevels(rule.Min, rule.Max, rule.Multiple), null, null, Caller, cancellationToken);
        }
    }

    private static IEnumerable<StockMove> Opening(DemoStore store, int goods, DateTime at)
    {
        var (sku, behind) = (DemoGoods.All[goods].Sku, goods < DemoGoods.Plated ? StockLocation.Backroom : StockLocation.Shelf);
        yield return Move(behind, DemoStoreLife.OpeningOf(store, goods));
        if (goods < DemoGoods.Plated)
        {
            yield return Move(StockLocation.Plate(DemoPlates.NameOf(goods)), DemoPlates.Holds);
        }

        StockMove Move(string to, long quantity) => new(
            store.Store, sku, quantity, StockLocation.Vendor, to, StockReason.Receipt, "demo/opening", at, Caller.Id, Key: $"demo/opening/{sku}/{to}");
    }
}
