using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Alarms about stock.</summary>
internal sealed class AlarmTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private static readonly string s_select =
        $"""
         SELECT a.id, a.store, a.kind, a.subject, p.name, a.quantity, a.threshold, a.raised_at, a.ended_at, a.acknowledged_at, {WhoName.Of("a.acknowledged_by")}, a.evidence, p.unit
         FROM stock_alarm a LEFT JOIN product p ON p.sku = a.subject AND a.kind NOT IN ('ambiguous', 'disturbed')
         """;

    /// <summary>Alarms, the newest first.</summary>
    /// <param name="stores">The stores to look at, or null for all.</param>
    /// <param name="all">Whether those that have ended are wanted too.</param>
    /// <param name="mark">When the page before's last row was raised, and its id; or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<StockPage<AlarmView>> ListAsync(IReadOnlySet<string>? stores, bool all, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        var parameters = new List<(string, object?)>();
        if (!all)
        {
            conditions.Add("a.ended_at IS NULL");
        }

        if (stores is not null)
        {
            var names = stores.Order(StringComparer.Ordinal).Select((name, n) => ($"s{n}", (object?)name)).ToArray();
            conditions.Add(names.Length == 0 ? "FALSE" : $"a.store IN ({string.Join(", ", names.Select(n => '@' + n.Item1))})");
            parameters.AddRange(names);
        }

        if (mark is not null && long.TryParse(mark[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks < DateTime.MaxValue.Ticks)
        {
            conditions.Add("(a.raised_at, a.id) < (@at, @id)");
            parameters.AddRange([("at", database.ToTime(new DateTime(ticks, DateTimeKind.Utc))), ("id", mark[1])]);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"{s_select} {(conditions.Count > 0 ? "WHERE " : "")}{string.Join(" AND ", conditions)} ORDER BY a.raised_at DESC, a.id DESC LIMIT {limit + 1}", [.. parameters])
            .ListAsync(Read, cancellationToken);
        return StockPage<AlarmView>.Of(
            await new GatewayNames(connection).NamedAsync(rows, cancellationToken), limit, row => PageMark.Write(row.RaisedAt.Ticks.ToString(CultureInfo.InvariantCulture), row.Id));
    }

    /// <summary>Notes who has seen an alarm; who did so first stays.</summary>
    internal Task<StockAnswer<AlarmView>> AcknowledgeAsync(string id, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await FindAsync(transaction, id, cancellationToken) is not { } alarm || !caller.Sees(alarm.Store))
            {
                return StockAnswer<AlarmView>.Missing($"there is no alarm '{id}'");
            }

            if (await transaction.Command(
                "UPDATE stock_alarm SET acknowledged_at = @now, acknowledged_by = @who WHERE store = @store AND id = @id AND acknowledged_at IS NULL",
                ("store", alarm.Store), ("id", id), ("who", caller.Id), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken) > 0)
            {
                await audit.AddAsync(transaction, caller, "alarm.acknowledged", "alarm", id, alarm.Store, null, cancellationToken);
            }

            return StockAnswer<AlarmView>.Ok((await FindAsync(transaction, id, cancellationToken))!);
        },
        cancellationToken);

    private static async Task<AlarmView?> FindAsync(DbTransaction transaction, string id, CancellationToken cancellationToken) =>
        await new GatewayNames(transaction.Connection!).NamedAsync(await transaction.Command($"{s_select} WHERE a.id = @id", ("id", id)).ListAsync(Read, cancellationToken), cancellationToken)
            is [var found, ..] ? found : null;

    private static AlarmView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Text(4), r.Text(12), r.Number(5), r.Number(6), r.Time(7)!.Value, r.Time(8), r.Time(9), r.Text(10),
        Evidence.Of(r.GetString(11)), r.GetString(11));
}
