using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Templates;

/// <summary>
/// Brings every gateway what the templates of its groups say now. It compares what each was made of with what it should be made of, and so follows templates, groups, regions and new
/// gateways alike, whatever changed them and on whichever node; done twice it does nothing. A batch is one transaction.
/// </summary>
internal sealed class TemplateRollout(HeadquartersDatabase database, FleetRegistry fleet, TwinTable twins, GatewayLink link, TimeProvider clock, ILogger<TemplateRollout> logger) : BackgroundService
{
    /// <summary>Gateways a transaction; other writers of one machine wait so long.</summary>
    internal const int Batch = 50;

    /// <summary>How often it is compared.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(Pace, clock, RoundAsync, logger.TemplatesFailing, stoppingToken);

    /// <summary>Compares once, and writes what differs.</summary>
    /// <returns>How many gateways were given a new version.</returns>
    internal async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        var sections = new TemplateSections();
        var made = 0;
        foreach (var batch in due.Chunk(Batch))
        {
            var versions = await database.WriteAsync(
                async transaction =>
                {
                    var catalog = await TemplateCatalog.LoadAsync(transaction.Command, cancellationToken);
                    var written = new List<(RegisteredGateway Gateway, long Version, string Config)>();
                    foreach (var gateway in batch)
                    {
                        if (await twins.FollowAsync(transaction, gateway, catalog, sections, cancellationToken) is { } version)
                        {
                            written.Add((gateway, version.Version, version.Config));
                        }
                    }

                    return written;
                },
                cancellationToken);
            foreach (var (gateway, version, config) in versions)
            {
                await link.DesireAsync(gateway, version, config);
            }

            made += versions.Count;
        }

        if (due.Count > 0)
        {
            logger.TemplatesFollowed(due.Count, made);
        }

        return made;
    }

    /// <summary>The gateways that are made of something else than they should be.</summary>
    private async Task<List<RegisteredGateway>> DueAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var catalog = await TemplateCatalog.LoadAsync(connection.Command, cancellationToken);
        var bases = (await connection.Command("SELECT gateway, basis FROM gateway_basis").ListAsync(r => (r.GetInt32(0), r.GetString(1)), cancellationToken)).ToDictionary(r => r.Item1, r => r.Item2);
        return [.. fleet.All.Where(gateway => (bases.GetValueOrDefault(gateway.Id) ?? "") != catalog.BasisOf(gateway.Store)).OrderBy(gateway => gateway.Id)];
    }
}
