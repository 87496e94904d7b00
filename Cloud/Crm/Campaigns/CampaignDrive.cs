using Cloud.Crm.Fleet;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Campaigns;

/// <summary>Looks after campaigns: each is looked after by one process at a time, and by another one when that has gone.</summary>
internal sealed class CampaignDrive(CampaignTable table, CampaignCalls calls, FleetRegistry fleet, string node, TimeSpan period, TimeProvider clock, ILogger<CampaignDrive> logger) : BackgroundService
{
    private readonly string _driver = $"{node}/{Guid.NewGuid():N}";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Rounds.RunAsync(period, clock, RoundAsync, logger.CampaignsFailing, stoppingToken);
        await calls.WhenIdleAsync();
    }

    /// <summary>Looks once at each campaign.</summary>
    internal async Task RoundAsync(CancellationToken cancellationToken)
    {
        foreach (var campaign in await table.OpenAsync(cancellationToken))
        {
            calls.Begin(await table.DriveAsync(campaign, _driver, cancellationToken), fleet.Find, cancellationToken);
        }
    }
}
