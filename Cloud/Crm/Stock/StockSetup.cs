using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Stock;

/// <summary>Puts stock into a node.</summary>
internal static class StockSetup
{
    /// <summary>Registers everything of stock.</summary>
    /// <param name="services">The node's services; the database, the clock, the audit and the events for subscribers are there already.</param>
    /// <param name="jitter">0 to 1, for waits.</param>
    internal static void Add(IServiceCollection services, Func<double> jitter)
    {
        services.AddSingleton<StockBook>();
        services.AddSingleton<ProductTable>();
        services.AddSingleton<StockQueries>();
        services.AddSingleton<StockHandling>();
        services.AddSingleton<Reservations>();
        services.AddSingleton<AlarmTable>();
        services.AddSingleton<ShelfQueries>();
        services.AddSingleton<StockBooks>();
        services.AddSingleton<TransferTable>();
        services.AddSingleton<StocktakeTable>();
        services.AddSingleton<NearbyQueries>();
        services.AddSingleton<TurnoverQueries>();
        services.AddSingleton<LowStock>();
        services.AddSingleton<BasketSettling>();
        services.AddSingleton<StockTold>(s => s.GetRequiredService<WebhookEvents>().AddAsync);
        services.AddHostedService(s => new StockWatch(
            s.GetRequiredService<LowStock>(), s.GetRequiredService<BasketSettling>(), s.GetRequiredService<Reservations>(), s.GetRequiredService<StockBooks>(),
            s.GetRequiredService<TimeProvider>(), jitter, s.GetRequiredService<ILogger<StockWatch>>()));
    }
}
