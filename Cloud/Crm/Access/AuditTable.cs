using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>Who did what. Entries are written in the transaction of the change and never changed.</summary>
internal sealed class AuditTable(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>Adds an entry to the transaction of what it tells of.</summary>
    /// <param name="transaction">The change's own transaction.</param>
    /// <param name="caller">Who.</param>
    /// <param name="action">What was done: an area's word, a point and a verb, such as <c>customer.revealed</c>.</param>
    /// <param name="kind">What kind of thing it was done to, such as <c>customer</c>.</param>
    /// <param name="subject">Its id.</param>
    /// <param name="store">The store it concerns, or null.</param>
    /// <param name="detail">What else is to be known, JSON without personal data; or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task AddAsync(
        DbTransaction transaction, Caller caller, string action, string kind, string subject, string? store, string? detail, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            INSERT INTO audit_entry (id, at, who, role, action, kind, subject, store, detail)
            VALUES (@id, @at, @who, @role, @action, @kind, @subject, @store, @detail)
            """,
            ("id", Guid.CreateVersion7(clock.GetUtcNow()).ToString()), ("at", database.ToTime(clock.GetUtcNow().UtcDateTime)), ("who", caller.Id),
            ("role", caller.Role.ToString()), ("action", action), ("kind", kind), ("subject", subject), ("store", store), ("detail", detail)).RunAsync(cancellationToken);
}
