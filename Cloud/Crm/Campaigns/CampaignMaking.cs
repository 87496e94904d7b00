using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Campaigns;

/// <summary>Makes campaigns, and what people do with them; each is audited.</summary>
internal sealed class CampaignMaking(HeadquartersDatabase database, CampaignAlarms alarms, AuditTable audit, TimeProvider clock)
{
    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Makes one. Which gateways are in it, and in which stage, is fixed from here on.</summary>
    /// <returns>Its id; or why not.</returns>
    internal Task<(string? Id, string? Mistake)> AddAsync(CampaignBody body, CampaignPlan plan, Caller caller, CancellationToken cancellationToken) => database.WriteAsync<(string? Id, string? Mistake)>(
        async transaction =>
        {
            var found = await transaction.Command("SELECT arch, serial FROM bundle WHERE hash = @hash", ("hash", body.Bundle ?? "")).ListAsync(r => (Arch: r.GetString(0), Serial: r.GetInt64(1)), cancellationToken);
            if (found is not [var bundle])
            {
                return (null, $"there is no bundle '{body.Bundle}'; expected the hash of one that was brought");
            }

            var (chosen, mistake) = await ChooseAsync(transaction, body, bundle.Arch, caller, cancellationToken);
            if (mistake is not null)
            {
                return (null, mistake);
            }

            var fitting = chosen.Where(g => g.Arch == bundle.Arch).ToList();
            if (fitting.Count == 0)
            {
                return (null, $"none of the {chosen.Count} gateways is known to take updates for {bundle.Arch}: each says so when it has started under the package's launcher");
            }

            if (plan.CanaryStores.FirstOrDefault(store => fitting.TrueForAll(g => g.Store != store)) is { } stranger)
            {
                return (null, $"no gateway of store '{stranger}', which is to come first, is in the campaign");
            }

            var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
            await transaction.Command(
                """
                INSERT INTO campaign (id, name, bundle, plan, stages, state, reason, stage, forgiven, left_out, created_by, created_at, changed_at)
                VALUES (@id, @name, @bundle, @plan, @stages, 'running', '', 0, 0, @left, @who, @now, @now)
                """,
                ("id", id), ("name", body.Name!.Trim()), ("bundle", body.Bundle), ("plan", JsonSerializer.Serialize(plan, CampaignsJson.Default.CampaignPlan)), ("stages", CampaignStages.Count(plan)),
                ("left", chosen.Count - fitting.Count), ("who", caller.Id), ("now", Now)).RunAsync(cancellationToken);
            var ids = fitting.ToDictionary(g => g.Name, g => g.Id);
            foreach (var (gateway, stage, place) in CampaignStages.Of(plan, [.. fitting.Select(g => (g.Name, g.Store))]))
            {
                await transaction.Command(
                    """
                    INSERT INTO campaign_gateway (campaign, gateway, stage, place, state, attempt, failures, seconds, changed_at, reason, fetched)
                    VALUES (@campaign, @gateway, @stage, @place, 'waiting', 0, 0, 0, @now, '', 0)
                    """,
                    ("campaign", id), ("gateway", ids[gateway]), ("stage", stage), ("place", place), ("now", Now)).RunAsync(cancellationToken);
            }

            await audit.AddAsync(
                transaction, caller, "campaign.created", "campaign", id, null,
                AuditDetail.Of(("name", body.Name.Trim()), ("bundle", body.Bundle), ("gateways", fitting.Count.ToString(CultureInfo.InvariantCulture))), cancellationToken);
            return (id, null);
        },
        cancellationToken);

    /// <summary>Pauses, resumes or stops one.</summary>
    /// <returns>False where it does not stand so that it could be.</returns>
    internal Task<bool> ChangeAsync(string id, CampaignState to, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var from = to switch { CampaignState.Paused => "('running')", CampaignState.Running => "('paused', 'halted')", _ => "('running', 'paused', 'halted')" };

            // Who lets a campaign go on that has stopped itself lets pass what has failed so far; the next failure counts anew.
            var changed = await transaction.Command(
                $"""
                 UPDATE campaign SET state = @state, reason = '', changed_at = @now, healthy_since = NULL, forgiven = CASE WHEN state = 'halted' AND @state = 'running' THEN
                     (SELECT count(*) FROM campaign_gateway m WHERE m.campaign = campaign.id AND m.state IN ('rolled_back', 'refused', 'gone')) ELSE forgiven END
                 WHERE id = @id AND state IN {from}
                 """,
                ("state", to.Word()), ("now", Now), ("id", id)).RunAsync(cancellationToken);
            if (changed == 0)
            {
                return false;
            }

            if (to != CampaignState.Paused)
            {
                await alarms.CloseAsync(transaction, id, cancellationToken);
            }

            await audit.AddAsync(transaction, caller, $"campaign.{(to == CampaignState.Running ? "resumed" : to.Word())}", "campaign", id, null, null, cancellationToken);
            return true;
        },
        cancellationToken);

    private static async Task<(List<Chosen> Gateways, string? Mistake)> ChooseAsync(
        DbTransaction transaction, CampaignBody body, string arch, Caller caller, CancellationToken cancellationToken)
    {
        var all = await transaction.Command(
            """
            SELECT g.id, g.gateway, g.store, coalesce(u.arch, ''),
                   (SELECT min(c.name) FROM campaign c JOIN campaign_gateway m ON m.campaign = c.id
                    WHERE m.gateway = g.id AND c.state IN ('running', 'paused', 'halted') AND m.state IN ('waiting', 'told', 'fetching', 'staged', 'trial'))
            FROM gateway g LEFT JOIN gateway_update u ON u.gateway = g.id ORDER BY g.gateway
            """).ListAsync(r => new Chosen(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Text(4)), cancellationToken);
        var seen = all.Where(g => caller.Sees(g.Store)).ToList();
        if (body.Gateways?.FirstOrDefault(name => seen.TrueForAll(g => g.Name != name)) is { } stranger)
        {
            return ([], $"there is no gateway '{stranger}'");
        }

        if ((body.Stores ?? []).Concat(body.CanaryStores ?? []).FirstOrDefault(store => seen.TrueForAll(g => g.Store != store)) is { } empty)
        {
            return ([], $"there is no store '{empty}' with a gateway");
        }

        var chosen = seen.Where(g => (body.Stores is not { Count: > 0 } stores || stores.Contains(g.Store)) && (body.Gateways is not { Count: > 0 } names || names.Contains(g.Name))).ToList();
        return chosen.Find(g => g.Arch == arch && g.Campaign is not null) is { } busy ? ([], $"gateway '{busy.Name}' is in the campaign '{busy.Campaign}'; stop that one first, or wait for its end") : (chosen, null);
    }

    private sealed record Chosen(int Id, string Name, string Store, string Arch, string? Campaign);
}
