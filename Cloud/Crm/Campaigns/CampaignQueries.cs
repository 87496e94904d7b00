using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Campaigns;

/// <summary>Reads what the pages show of campaigns. A caller sees those that have a gateway of a store that the caller sees, and of them those gateways.</summary>
internal sealed class CampaignQueries(HeadquartersDatabase database)
{
    private const int MostCampaigns = 100;

    /// <summary>Campaigns, the newest first, or one.</summary>
    internal async Task<IReadOnlyList<CampaignView>> ListAsync(Caller caller, string? id, CancellationToken cancellationToken)
    {
        var seen = StoreCondition.Of(caller, "g.store");
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT c.id, c.name, c.bundle, coalesce(b.version, ''), coalesce(b.arch, ''), c.state, c.reason, c.stage, c.healthy_since, c.plan, c.left_out, {WhoName.Of("c.created_by")}, c.created_at, c.changed_at
             FROM campaign c LEFT JOIN bundle b ON b.hash = c.bundle
             WHERE EXISTS (SELECT 1 FROM campaign_gateway m JOIN gateway g ON g.id = m.gateway WHERE m.campaign = c.id AND {seen.Sql}) {(id is null ? "" : "AND c.id = @id")}
             ORDER BY c.created_at DESC, c.id DESC LIMIT {MostCampaigns}
             """,
            id is null ? seen.Parameters : [.. seen.Parameters, ("id", id)]).ListAsync(
            r => new CampaignView(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetInt32(7), database.ReadTime(r, 8),
                JsonSerializer.Deserialize(r.GetString(9), CampaignsJson.Default.CampaignPlan)!, r.GetInt32(10), r.GetString(11), database.ReadTime(r, 12)!.Value, database.ReadTime(r, 13)!.Value, [], true),
            cancellationToken);
        var views = new List<CampaignView>();
        foreach (var row in rows)
        {
            var counts = await connection.Command(
                "SELECT m.stage, m.state, count(*) FROM campaign_gateway m WHERE m.campaign = @id GROUP BY m.stage, m.state", ("id", row.Campaign))
                .ListAsync(r => (Stage: r.GetInt32(0), State: r.GetString(1), Count: (int)r.GetInt64(2)), cancellationToken);
            views.Add(row with { Stages = StagesOf(row.Plan, counts), MayChange = await SeesAllAsync(connection, caller, row.Campaign, cancellationToken) });
        }

        return views;
    }

    /// <summary>The gateways of a campaign that the caller sees, in their row.</summary>
    internal async Task<IReadOnlyList<CampaignGatewayView>> GatewaysAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var seen = StoreCondition.Of(caller, "g.store");
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"""
             SELECT g.gateway, g.store, m.stage, m.state, m.reason, m.fetched, m.told_at, m.changed_at, g.status, u.version
             FROM campaign_gateway m JOIN gateway g ON g.id = m.gateway LEFT JOIN gateway_update u ON u.gateway = g.id WHERE m.campaign = @id AND {seen.Sql} ORDER BY m.place
             """,
            [.. seen.Parameters, ("id", id)]).ListAsync(
            r => new CampaignGatewayView(
                r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetString(3), r.GetString(4), r.GetInt64(5), database.ReadTime(r, 6), database.ReadTime(r, 7)!.Value, r.GetString(8) == "online", r.Text(9)),
            cancellationToken);
    }

    private static async Task<bool> SeesAllAsync(System.Data.Common.DbConnection connection, Caller caller, string id, CancellationToken cancellationToken)
    {
        var stores = caller.Stores is null ? [] : await connection.Command(
            "SELECT DISTINCT g.store FROM campaign_gateway m JOIN gateway g ON g.id = m.gateway WHERE m.campaign = @id", ("id", id)).ListAsync(r => r.GetString(0), cancellationToken);
        return stores.TrueForAll(caller.Sees);
    }

    private static List<StageView> StagesOf(CampaignPlan plan, List<(int Stage, string State, int Count)> counts)
    {
        var begin = plan.HasCanaries ? 1 : 0;
        return
        [
            .. Enumerable.Range(0, CampaignStages.Count(plan)).Select(stage => new StageView(
                stage, stage < begin ? null : plan.Percentages[stage - begin], counts.Where(c => c.Stage == stage).ToDictionary(c => c.State, c => c.Count))),
        ];
    }
}
