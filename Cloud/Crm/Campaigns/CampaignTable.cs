using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Campaigns;

/// <summary>Campaigns in the database. What is decided is read, decided and written in one transaction that holds the campaign's row, so that two nodes never both tell a gateway.</summary>
internal sealed class CampaignTable(HeadquartersDatabase database, CampaignAlarms alarms, AuditTable audit, TimeProvider clock, ILogger<CampaignTable> logger)
{
    /// <summary>How long a node that has died keeps its campaigns.</summary>
    internal static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private const string UnderWay = "('told', 'fetching', 'staged', 'trial')";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Campaigns that are to be looked after.</summary>
    internal async Task<List<string>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"""
             SELECT c.id FROM campaign c WHERE c.state IN ('running', 'paused', 'halted')
                 OR (c.state = 'stopped' AND EXISTS (SELECT 1 FROM campaign_gateway m WHERE m.campaign = c.id AND m.state IN {UnderWay})) ORDER BY c.id
             """).ListAsync(r => r.GetString(0), cancellationToken);
    }

    /// <summary>Decides on one campaign and writes it down, if this process may.</summary>
    /// <param name="id">Which.</param>
    /// <param name="driver">This process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The gateways that were told and have not answered, to be called by this process; empty where another one looks after the campaign.</returns>
    internal Task<IReadOnlyList<CampaignCall>> DriveAsync(string id, string driver, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<CampaignCall>>(
        async transaction =>
        {
            var held = await transaction.Command(
                $"""
                 UPDATE campaign SET driver = @driver, driven_until = {database.NowSql} + @hold
                 WHERE id = @id AND (driver = @driver OR driven_until IS NULL OR driven_until <= {database.NowSql})
                 RETURNING name, bundle, plan, stages, state, stage, healthy_since, forgiven
                 """,
                [("now", database.ToTime(Now)), ("driver", driver), ("hold", database.ToDuration(Hold)), ("id", id)]).ListAsync(
                r => new CampaignRow(
                    id, r.GetString(0), r.GetString(1), JsonSerializer.Deserialize(r.GetString(2), CampaignsJson.Default.CampaignPlan)!, r.GetInt32(3), CampaignWords.ReadCampaign(r.GetString(4)),
                    r.GetInt32(5), database.ReadTime(r, 6), r.GetInt32(7)),
                cancellationToken);
            if (held is not [var campaign])
            {
                return [];
            }

            var serial = (await transaction.Command("SELECT serial FROM bundle WHERE hash = @hash", ("hash", campaign.Bundle)).ListAsync(r => r.GetInt64(0), cancellationToken)).FirstOrDefault(long.MaxValue);
            var (members, later) = await MembersAsync(transaction, campaign, cancellationToken);
            var step = CampaignJudge.Decide(
                new CampaignNow(campaign.Plan, serial, campaign.State, campaign.Stage, campaign.HealthySince, campaign.Forgiven, [.. members.Select(m => m.Member)], Now), campaign.Stages, later);
            await WriteAsync(transaction, campaign, step, members, cancellationToken);
            return await CallsAsync(transaction, campaign, cancellationToken);
        },
        cancellationToken);

    /// <summary>Notes how far a gateway is.</summary>
    internal Task FetchingAsync(CampaignCall call, long bytes, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var begun = await transaction.Command(
                "UPDATE campaign_gateway SET state = 'fetching', changed_at = @now WHERE campaign = @campaign AND gateway = @gateway AND attempt = @attempt AND state = 'told'",
                ("now", database.ToTime(Now)), ("campaign", call.Campaign), ("gateway", call.Gateway), ("attempt", call.Attempt)).RunAsync(cancellationToken);
            await transaction.Command(
                "UPDATE campaign_gateway SET fetched = @bytes WHERE campaign = @campaign AND gateway = @gateway AND attempt = @attempt AND state = 'fetching'",
                ("bytes", bytes), ("campaign", call.Campaign), ("gateway", call.Gateway), ("attempt", call.Attempt)).RunAsync(cancellationToken);
            return begun;
        },
        cancellationToken);

    /// <summary>Notes what a gateway answered; without effect where it is on already, or was told anew meanwhile.</summary>
    /// <param name="call">What it was told.</param>
    /// <param name="state">How it stands now: waiting where it is to be told again.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="failed">Whether fetching failed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task AnswerAsync(CampaignCall call, MemberState state, string reason, bool failed, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var written = await transaction.Command(
                """
                UPDATE campaign_gateway SET state = @state, reason = @reason, failures = failures + @failed, changed_at = @now, fetched = 0
                WHERE campaign = @campaign AND gateway = @gateway AND attempt = @attempt AND state IN ('told', 'fetching')
                """,
                ("state", state.Word()), ("reason", Short(reason)), ("failed", failed ? 1 : 0), ("now", database.ToTime(Now)), ("campaign", call.Campaign), ("gateway", call.Gateway),
                ("attempt", call.Attempt)).RunAsync(cancellationToken);
            if (written > 0)
            {
                await AuditAsync(transaction, call.Campaign, call.Name, call.Store, $"campaign.gateway_{state.Word()}", reason, cancellationToken);
            }

            return written;
        },
        cancellationToken);

    private async Task<(List<MemberRow> Members, int Later)> MembersAsync(DbTransaction transaction, CampaignRow campaign, CancellationToken cancellationToken)
    {
        var members = await transaction.Command(
            """
            SELECT m.gateway, m.stage, m.place, m.state, m.failures, m.told_at, m.changed_at, g.gateway, g.store, g.shard, g.status, g.status_since, s.time_zone,
                   u.highest, u.staged, u.trial, u.failed, u.reason, u.at,
                   EXISTS (SELECT 1 FROM gateway_certificate c WHERE c.gateway = g.id) AND NOT EXISTS (SELECT 1 FROM gateway_certificate c WHERE c.gateway = g.id AND c.revoked_at IS NULL)
            FROM campaign_gateway m JOIN gateway g ON g.id = m.gateway JOIN store s ON s.store = g.store LEFT JOIN gateway_update u ON u.gateway = g.id
            WHERE m.campaign = @campaign AND m.stage <= @stage ORDER BY m.place
            """,
            ("campaign", campaign.Id), ("stage", campaign.Stage)).ListAsync(
            r => new MemberRow(
                new CampaignMember(
                    r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), CampaignWords.ReadMember(r.GetString(3)), r.GetInt32(4), database.ReadTime(r, 5), database.ReadTime(r, 6)!.Value,
                    new MemberFacts(
                        r.GetString(10) == "online", database.ReadTime(r, 11), r.GetBoolean(19),
                        TimeZoneInfo.TryFindSystemTimeZoneById(r.GetString(12), out var zone) ? zone : TimeZoneInfo.Utc,
                        r.Number(13) ?? 0, r.Number(14) ?? 0, r.Number(15) ?? 0, r.Number(16) ?? 0, r.Text(17) ?? "", database.ReadTime(r, 18))),
                r.GetString(7), r.GetString(8), r.GetInt32(9)),
            cancellationToken);
        var later = await transaction.Command(
            "SELECT count(*) FROM campaign_gateway m WHERE m.campaign = @campaign AND m.stage > @stage", ("campaign", campaign.Id), ("stage", campaign.Stage)).ListAsync(r => r.GetInt64(0), cancellationToken);
        return (members, (int)later[0]);
    }

    private async Task WriteAsync(DbTransaction transaction, CampaignRow campaign, CampaignStep step, List<MemberRow> members, CancellationToken cancellationToken)
    {
        var rows = members.ToDictionary(m => m.Member.Gateway);
        foreach (var change in step.Changes)
        {
            await transaction.Command(
                "UPDATE campaign_gateway SET state = @state, reason = @reason, changed_at = @now WHERE campaign = @campaign AND gateway = @gateway",
                ("state", change.State.Word()), ("reason", Short(change.Reason)), ("now", database.ToTime(Now)), ("campaign", campaign.Id), ("gateway", change.Member.Gateway)).RunAsync(cancellationToken);
            var row = rows[change.Member.Gateway];
            await AuditAsync(transaction, campaign.Id, row.Name, row.Store, $"campaign.gateway_{change.State.Word()}", change.Reason, cancellationToken);
        }

        foreach (var (member, within) in step.Tell)
        {
            await transaction.Command(
                """
                UPDATE campaign_gateway SET state = 'told', attempt = attempt + 1, told_at = @now, changed_at = @now, seconds = @seconds, reason = '', fetched = 0
                WHERE campaign = @campaign AND gateway = @gateway
                """,
                ("now", database.ToTime(Now)), ("seconds", (int)within.TotalSeconds), ("campaign", campaign.Id), ("gateway", member.Gateway)).RunAsync(cancellationToken);
            await AuditAsync(transaction, campaign.Id, rows[member.Gateway].Name, rows[member.Gateway].Store, "campaign.gateway_told", "", cancellationToken);
        }

        if ((step.State, step.Stage, step.HealthySince) != (campaign.State, campaign.Stage, campaign.HealthySince))
        {
            await transaction.Command(
                "UPDATE campaign SET state = @state, reason = @reason, stage = @stage, healthy_since = @healthy, changed_at = @now WHERE id = @id",
                ("state", step.State.Word()), ("reason", step.Reason ?? ""), ("stage", step.Stage), ("healthy", step.HealthySince is { } since ? database.ToTime(since) : null),
                ("now", database.ToTime(Now)), ("id", campaign.Id)).RunAsync(cancellationToken);
        }

        if (step.Stage != campaign.Stage)
        {
            await audit.AddAsync(
                transaction, Caller.Headquarters, "campaign.stage_begun", "campaign", campaign.Id, null, AuditDetail.Of(("stage", step.Stage.ToString(CultureInfo.InvariantCulture))), cancellationToken);
        }

        if (step.State != campaign.State)
        {
            await audit.AddAsync(transaction, Caller.Headquarters, $"campaign.{step.State.Word()}", "campaign", campaign.Id, null, AuditDetail.Of(("reason", step.Reason)), cancellationToken);
        }

        if (step is { State: CampaignState.Halted, Reason: { } reason } && campaign.State != CampaignState.Halted)
        {
            logger.CampaignHalted(campaign.Name, reason);
            var last = members.Select(m => (Row: m, Change: step.Changes.FirstOrDefault(c => c.Member.Gateway == m.Member.Gateway)))
                .Where(m => (m.Change?.State ?? m.Row.Member.State).IsFailure()).MaxBy(m => m.Change is null ? m.Row.Member.ChangedAt : DateTime.MaxValue).Row;
            await alarms.OpenAsync(transaction, CampaignAlarms.RowOf(last.Member.Gateway, last.Name, last.Store, last.Shard), $"{campaign.Name}: {reason}", cancellationToken);
        }
    }

    private async Task<IReadOnlyList<CampaignCall>> CallsAsync(DbTransaction transaction, CampaignRow campaign, CancellationToken cancellationToken) => await transaction.Command(
        """
        SELECT m.gateway, g.gateway, g.store, m.attempt, m.failures, m.told_at, m.seconds, b.hash, b.version, b.serial, b.size
        FROM campaign_gateway m JOIN gateway g ON g.id = m.gateway JOIN bundle b ON b.hash = @bundle
        WHERE m.campaign = @campaign AND m.state IN ('told', 'fetching') AND g.status = 'online' ORDER BY m.place
        """,
        ("bundle", campaign.Bundle), ("campaign", campaign.Id)).ListAsync(
        r => new CampaignCall(
            campaign.Id, r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetInt32(4), database.ReadTime(r, 5)!.Value, TimeSpan.FromSeconds(r.GetInt32(6)),
            TimeSpan.FromMinutes(campaign.Plan.BackMinutes), r.GetString(7), r.GetString(8), r.GetInt64(9), r.GetInt64(10)),
        cancellationToken);

    private Task AuditAsync(DbTransaction transaction, string campaign, string gateway, string store, string action, string reason, CancellationToken cancellationToken) =>
        audit.AddAsync(transaction, Caller.Headquarters, action, "gateway", gateway, store, AuditDetail.Of(("campaign", campaign), ("reason", reason.Length == 0 ? null : Short(reason))), cancellationToken);

    private static string Short(string reason) => reason.Length <= 1000 ? reason : reason[..1000];

    private sealed record CampaignRow(string Id, string Name, string Bundle, CampaignPlan Plan, int Stages, CampaignState State, int Stage, DateTime? HealthySince, int Forgiven);

    private sealed record MemberRow(CampaignMember Member, string Name, string Store, int Shard);
}

/// <summary>A gateway that was told and has not answered.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Gateway">The gateway's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Store">Its store.</param>
/// <param name="Attempt">How often it was told; with campaign and gateway the command's id.</param>
/// <param name="Failures">How often it could not fetch.</param>
/// <param name="ToldAt">When.</param>
/// <param name="Within">How long from then the bundle may be put in place.</param>
/// <param name="Back">How long from then it is waited for.</param>
/// <param name="Bundle">The hash.</param>
/// <param name="Version">The bundle's version.</param>
/// <param name="Serial">Its serial.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record CampaignCall(
    string Campaign, int Gateway, string Name, string Store, int Attempt, int Failures, DateTime ToldAt, TimeSpan Within, TimeSpan Back, string Bundle, string Version, long Serial, long Size)
{
    /// <summary>The command's id: at most 64 characters, and the same however often it is sent.</summary>
    internal string Id => string.Create(CultureInfo.InvariantCulture, $"{Campaign}/{Gateway}/{Attempt}");
}
