using Cloud.Crm.Planograms;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cloud.Crm.Orders;

/// <summary>Puts replenishment, purchases and planograms into a node. Needs stock's book, the audit and the table of what is to leave.</summary>
internal static class OrdersSetup
{
    /// <summary>Registers everything.</summary>
    /// <param name="services">Where.</param>
    /// <param name="period">How often the drafts are brought in line with the stock; a second, or less in tests.</param>
    /// <param name="jitter">From 0 to 1; keeps nodes apart.</param>
    internal static void Add(IServiceCollection services, TimeSpan period, Func<double> jitter)
    {
        services.TryAddSingleton<StockBook>();
        services.AddSingleton<StoreQueries>();
        services.AddSingleton<ReorderLooks>();
        services.AddSingleton<PurchaseNotes>();
        services.AddSingleton<SnoozeTable>();
        services.AddSingleton<DraftTable>();
        services.AddSingleton<BudgetTable>();
        services.AddSingleton<FundingTable>();
        services.AddSingleton<Replenisher>();
        services.AddSingleton<RuleTable>();
        services.AddSingleton<VipGoods>();
        services.AddSingleton<SupplierTable>();
        services.AddSingleton<SupplierRecord>();
        services.AddSingleton<OfferQueries>();
        services.AddSingleton<PurchaseEdits>();
        services.AddSingleton<PurchaseSending>();
        services.AddSingleton<PurchaseReceipts>();
        services.AddSingleton<PurchaseEnds>();
        services.AddSingleton<PurchaseQueries>();
        services.AddSingleton<ReplenishmentQueries>();
        services.AddSingleton<PlanogramTable>();
        services.AddHostedService(s => new ReplenishmentWorker(
            s.GetRequiredService<HeadquartersDatabase>(),
            s.GetRequiredService<ReorderLooks>(),
            s.GetRequiredService<Replenisher>(),
            s.GetRequiredService<VipGoods>(),
            period,
            s.GetRequiredService<TimeProvider>(),
            jitter,
            s.GetRequiredService<ILogger<ReplenishmentWorker>>()));
    }
}

/// <summary>Orders over HTTP.</summary>
internal static class OrdersApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        ReplenishmentApi.Map(routes);
        SuppliersApi.Map(routes);
        PurchasesApi.Map(routes);
        BudgetsApi.Map(routes);
        PlanogramsApi.Map(routes);
    }
}
