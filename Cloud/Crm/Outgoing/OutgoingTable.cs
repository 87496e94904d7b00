using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Outgoing;

/// <summary>What is to leave the database. It is written in the transaction of its cause, so that it is sent where the cause happened and only there.</summary>
internal sealed class OutgoingTable(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>Adds a message to a transaction; one with the same key is added once, however often it is asked for.</summary>
    /// <param name="transaction">The cause's own transaction.</param>
    /// <param name="kind">What carries it out, such as <c>webhook</c> or <c>mail</c>.</param>
    /// <param name="key">What tells this cause from every other, such as <c>order/ID/sent</c>.</param>
    /// <param name="target">Where to: an address, or the id of a subscription.</param>
    /// <param name="body">What is sent, JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where it was there already.</returns>
    internal async Task<bool> AddAsync(DbTransaction transaction, string kind, string key, string target, string body, CancellationToken cancellationToken)
    {
        var now = database.ToTime(clock.GetUtcNow().UtcDateTime);
        return await transaction.Command(
            """
            INSERT INTO outgoing (id, kind, key, target, body, next_at, created_at) VALUES (@id, @kind, @key, @target, @body, @now, @now)
            ON CONFLICT (key) DO NOTHING
            """,
            ("id", Guid.CreateVersion7(clock.GetUtcNow()).ToString()), ("kind", kind), ("key", key), ("target", target), ("body", body), ("now", now))
            .RunAsync(cancellationToken) > 0;
    }
}
