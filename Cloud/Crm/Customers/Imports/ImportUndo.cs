using System.Data.Common;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Takes a file's rows out of the books again, last row first: what was overwritten comes back, who was made goes. What somebody changed since stays, and its row says so.</summary>
internal sealed class ImportUndo(HeadquartersDatabase database, CustomerTable table, TableNames tables)
{
    private const int RowsAtOnce = 50;

    private static readonly (string Table, string Column, string Said)[] s_since =
        [("sale", "member", "has bought since"), ("member_consent", "member", "has consented in a store since"), ("member_visit", "member", "has visited since")];

    /// <summary>Takes out some rows.</summary>
    /// <returns>Whether there are more.</returns>
    internal async Task<bool> SomeAsync(ImportStep step, CancellationToken cancellationToken)
    {
        var since = new List<(string Table, string Column, string Said)>();
        foreach (var one in s_since)
        {
            if (await tables.HasAsync(one.Table, cancellationToken))
            {
                since.Add(one);
            }
        }

        return await database.WriteAsync(
            async transaction =>
            {
                var version = await MemberTable.TakeVersionsAsync(transaction, RowsAtOnce, cancellationToken);
                var rows = await transaction.Command(
                    "SELECT number, customer, revision, before FROM customer_import_row WHERE import = @id AND state = 'applied' ORDER BY number DESC LIMIT @most", ("id", step.Id), ("most", RowsAtOnce))
                    .ListAsync(
                        r => (Number: r.GetInt32(0), Customer: r.GetString(1), Revision: r.GetInt64(2), Before: ImportBox.Before(r, 3, step.Id, r.GetInt32(0), step.Key)), cancellationToken);
                foreach (var (number, customer, revision, before) in rows)
                {
                    var mistake = before is null ? Kept("was erased since", "erased") : await UndoAsync(transaction, step, customer, revision, before, since, version++, cancellationToken);
                    await transaction.Command(
                        "UPDATE customer_import_row SET state = @state, before = NULL, mistakes = @mistakes WHERE import = @id AND number = @number",
                        ("id", step.Id), ("number", number), ("state", mistake is null ? "undone" : "kept"),
                        ("mistakes", mistake is null ? null : ImportBox.Seal([mistake], step.Id, number, step.Key))).RunAsync(cancellationToken);
                }

                if (rows.Count > 0)
                {
                    await transaction.Command("UPDATE customer_import SET done = done + @rows WHERE id = @id", ("id", step.Id), ("rows", rows.Count)).RunAsync(cancellationToken);
                }

                return rows.Count > 0;
            },
            cancellationToken);
    }

    private async Task<ImportMistake?> UndoAsync(
        DbTransaction transaction, ImportStep step, string customer, long revision, ImportBefore before, List<(string Table, string Column, string Said)> since, long version, CancellationToken cancellationToken)
    {
        if (await table.ReadAsync(transaction, customer, step.Key, cancellationToken) is not { Gone: false } now)
        {
            return Kept("was erased since", "erased");
        }

        if (now.Revision != revision)
        {
            return now.MergedInto is null ? Kept("was changed since", "changed") : Kept("was merged with another customer since", "merged");
        }

        if (before.Known is { } known)
        {
            if ((await CustomerMatching.FindAsync(transaction, known.Contact, step.Key, cancellationToken)).FirstOrDefault(m => m.Row != customer) is { Row: { } holder } taken)
            {
                return Kept($"had a {CustomerMatching.Word(taken.Kind)} before that is customer {holder}'s now", "taken", CustomerMatching.Word(taken.Kind), holder);
            }

            // Level and last visit are the programme's and the stores' to say; an import undone takes back its own word only.
            await table.UpdateAsync(transaction, known with { LastVisit = now.LastVisit }, version, step.Key, cancellationToken);
        }
        else
        {
            foreach (var (name, column, said) in since)
            {
                if ((await transaction.Command($"SELECT 1 FROM {name} WHERE {column} = @customer LIMIT 1", ("customer", customer)).ListAsync(r => 1, cancellationToken)).Count > 0)
                {
                    return Kept(said, "used");
                }
            }

            await table.EmptyAsync(transaction, customer, version, cancellationToken);
        }

        foreach (var tag in before.Tags)
        {
            await transaction.Command("DELETE FROM customer_tag WHERE customer = @customer AND tag = @tag", ("customer", customer), ("tag", tag)).RunAsync(cancellationToken);
        }

        await transaction.Command("DELETE FROM customer_note WHERE id = @note AND customer = @customer", ("note", before.Note ?? ""), ("customer", customer)).RunAsync(cancellationToken);
        if (before.Identity is { } external)
        {
            await transaction.Command(
                "DELETE FROM customer_identity WHERE source = 'import' AND external_index = @index AND customer = @customer",
                ("index", step.Key.IndexOf("external/import", external)), ("customer", customer)).RunAsync(cancellationToken);
        }

        return null;
    }

    private static ImportMistake Kept(string said, string code, params string[] values) => new("the customer", said, "as the import left it, to be undone") { Code = code, Values = values };
}
