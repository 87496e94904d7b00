using System.Data.Common;
using Cloud.Crm.Health;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Campaigns;

/// <summary>The alarm of a campaign that has stopped itself: it stands at the last gateway that failed, until a person lets the campaign go on or stops it.</summary>
internal sealed class CampaignAlarms(HeadquartersDatabase database, AlarmNews news, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Opens it, in the transaction that stops the campaign.</summary>
    internal async Task OpenAsync(DbTransaction transaction, WatchRow gateway, string detail, CancellationToken cancellationToken)
    {
        var alarm = new OpenAlarm(Guid.CreateVersion7(clock.GetUtcNow()).ToString(), gateway.Id, AlarmKind.CampaignHalted, detail, Now, null, null, null);
        if (await transaction.Command(
            """
            INSERT INTO gateway_alarm (id, gateway, kind, detail, opened_at) VALUES (@id, @gateway, @kind, @detail, @now)
            ON CONFLICT (gateway, kind) WHERE closed_at IS NULL DO NOTHING
            """,
            ("id", alarm.Id), ("gateway", gateway.Id), ("kind", alarm.Kind.Word()), ("detail", detail), ("now", database.ToTime(Now))).RunAsync(cancellationToken) > 0)
        {
            await news.AddAsync(transaction, [new AlarmTelling(AlarmStep.Opened, gateway, alarm)], Now, cancellationToken);
        }
    }

    /// <summary>Closes those of a campaign's gateways.</summary>
    internal async Task CloseAsync(DbTransaction transaction, string campaign, CancellationToken cancellationToken)
    {
        var open = await transaction.Command(
            """
            SELECT a.id, a.gateway, a.detail, a.opened_at, a.muted_until, g.gateway, g.store, g.shard FROM gateway_alarm a JOIN gateway g ON g.id = a.gateway
            WHERE a.kind = @kind AND a.closed_at IS NULL AND EXISTS (SELECT 1 FROM campaign_gateway m WHERE m.campaign = @campaign AND m.gateway = a.gateway)
            """,
            ("kind", AlarmKind.CampaignHalted.Word()), ("campaign", campaign)).ListAsync(
            r => (Alarm: new OpenAlarm(r.GetString(0), r.GetInt32(1), AlarmKind.CampaignHalted, r.GetString(2), database.ReadTime(r, 3)!.Value, null, database.ReadTime(r, 4), null),
                Gateway: RowOf(r.GetInt32(1), r.GetString(5), r.GetString(6), r.GetInt32(7))),
            cancellationToken);
        foreach (var (alarm, gateway) in open)
        {
            await transaction.Command("UPDATE gateway_alarm SET closed_at = @now WHERE id = @id", ("now", database.ToTime(Now)), ("id", alarm.Id)).RunAsync(cancellationToken);
            await news.AddAsync(transaction, [new AlarmTelling(AlarmStep.Closed, gateway, alarm)], Now, cancellationToken);
        }
    }

    /// <summary>A gateway as news of alarms want it.</summary>
    internal static WatchRow RowOf(int id, string gateway, string store, int shard) => new(id, gateway, store, shard, null, GatewayState.Unknown, "", null, null, null);
}
