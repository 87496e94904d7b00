using Cloud.Crm.Fleet;
using Cloud.Crm.Orders;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Demo;

/// <summary>
/// Lets the demonstration chain live, day after day up to yesterday, through the code that a running headquarters has: ingest under leases, the workers of sales, stock and orders, deliveries
/// as purchases that are sent and received. Nothing is written around it but the stores' places.
/// </summary>
internal sealed class DemoLoad
{
    private readonly DemoOrder _order;
    private readonly DemoClock _clock;
    private readonly DemoChain _chain;
    private readonly DemoPeople _people;
    private readonly DemoOrders _orders;
    private readonly DemoIngest _ingest;
    private readonly IReadOnlyList<DemoRound> _rounds;
    private readonly IReadOnlyList<DemoCustomer> _customers;
    private readonly IReadOnlyList<(DemoStoreLife Life, DemoBatches Batches)> _stores;

    private DemoLoad(IServiceProvider services, DemoOrder order, DemoClock clock)
    {
        (_order, _clock) = (order, clock);
        _customers = DemoCustomer.Make(order.Customers, new Random(order.Seed));
        _stores = [.. DemoStore.All.Select((store, i) => (new DemoStoreLife(store, _customers, (order.Seed * 100) + i), new DemoBatches(store, "1-demo")))];
        var lives = DemoStore.All.Zip(_stores).ToDictionary(s => s.First.Store, s => s.Second.Life, StringComparer.Ordinal);
        _chain = ActivatorUtilities.CreateInstance<DemoChain>(services);
        _people = ActivatorUtilities.CreateInstance<DemoPeople>(services);
        _rounds = DemoRound.Of(services);
        _orders = new DemoOrders(
            services.GetRequiredService<HeadquartersDatabase>(), DemoRound.Worker<ReplenishmentWorker>(services), services.GetRequiredService<PurchaseSending>(),
            services.GetRequiredService<PurchaseReceipts>(), lives, clock, order.Seed);
        _ingest = new DemoIngest(services.GetRequiredService<HeadquartersDatabase>(), services.GetRequiredService<FleetRegistry>(), clock);
    }

    /// <summary>Loads it.</summary>
    /// <param name="services">A node's services over the database, with <paramref name="clock"/>; nothing of them may run.</param>
    /// <param name="order">What is wanted.</param>
    /// <param name="clock">The services' clock.</param>
    /// <param name="progress">Told after each day.</param>
    /// <param name="cancellationToken">Gives up; the database then has a part of it and is of no use.</param>
    /// <exception cref="DemoException">It cannot be loaded here.</exception>
    internal static async Task<DemoLoaded> RunAsync(IServiceProvider services, DemoOrder order, DemoClock clock, Action<DemoProgress> progress, CancellationToken cancellationToken)
    {
        await DemoChain.CheckAsync(services.GetRequiredService<HeadquartersDatabase>(), cancellationToken);
        var load = new DemoLoad(services, order, clock);
        await load._chain.SetUpAsync(cancellationToken);
        try
        {
            var done = new DemoProgress(0, order.Days, 0, 0);
            for (var day = 0; day < order.Days; day++)
            {
                var (events, sales) = await load.LiveAsync(order.First.AddDays(day), day, cancellationToken);
                done = new DemoProgress(day + 1, order.Days, done.Events + events, done.Sales + sales);
                progress(done);
            }

            // So that the pages of orders have something to decide: the last look is not sent.
            await load._orders.LookAsync(cancellationToken);
            return new DemoLoaded(
                done,
                DemoStore.All.Zip(load._stores).SelectMany(s => DemoGoods.All.Index().Select(g => (s.First.Store, g.Item.Sku, Quantity: s.Second.Life.There(g.Index))))
                    .ToDictionary(g => (g.Store, g.Sku), g => g.Quantity));
        }
        finally
        {
            await load._ingest.LeaveAsync(CancellationToken.None);
        }
    }

    private async Task<(int Events, int Sales)> LiveAsync(DateOnly day, int number, CancellationToken cancellationToken)
    {
        await _ingest.HoldAsync(cancellationToken);
        _clock.Set(DemoTime.Of(day, 6));
        await _people.JoinAsync(_customers.Where(c => c.JoinsOn == number), cancellationToken);
        await _orders.ReceiveAsync(day, cancellationToken);
        await _orders.LookAsync(cancellationToken);
        await _orders.SendAsync(cancellationToken);

        _clock.Set(DemoTime.Of(day, 23));
        var said = _stores.Select(s => (s.Batches, Events: s.Life.Live(day))).ToList();
        var events = await _ingest.TakeAsync(said.SelectMany(s => s.Batches.Next(s.Events)), cancellationToken);
        foreach (var round in _rounds)
        {
            await round.RunAsync(cancellationToken);
        }

        return (events, said.Sum(s => s.Events.Count(e => e.Type == Contracts.EventTypes.SaleRecorded)));
    }
}

/// <summary>What is wanted of the demonstration.</summary>
/// <param name="First">The first day, in the stores' time.</param>
/// <param name="Days">How many days.</param>
/// <param name="Seed">The same seed, the same days.</param>
/// <param name="Customers">How many customers.</param>
internal sealed record DemoOrder(DateOnly First, int Days, int Seed, int Customers)
{
    /// <summary>So many days that end yesterday.</summary>
    internal static DemoOrder UpTo(DateTime now, int days, int seed, int customers) => new(DemoTime.DayOf(now).AddDays(-days), days, seed, customers);
}

/// <summary>A demonstration that is loaded.</summary>
/// <param name="Progress">How much it is.</param>
/// <param name="There">What the stores have, as they know it themselves: what the books have to say, too.</param>
internal sealed record DemoLoaded(DemoProgress Progress, IReadOnlyDictionary<(string Store, string Sku), long> There);

/// <summary>How far it is.</summary>
/// <param name="Days">Days lived.</param>
/// <param name="Of">Of so many.</param>
/// <param name="Events">Events taken in.</param>
/// <param name="Sales">Sales among them.</param>
internal readonly record struct DemoProgress(int Days, int Of, long Events, long Sales);
