using System.Data.Common;
using System.Text;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>
/// Two customers who are one person, and that they were not. A merge writes an edge of a tree and who stands for whom; it moves and deletes nothing, because every row that belongs to somebody keeps the
/// id it was written with. So undoing any merge, in any order, leaves exactly what there would be without it.
/// </summary>
internal sealed class MergeTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>The most ids that one person may have: they go to the stores in one message.</summary>
    internal const int MostOfOne = 50;

    private static readonly (string Word, string Table)[] s_moved =
        [("identities", "customer_identity"), ("tags", "customer_tag"), ("notes", "customer_note"), ("consents", "customer_consent")];

    /// <summary>Merges one customer, and all that were merged into that one, into another.</summary>
    /// <returns>The customer is the merge's id where it is made.</returns>
    internal Task<CustomerChange> MergeAsync(string keep, string merged, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var version = await MemberTable.NextVersionAsync(transaction, cancellationToken);
            if (await RootAsync(transaction, keep, cancellationToken) is not { } into)
            {
                return new CustomerChange(ChangeOutcome.NotFound, keep, $"there is no customer '{keep}'");
            }

            if (await RootAsync(transaction, merged, cancellationToken) is not { } from)
            {
                return new CustomerChange(ChangeOutcome.NotFound, merged, $"there is no customer '{merged}'");
            }

            if (into == from)
            {
                return new CustomerChange(ChangeOutcome.Conflict, into, $"'{keep}' and '{merged}' are one customer already");
            }

            var moving = await GroupAsync(transaction, from, cancellationToken);
            var staying = await GroupAsync(transaction, into, cancellationToken);
            if (moving.Count + staying.Count > MostOfOne)
            {
                return new CustomerChange(ChangeOutcome.Conflict, into, $"they would be one person with {moving.Count + staying.Count} ids; expected at most {MostOfOne}");
            }

            var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
            await transaction.Command(
                "INSERT INTO customer_merge (id, keep, merged, at, who, moved) VALUES (@id, @keep, @merged, @at, @who, @moved)",
                ("id", id), ("keep", into), ("merged", from), ("at", Now), ("who", caller.Id), ("moved", await MovedAsync(transaction, moving, cancellationToken))).RunAsync(cancellationToken);
            await StandAsync(transaction, moving.Concat(staying).ToDictionary(row => row, row => row == into ? null : into), version, cancellationToken);
            await audit.AddAsync(transaction, caller, "customer.merged", "customer", into, null, $$"""{"merge":"{{id}}","merged":"{{from}}"}""", cancellationToken);
            return new CustomerChange(ChangeOutcome.Created, id);
        },
        cancellationToken);

    /// <summary>Undoes a merge: who was merged, and who had been merged into that one, are a person of their own again.</summary>
    /// <returns>The customer is the one set free.</returns>
    internal Task<CustomerChange> UndoAsync(string merge, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var version = await MemberTable.NextVersionAsync(transaction, cancellationToken);
            var found = await transaction.Command("SELECT merged, undone_at FROM customer_merge WHERE id = @id", ("id", merge))
                .ListAsync(r => (Merged: r.GetString(0), IsUndone: !r.IsDBNull(1)), cancellationToken);
            if (found is not [var edge])
            {
                return new CustomerChange(ChangeOutcome.NotFound, merge, $"there is no merge '{merge}'");
            }

            if (edge.IsUndone || await StandsForAsync(transaction, edge.Merged, cancellationToken) is not { } root)
            {
                return new CustomerChange(ChangeOutcome.Conflict, edge.Merged, "this merge was undone already, or the person was erased");
            }

            var free = await transaction.Command(
                """
                WITH RECURSIVE freed (id) AS (
                    SELECT @merged UNION SELECT e.merged FROM customer_merge e JOIN freed f ON e.keep = f.id WHERE e.undone_at IS NULL
                ) SELECT id FROM freed
                """,
                ("merged", edge.Merged)).ListAsync(r => r.GetString(0), cancellationToken);
            var group = (await GroupAsync(transaction, root, cancellationToken)).Union(free);
            var standing = group.ToDictionary(row => row, row => row == edge.Merged || row == root ? null : free.Contains(row) ? edge.Merged : root);
            await transaction.Command(
                "UPDATE customer_merge SET undone_at = @at, undone_by = @who WHERE id = @id", ("id", merge), ("at", Now), ("who", caller.Id)).RunAsync(cancellationToken);
            await StandAsync(transaction, standing, version, cancellationToken);
            await audit.AddAsync(transaction, caller, "customer.unmerged", "customer", root, null, $$"""{"merge":"{{merge}}","merged":"{{edge.Merged}}"}""", cancellationToken);
            return new CustomerChange(ChangeOutcome.Done, edge.Merged);
        },
        cancellationToken);

    /// <summary>Says of two customers that they are not one.</summary>
    internal Task<bool> DismissAsync(string one, string other, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var (first, second) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
            var found = await transaction.Command(
                "UPDATE customer_duplicate SET dismissed_at = @at, dismissed_by = @who WHERE one = @one AND other = @other AND dismissed_at IS NULL",
                ("one", first), ("other", second), ("at", Now), ("who", caller.Id)).RunAsync(cancellationToken);
            if (found > 0)
            {
                await audit.AddAsync(transaction, caller, "customer.told-apart", "customer", first, null, $$"""{"other":"{{second}}"}""", cancellationToken);
            }

            return found > 0;
        },
        cancellationToken);

    private static async Task<string?> RootAsync(DbTransaction transaction, string id, CancellationToken cancellationToken) =>
        await transaction.Command("SELECT coalesce(merged_into, id) FROM member WHERE id = @id AND NOT gone", ("id", id)).ListAsync(r => r.GetString(0), cancellationToken) is [var root] ? root : null;

    private static async Task<string?> StandsForAsync(DbTransaction transaction, string id, CancellationToken cancellationToken) =>
        await transaction.Command("SELECT merged_into FROM member WHERE id = @id AND NOT gone", ("id", id)).ListAsync(r => r.Text(0), cancellationToken) is [{ } root] ? root : null;

    private static async Task<List<string>> GroupAsync(DbTransaction transaction, string root, CancellationToken cancellationToken) =>
        await transaction.Command("SELECT id FROM member WHERE id = @root OR merged_into = @root", ("root", root)).ListAsync(r => r.GetString(0), cancellationToken);

    /// <summary>Writes who stands for whom, row by row in the order of ids: ingest locks members in that order too.</summary>
    private static async Task StandAsync(DbTransaction transaction, Dictionary<string, string?> standing, long version, CancellationToken cancellationToken)
    {
        foreach (var (row, root) in standing.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            await transaction.Command(
                "UPDATE member SET merged_into = @root, version = @version, revision = revision + 1 WHERE id = @id", ("id", row), ("root", root), ("version", version)).RunAsync(cancellationToken);
        }
    }

    private static async Task<string> MovedAsync(DbTransaction transaction, List<string> moving, CancellationToken cancellationToken)
    {
        var (sql, parameters) = SqlList.Of("c", moving);
        var said = new StringBuilder("{\"customers\":[").AppendJoin(',', moving.Select(row => $"\"{row}\"")).Append(']');
        foreach (var (word, name) in s_moved)
        {
            var count = (await transaction.Command($"SELECT count(*) FROM {name} WHERE customer IN {sql}", parameters).ListAsync(r => r.GetInt64(0), cancellationToken))[0];
            said.Append(System.Globalization.CultureInfo.InvariantCulture, $",\"{word}\":{count}");
        }

        return said.Append('}').ToString();
    }

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
