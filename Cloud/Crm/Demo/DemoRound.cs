using Cloud.Crm.Sales;
using Cloud.Crm.Stock;

namespace Cloud.Crm.Demo;

/// <summary>What a worker of headquarters does when its time has come, done once at the end of a demonstration day.</summary>
/// <param name="RunAsync">Does it.</param>
internal sealed record DemoRound(Func<CancellationToken, Task> RunAsync)
{
    /// <summary>The workers' rounds, in the order in which they are done.</summary>
    /// <param name="services">A node's services.</param>
    internal static IReadOnlyList<DemoRound> Of(IServiceProvider services) =>
    [
        new(Worker<SalesWorker>(services).RunAsync),
        new(services.GetRequiredService<BasketSettling>().SettleAsync),
        new(cancellationToken => LookAsync(services.GetRequiredService<LowStock>(), cancellationToken)),
    ];

    private static async Task LookAsync(LowStock lowStock, CancellationToken cancellationToken)
    {
        while (await lowStock.LookAsync(cancellationToken) > 0)
        {
        }
    }

    /// <summary>A worker of the node.</summary>
    internal static T Worker<T>(IServiceProvider services)
        where T : IHostedService => services.GetServices<IHostedService>().OfType<T>().Single();
}
