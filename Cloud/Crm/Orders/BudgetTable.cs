using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>What stores may order for.</summary>
internal sealed class BudgetTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>A store's budget and what of it is spent; null where it has none.</summary>
    internal async Task<Budget?> FindAsync(DbConnection connection, DbTransaction? transaction, string store, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var command = connection.Command(
            "SELECT b.period, b.amount_fen, b.version, coalesce(s.time_zone, 'UTC') FROM budget b LEFT JOIN store s ON s.store = b.store WHERE b.store = @store", ("store", store));
        command.Transaction = transaction;
        var found = await command.ListAsync(r => (Period: r.GetString(0), Amount: r.GetInt64(1), Version: r.GetInt64(2), Zone: r.GetString(3)), cancellationToken);
        if (found.Count == 0)
        {
            return null;
        }

        var (period, amount, version, zone) = found[0];
        var span = BudgetPeriod.Of(period, now, BudgetPeriod.Zone(zone));
        var sums = connection.Command(
            "SELECT CAST(coalesce(sum(sent_fen), 0) AS bigint) FROM purchase WHERE store = @store AND sent_at >= @from AND sent_at < @to",
            ("store", store), ("from", database.ToTime(span.From)), ("to", database.ToTime(span.To)));
        sums.Transaction = transaction;
        return new Budget(store, period, amount, span, (await sums.ListAsync(r => r.GetInt64(0), cancellationToken))[0], version);
    }

    /// <summary>Sets a store's budget.</summary>
    /// <param name="store">The store.</param>
    /// <param name="period">week or month.</param>
    /// <param name="amountFen">Fen a period.</param>
    /// <param name="wanted">The version its editor holds; 0 where there was none, null where anything will do.</param>
    /// <param name="caller">Who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where somebody changed it meanwhile.</returns>
    internal Task<bool> SetAsync(string store, string period, long amountFen, long? wanted, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
            var known = await transaction.Command("SELECT version FROM budget WHERE store = @store", ("store", store)).ListAsync(r => r.GetInt64(0), cancellationToken);
            if (wanted is { } version && version != (known.Count == 0 ? 0 : known[0]))
            {
                return false;
            }

            await transaction.Command(
                """
                INSERT INTO budget (store, period, amount_fen, updated_at) VALUES (@store, @period, @amount, @now)
                ON CONFLICT (store) DO UPDATE SET period = excluded.period, amount_fen = excluded.amount_fen, version = budget.version + 1, updated_at = excluded.updated_at
                """,
                ("store", store), ("period", period), ("amount", amountFen), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken);
            await audit.AddAsync(transaction, caller, "budget.set", "budget", store, store, FormattableString.Invariant($$"""{"period":"{{period}}","amountFen":{{amountFen}}}"""), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Takes a store's budget away: nothing is limited then.</summary>
    internal Task<bool> RemoveAsync(string store, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
            if (await transaction.Command("DELETE FROM budget WHERE store = @store", ("store", store)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(transaction, caller, "budget.removed", "budget", store, store, null, cancellationToken);
            return true;
        },
        cancellationToken);
}

/// <summary>A store's budget in the period that is now.</summary>
/// <param name="Store">The store.</param>
/// <param name="Period">week or month.</param>
/// <param name="AmountFen">Fen a period.</param>
/// <param name="Span">The period.</param>
/// <param name="SpentFen">What was ordered in it, less what did not come.</param>
/// <param name="Version">What its editors hold.</param>
internal sealed record Budget(string Store, string Period, long AmountFen, BudgetPeriod Span, long SpentFen, long Version)
{
    /// <summary>What is left, negative where more was ordered.</summary>
    internal long LeftFen => AmountFen - SpentFen;
}
