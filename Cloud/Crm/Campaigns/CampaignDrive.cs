using System.Data.Common;
using Cloud.Crm.Fleet;

namespace Cloud.Crm.Campaigns;

/// <summary>Looks after campaigns: each is looked after by one process at a time, and by another one when that has gone.</summary>
internal sealed class CampaignDrive(CampaignTable table, CampaignCalls calls, FleetRegistry fleet, string node, TimeSpan period, TimeProvider clock, ILogger<CampaignDrive> logger) : BackgroundService
{
    private readonly string _driver = $"{node}/{Guid.NewGuid():N}";
    private bool _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(period, clock);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RoundAsync(stoppingToken);
                    _failing = false;
                }
                catch (Exception exception) when (exception is DbException or TimeoutException or IOException)
                {
                    if (!_failing)
                    {
                        _failing = true;
                        logger.CampaignsFailing(exception);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await calls.WhenIdleAsync();
        }
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
