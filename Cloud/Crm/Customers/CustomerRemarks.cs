using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>What people put beside a customer: tags and notes. They are written for the one who stands for the person.</summary>
internal sealed class CustomerRemarks(HeadquartersDatabase database, CustomerBook book, AuditTable audit, TimeProvider clock)
{
    /// <summary>Puts a tag on a customer.</summary>
    /// <returns>False where there is no such customer.</returns>
    internal Task<bool> TagAsync(string id, string tag, Caller caller, CancellationToken cancellationToken) => ForAsync(
        id,
        async (transaction, customer) =>
        {
            if (await transaction.Command(
                "INSERT INTO customer_tag (customer, tag, since, who) VALUES (@customer, @tag, @now, @who) ON CONFLICT (customer, tag) DO NOTHING",
                ("customer", customer), ("tag", tag), ("now", Now), ("who", caller.Id)).RunAsync(cancellationToken) > 0)
            {
                await CustomerTable.TouchAsync(transaction, customer, cancellationToken);
                await audit.AddAsync(transaction, caller, "customer.tagged", "customer", customer, null, null, cancellationToken);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Takes a tag away, from all that were merged into the customer too.</summary>
    /// <returns>False where there is no such customer.</returns>
    internal Task<bool> UntagAsync(string id, string tag, Caller caller, CancellationToken cancellationToken) => ForAsync(
        id,
        async (transaction, customer) =>
        {
            if (await transaction.Command($"DELETE FROM customer_tag WHERE tag = @tag AND customer IN {CustomerBook.GroupSql}", ("customer", customer), ("tag", tag)).RunAsync(cancellationToken) > 0)
            {
                await CustomerTable.TouchAsync(transaction, customer, cancellationToken);
                await audit.AddAsync(transaction, caller, "customer.untagged", "customer", customer, null, null, cancellationToken);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Writes a note.</summary>
    /// <returns>Null where there is no such customer.</returns>
    internal async Task<NoteView?> NoteAsync(string id, string text, Caller caller, CancellationToken cancellationToken)
    {
        NoteView? note = null;
        await ForAsync(
            id,
            async (transaction, customer) =>
            {
                var at = clock.GetUtcNow();
                note = new NoteView(Guid.CreateVersion7(at).ToString(), at.UtcDateTime, caller.Name, text, customer);
                await transaction.Command(
                    "INSERT INTO customer_note (id, customer, at, who, text) VALUES (@id, @customer, @at, @who, @text)",
                    ("id", note.Id), ("customer", customer), ("at", Now), ("who", note.Who), ("text", text)).RunAsync(cancellationToken);
                await CustomerTable.TouchAsync(transaction, customer, cancellationToken);
                await audit.AddAsync(transaction, caller, "customer.noted", "customer", customer, null, null, cancellationToken);
                return true;
            },
            cancellationToken);
        return note;
    }

    /// <summary>Takes a note away.</summary>
    internal Task<bool> ForgetNoteAsync(string id, string note, Caller caller, CancellationToken cancellationToken) => ForAsync(
        id,
        async (transaction, customer) =>
        {
            if (await transaction.Command($"DELETE FROM customer_note WHERE id = @note AND customer IN {CustomerBook.GroupSql}", ("customer", customer), ("note", note)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await CustomerTable.TouchAsync(transaction, customer, cancellationToken);
            await audit.AddAsync(transaction, caller, "customer.note-removed", "customer", customer, null, null, cancellationToken);
            return true;
        },
        cancellationToken);

    private Task<bool> ForAsync(string id, Func<DbTransaction, string, Task<bool>> write, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction => await book.FindAsync(transaction, CustomerKey.OfId(id), cancellationToken) is { } customer && await write(transaction, customer),
        cancellationToken);

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
