using System.Diagnostics.Metrics;
using Cloud.Contracts.Metrics;

namespace Cloud.Crm.Health;

/// <summary>Puts the fleet's health into a node.</summary>
internal static class HealthSetup
{
    /// <summary>Registers everything of it; the database, the clock, the audit, the fleet and the outgoing table are there already.</summary>
    internal static void Add(IServiceCollection services, HealthOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<Hearing>();
        services.AddSingleton<AlarmNews>();
        services.AddSingleton<WatchTable>();
        services.AddSingleton<HealthQueries>();
        services.AddSingleton<FleetPages>();
        services.AddSingleton<AlarmActions>();
        services.AddSingleton(s => new MetricsPage(s.GetRequiredService<IMeterFactory>()));
        services.AddHostedService<GatewayWatch>();
    }
}
