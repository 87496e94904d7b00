using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Gives the customers of somebody who leaves to somebody else.</summary>
internal sealed class Reassignment(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>As many as go to the stores in one message.</summary>
    private const int MostAtOnce = 20;

    /// <summary>Moves them, a few a transaction; the same again moves what is left.</summary>
    /// <param name="from">Who looked after them.</param>
    /// <param name="to">Who does from now on, or null for nobody.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many moved.</returns>
    internal async Task<int> MoveAsync(string from, string? to, Caller caller, CancellationToken cancellationToken)
    {
        var (moved, last) = (0, -1);
        while (last != 0)
        {
            last = await database.WriteAsync(
                async transaction =>
                {
                    var version = await MemberTable.NextVersionAsync(transaction, cancellationToken);
                    var ids = await transaction.Command("SELECT id FROM member WHERE assigned_to = @from ORDER BY id LIMIT @most", ("from", from), ("most", MostAtOnce))
                        .ListAsync(r => r.GetString(0), cancellationToken);
                    foreach (var id in ids)
                    {
                        await transaction.Command(
                            "UPDATE member SET assigned_to = @to, version = @version, revision = revision + 1, updated_at = @now WHERE id = @id",
                            ("id", id), ("to", to), ("version", version), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken);
                        await audit.AddAsync(transaction, caller, "customer.reassigned", "customer", id, null, CustomerDetail.Of(("from", from), ("to", to)), cancellationToken);
                    }

                    return ids.Count;
                },
                cancellationToken);
            moved += last;
        }

        return moved;
    }
}
