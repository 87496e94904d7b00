using System.Text.Json.Serialization.Metadata;
using Cloud.Crm.Members;
using Cloud.Crm.Programme;

namespace Cloud.Crm.Sales;

/// <summary>Puts sales and the members' programme together.</summary>
internal static class SalesSetup
{
    /// <summary>What they say over HTTP.</summary>
    internal static IReadOnlyList<IJsonTypeInfoResolver> Json => [SalesJson.Default, ProgrammeJson.Default, VoucherJson.Default];

    /// <summary>Adds them. Customers, stock, the audit and what goes out are there already.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="period">How often it is looked whether there is something to book.</param>
    /// <param name="jitter">0 to 1, so that nodes do not look at once.</param>
    internal static void Add(IServiceCollection services, TimeSpan period, Func<double> jitter)
    {
        services.AddSingleton<ProgrammeTable>();
        services.AddSingleton<PointsBook>();
        services.AddSingleton<PointsDesk>();
        services.AddSingleton<LevelNotices>();
        services.AddSingleton<LevelBook>();
        services.AddSingleton<LevelWatch>();
        services.AddSingleton<LevelPreview>();
        services.AddSingleton<VoucherTable>();
        services.AddSingleton<MemberStores>();
        services.AddSingleton<SaleQueries>();
        services.AddSingleton<SaleSums>();
        services.AddSingleton<SaleReturns>();
        services.AddSingleton<SaleBook>();
        services.AddSingleton<SaleInbox>();
        services.AddSingleton<SaleJoin>();
        services.AddHostedService(s => new SalesWorker(
            s.GetRequiredService<SaleInbox>(),
            s.GetRequiredService<SaleJoin>(),
            s.GetRequiredService<PointsDesk>(),
            s.GetRequiredService<LevelWatch>(),
            period,
            s.GetRequiredService<TimeProvider>(),
            jitter,
            s.GetRequiredService<ILogger<SalesWorker>>()));
    }
}
