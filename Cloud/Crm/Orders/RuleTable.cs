using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Reorder rules, snoozes and who is a VIP: what people say to replenishment. What it means to the drafts is written with it.</summary>
internal sealed class RuleTable(HeadquartersDatabase database, Replenisher replenisher, DraftTable drafts, SnoozeTable snoozes, AuditTable audit, TimeProvider clock)
{
    /// <summary>A rule; null where there is none.</summary>
    internal async Task<RuleView?> FindAsync(string store, string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command($"{RuleSql} WHERE store = @store AND sku = @sku", ("store", store), ("sku", sku)).ListAsync(Read, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Rules by store and SKU, after a mark.</summary>
    internal async Task<List<RuleView>> ListAsync(StoreCondition seen, string? store, (string Store, string Sku) after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"{RuleSql} WHERE (store, sku) > (@after_store, @after_sku) AND {(store is null ? seen.Sql : "store = @store")} ORDER BY store, sku LIMIT @limit",
            [("after_store", after.Store), ("after_sku", after.Sku), ("limit", limit), .. store is null ? seen.Parameters : [("store", store)]]).ListAsync(Read, cancellationToken);
    }

    /// <summary>Sets a rule.</summary>
    /// <returns>Whether it is new, or why it was not set.</returns>
    internal Task<(bool Created, Refused? Refused)> SetAsync(
        string store, string sku, ReorderLevels levels, string? supplier, long? wanted, Caller caller, CancellationToken cancellationToken) => database.WriteAsync<(bool, Refused?)>(
        async transaction =>
        {
            await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
            if ((await transaction.Command("SELECT 1 FROM product WHERE sku = @sku", ("sku", sku)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return (false, Refused.Missing($"there is no product '{sku}'; make it first"));
            }

            if (supplier is not null && (await transaction.Command("SELECT 1 FROM supplier WHERE supplier = @supplier", ("supplier", supplier)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return (false, Refused.Wrong($"there is no supplier '{supplier}'; leave supplier out for the cheapest"));
            }

            var known = await transaction.Command("SELECT version FROM reorder_rule WHERE store = @store AND sku = @sku", ("store", store), ("sku", sku)).ListAsync(r => r.GetInt64(0), cancellationToken);
            var version = known.Count == 0 ? 0 : known[0];
            if (wanted is { } asked && asked != version)
            {
                return (false, Refused.Changed(version, asked));
            }

            await transaction.Command(
                """
                INSERT INTO reorder_rule (store, sku, min, max, multiple, supplier, updated_at) VALUES (@store, @sku, @min, @max, @multiple, @supplier, @now)
                ON CONFLICT (store, sku) DO UPDATE SET min = excluded.min, max = excluded.max, multiple = excluded.multiple, supplier = excluded.supplier,
                       version = reorder_rule.version + 1, updated_at = excluded.updated_at
                """,
                ("store", store), ("sku", sku), ("min", levels.Min), ("max", levels.Max), ("multiple", levels.Multiple), ("supplier", supplier),
                ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken);
            await audit.AddAsync(
                transaction, caller, "reorder_rule.set", "reorder_rule", sku, store,
                FormattableString.Invariant($$"""{"min":{{levels.Min}},"max":{{levels.Max}},"multiple":{{levels.Multiple}}}"""), cancellationToken);
            await replenisher.CheckAsync(transaction, store, [sku], cancellationToken);
            return (version == 0, null);
        },
        cancellationToken);

    /// <summary>Takes a rule away; a line that followed it goes with it.</summary>
    internal Task<bool> RemoveAsync(string store, string sku, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
            if (await transaction.Command("DELETE FROM reorder_rule WHERE store = @store AND sku = @sku", ("store", store), ("sku", sku)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            if (await DraftTable.LineAsync(transaction, store, sku, cancellationToken) is { Follows: true } line)
            {
                await drafts.RemoveAsync(transaction, store, sku, line, "no-rule", [], caller.Name, cancellationToken);
            }

            await audit.AddAsync(transaction, caller, "reorder_rule.removed", "reorder_rule", sku, store, null, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Does not propose a SKU until then; null proposes it again.</summary>
    internal Task SnoozeAsync(string store, string sku, DateTime? until, string why, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
            await (until is { } moment ? snoozes.SetAsync(transaction, store, sku, moment, caller.Name, why, cancellationToken) : SnoozeTable.EndAsync(transaction, store, sku, cancellationToken));
            await audit.AddAsync(transaction, caller, until is null ? "reorder_rule.woken" : "reorder_rule.snoozed", "reorder_rule", sku, store, null, cancellationToken);
            return await replenisher.CheckAsync(transaction, store, [sku], cancellationToken);
        },
        cancellationToken);

    /// <summary>Names the levels whose members are VIPs.</summary>
    internal Task SetVipLevelsAsync(IReadOnlyList<string> levels, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await VipGoods.SetLevelsAsync(transaction, levels, cancellationToken);
            await audit.AddAsync(
                transaction, caller, "vip_levels.set", "vip_levels", "vip-levels", null, System.Text.Json.JsonSerializer.Serialize([.. levels], OrdersJson.Default.StringArray), cancellationToken);
            return true;
        },
        cancellationToken);

    private const string RuleSql = "SELECT store, sku, min, max, multiple, supplier, version FROM reorder_rule";

    private static RuleView Read(System.Data.Common.DbDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.Text(5), Why.Number(r.GetInt64(6)));
}
