using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Health;

/// <summary>What people do with alarms of gateways; each is audited.</summary>
internal sealed class AlarmActions(HeadquartersDatabase database, HealthQueries queries, AuditTable audit, TimeProvider clock)
{
    /// <summary>Notes who has seen an alarm; who did so first stays. Null where there is no such alarm that the caller sees.</summary>
    internal Task<GatewayAlarmView?> AcknowledgeAsync(string id, Caller caller, CancellationToken cancellationToken) => ChangeAsync(
        id, caller, "gateway_alarm.acknowledged", null, "acknowledged_at = @now, acknowledged_by = @who", "AND acknowledged_at IS NULL", [], cancellationToken);

    /// <summary>Tells nobody of an alarm for a while, or again from now on. Null where there is no such open alarm that the caller sees.</summary>
    internal Task<GatewayAlarmView?> MuteAsync(string id, int minutes, Caller caller, CancellationToken cancellationToken)
    {
        var until = minutes == 0 ? (DateTime?)null : clock.GetUtcNow().UtcDateTime.AddMinutes(minutes);
        return ChangeAsync(
            id, caller, minutes == 0 ? "gateway_alarm.unmuted" : "gateway_alarm.muted", until is { } moment ? AuditDetail.Of(("until", moment.ToString("O", System.Globalization.CultureInfo.InvariantCulture))) : null,
            "muted_until = @until, muted_by = @by", "AND closed_at IS NULL",
            [("until", until is { } end ? database.ToTime(end) : null), ("by", until is null ? null : caller.Id)], cancellationToken);
    }

    private Task<GatewayAlarmView?> ChangeAsync(
        string id, Caller caller, string action, string? detail, string set, string where, (string Name, object? Value)[] values, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await queries.AlarmAsync(transaction, id, cancellationToken) is not { } alarm || !caller.Sees(alarm.Store))
            {
                return null;
            }

            (string, object?)[] known = [("id", id), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)), ("who", caller.Id)];
            if (await transaction.Command(
                $"UPDATE gateway_alarm SET {set} WHERE id = @id {where}", [.. known.Where(p => set.Contains('@' + p.Item1, StringComparison.Ordinal) || p.Item1 == "id"), .. values])
                .RunAsync(cancellationToken) > 0)
            {
                await audit.AddAsync(transaction, caller, action, "gateway_alarm", id, alarm.Store, detail, cancellationToken);
                await transaction.Command("UPDATE gateway SET revision = revision + 1 WHERE gateway = @gateway", ("gateway", alarm.Gateway)).RunAsync(cancellationToken);
            }

            return await queries.AlarmAsync(transaction, id, cancellationToken);
        },
        cancellationToken);
}
