using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Joining;
using Cloud.Crm.Setup;

namespace Cloud.Crm.Campaigns;

/// <summary>Puts bundles and campaigns into a node.</summary>
internal static class CampaignsSetup
{
    /// <summary>Registers everything; the database, the clock, the audit, the fleet, alarms' news and the way to the gateways are there already.</summary>
    internal static void Add(IServiceCollection services, HeadquartersOptions options)
    {
        services.AddSingleton(s => new BundleSignature(options.UpdateKeyFile, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BundleTable>();
        services.AddSingleton<BundleDoor>();
        services.AddSingleton<GatewayCallers>();
        services.AddSingleton<CampaignAlarms>();
        services.AddSingleton<CampaignTable>();
        services.AddSingleton<CampaignMaking>();
        services.AddSingleton<CampaignQueries>();
        services.AddSingleton(s => new CampaignCalls(
            s.GetRequiredService<CampaignTable>(), s.GetRequiredService<GatewayLink>().CallAsync, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<CampaignCalls>>()));
        services.AddSingleton(s => new CampaignDrive(
            s.GetRequiredService<CampaignTable>(), s.GetRequiredService<CampaignCalls>(), s.GetRequiredService<FleetRegistry>(), options.Node, options.CampaignPeriod, s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<CampaignDrive>>()));
        services.AddHostedService(s => s.GetRequiredService<CampaignDrive>());
    }
}
