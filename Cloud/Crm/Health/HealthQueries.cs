using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Health;

/// <summary>Reads what the pages and Prometheus show of the fleet's health.</summary>
internal sealed class HealthQueries(HeadquartersDatabase database, FleetQueries fleet, TimeProvider clock)
{
    private const int MostChanges = 200;
    private const int MostAlarms = 100;

    private const string SelectAlarm =
        """
        SELECT a.id, g.gateway, g.store, a.kind, a.detail, a.opened_at, a.acknowledged_at, a.acknowledged_by, a.muted_until, a.muted_by, a.escalated_at, a.closed_at
        FROM gateway_alarm a JOIN gateway g ON g.id = a.gateway
        """;

    /// <summary>Every gateway that the caller sees, or one.</summary>
    internal async Task<List<FleetGateway>> FleetAsync(Caller caller, string? gateway, CancellationToken cancellationToken)
    {
        var seen = StoreCondition.Of(caller, "g.store");
        var one = gateway is null ? "" : "AND g.gateway = @gateway";
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"""
             SELECT {FleetRow.Columns} FROM {FleetRow.Tables} WHERE {seen.Sql} {one} ORDER BY g.store, g.gateway
             """,
            [("now", database.ToTime(clock.GetUtcNow().UtcDateTime)), .. seen.Parameters, .. gateway is null ? [] : new (string, object?)[] { ("gateway", gateway) }])
            .ListAsync(r => FleetRow.Read(database, r), cancellationToken);
    }

    /// <summary>One gateway with its last day; null where there is none that the caller sees.</summary>
    internal async Task<GatewayDay?> DayAsync(Caller caller, string gateway, CancellationToken cancellationToken)
    {
        if (await FleetAsync(caller, gateway, cancellationToken) is not [var known])
        {
            return null;
        }

        var devices = await fleet.StoreAsync(known.Store, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var samples = await connection.Command(
            """
            SELECT p.at, p.cpu_permille, p.decicelsius, p.memory_permille, p.disk_free_bytes, p.depth, p.oldest_seconds, p.round_trip_ms, p.lag_ms
            FROM gateway_sample p JOIN gateway g ON g.id = p.gateway WHERE g.gateway = @gateway AND p.at > @since ORDER BY p.at
            """,
            ("gateway", gateway), ("since", database.ToTime(clock.GetUtcNow().UtcDateTime.AddDays(-1)))).ListAsync(
            r => new HealthSample(
                database.ReadTime(r, 0)!.Value, r.Number(1) / 1000.0, r.Number(2) / 10.0, r.Number(3) / 1000.0, r.Number(4), r.Number(5), r.Number(6), r.Number(7), r.Number(8)),
            cancellationToken);
        var changes = await connection.Command(
            "SELECT c.at, c.state, c.reasons FROM gateway_state_change c JOIN gateway g ON g.id = c.gateway WHERE g.gateway = @gateway ORDER BY c.at DESC LIMIT @most",
            ("gateway", gateway), ("most", MostChanges)).ListAsync(
            r => new StateChange(database.ReadTime(r, 0)!.Value, GatewayStates.Read(r.GetString(1)), AlarmKinds.ReadAll(r.GetString(2))), cancellationToken);
        var alarms = await connection.Command(
            $"{SelectAlarm} WHERE g.gateway = @gateway ORDER BY a.opened_at DESC, a.id DESC LIMIT @most", ("gateway", gateway), ("most", MostAlarms)).ListAsync(ReadAlarm, cancellationToken);
        return new GatewayDay(known, [.. devices?.Devices.Where(d => d.Gateway == gateway) ?? []], samples, changes, Known(alarms));
    }

    /// <summary>Alarms that the caller sees, the newest first.</summary>
    internal async Task<IReadOnlyList<GatewayAlarmView>> AlarmsAsync(Caller caller, bool all, int limit, CancellationToken cancellationToken)
    {
        var seen = StoreCondition.Of(caller, "g.store");
        await using var connection = await database.OpenAsync(cancellationToken);
        return Known(await connection.Command(
            $"{SelectAlarm} WHERE {seen.Sql} {(all ? "" : "AND a.closed_at IS NULL")} ORDER BY a.opened_at DESC, a.id DESC LIMIT @limit", [("limit", limit), .. seen.Parameters])
            .ListAsync(ReadAlarm, cancellationToken));
    }

    /// <summary>One alarm, within a transaction; null where there is none.</summary>
    internal async Task<GatewayAlarmView?> AlarmAsync(DbTransaction transaction, string id, CancellationToken cancellationToken) =>
        Known(await transaction.Command($"{SelectAlarm} WHERE a.id = @id", ("id", id)).ListAsync(ReadAlarm, cancellationToken)) is [var found] ? found : null;

    /// <summary>Without kinds of a later version.</summary>
    private static IReadOnlyList<GatewayAlarmView> Known(List<GatewayAlarmView?> alarms) => [.. alarms.OfType<GatewayAlarmView>()];

    private GatewayAlarmView? ReadAlarm(DbDataReader r) => AlarmKinds.Read(r.GetString(3)) is { } kind
        ? new GatewayAlarmView(
            r.GetString(0), r.GetString(1), r.GetString(2), kind, r.GetString(4), database.ReadTime(r, 5)!.Value, database.ReadTime(r, 6), r.Text(7), database.ReadTime(r, 8),
            r.Text(9), database.ReadTime(r, 10), database.ReadTime(r, 11))
        : null;
}
