using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Takes a file's rows into the books, a few a transaction, each with what undoing it needs. What is through is marked in the same transaction, so that a crash repeats nothing.</summary>
internal sealed class ImportApply(HeadquartersDatabase database, CustomerTable table, TimeProvider clock)
{
    private const int RowsAtOnce = 50;

    /// <summary>Takes some rows.</summary>
    /// <returns>Whether there are more.</returns>
    internal Task<bool> SomeAsync(ImportStep step, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            // The line's lock first: another node that thinks this step is its own waits here, and then finds nothing left of these rows.
            var version = await MemberTable.TakeVersionsAsync(transaction, RowsAtOnce, cancellationToken);
            var rows = await transaction.Command(
                "SELECT number, sealed FROM customer_import_row WHERE import = @id AND state = 'waiting' AND outcome IN ('new', 'updated') ORDER BY number LIMIT @most",
                ("id", step.Id), ("most", RowsAtOnce))
                .ListAsync(r => (Number: r.GetInt32(0), Cells: ImportBox.Cells(r, 1, step.Id, r.GetInt32(0), step.Key)), cancellationToken);
            if (rows.Count == 0)
            {
                return false;
            }

            foreach (var (number, cells) in rows)
            {
                await TakeAsync(transaction, step, number, cells, version++, cancellationToken);
            }

            await transaction.Command("UPDATE customer_import SET done = @done WHERE id = @id", ("id", step.Id), ("done", rows[^1].Number)).RunAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task TakeAsync(DbTransaction transaction, ImportStep step, int number, string[] cells, long version, CancellationToken cancellationToken)
    {
        // The customers may have changed since the file was looked at: what is so now decides.
        var mistakes = new List<ImportMistake>();
        var draft = ImportDraft.Read(cells, step.Headers, step.Mapping, step.Key.CountryCode, mistakes);
        var target = draft is null ? default : await ImportTarget.FindAsync(transaction, draft, step, cancellationToken);
        if (draft is null || target.Against is not null)
        {
            await MarkAsync(transaction, step, number, "refused", "waiting", null, 0, null, [.. mistakes, .. target.Against is { } against ? [against] : Array.Empty<ImportMistake>()], cancellationToken);
            return;
        }

        var joined = step.Options.Join ? clock.GetUtcNow().UtcDateTime : (DateTime?)null;
        var known = target.Row is null ? null : await table.ReadAsync(transaction, target.Row, step.Key, cancellationToken);
        var id = known?.Id ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        if (known is null)
        {
            await table.InsertAsync(
                transaction, new StoredCustomer(id, draft.Name, draft.Level ?? "", draft.Contact, [], [], draft.AssignedTo, draft.HomeStore, joined, null), "import", version, step.Key, cancellationToken);
        }
        else
        {
            await table.UpdateAsync(transaction, draft.Over(known, step.Options.Overwrite, joined), version, step.Key, cancellationToken);
        }

        var tags = new List<string>();
        foreach (var tag in draft.Tags.Concat(step.Options.Tag is { } all ? [all] : []).Distinct(StringComparer.Ordinal))
        {
            if (await transaction.Command(
                "INSERT INTO customer_tag (customer, tag, since, who) VALUES (@customer, @tag, @now, @who) ON CONFLICT (customer, tag) DO NOTHING",
                ("customer", id), ("tag", tag), ("now", Now), ("who", step.Who)).RunAsync(cancellationToken) > 0)
            {
                tags.Add(tag);
            }
        }

        var note = draft.Note is null ? null : Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        if (note is not null)
        {
            await transaction.Command(
                "INSERT INTO customer_note (id, customer, at, who, text) VALUES (@id, @customer, @at, @who, @text)",
                ("id", note), ("customer", id), ("at", Now), ("who", step.Who), ("text", draft.Note)).RunAsync(cancellationToken);
        }

        var identity = draft.ExternalId is { } external && await IdentityAsync(transaction, step, id, external, cancellationToken) ? external : null;
        var revision = (await transaction.Command("SELECT revision FROM member WHERE id = @id", ("id", id)).ListAsync(r => r.GetInt64(0), cancellationToken))[0];
        await MarkAsync(transaction, step, number, known is null ? "new" : "updated", "applied", id, revision, new ImportBefore(known, tags, note, identity), [], cancellationToken);
    }

    private async Task<bool> IdentityAsync(DbTransaction transaction, ImportStep step, string customer, string external, CancellationToken cancellationToken) =>
        await transaction.Command(
            """
            INSERT INTO customer_identity (source, external_index, customer, sealed, version, since, seen_at) VALUES ('import', @index, @customer, @sealed, 0, @now, @now)
            ON CONFLICT (source, external_index) DO NOTHING
            """,
            ("index", step.Key.IndexOf("external/import", external)), ("customer", customer),
            ("sealed", step.Key.Seal(JsonSerializer.SerializeToUtf8Bytes(new IntakeBody("import", external), CustomersJson.Default.IntakeBody), "identity/import")), ("now", Now))
            .RunAsync(cancellationToken) > 0;

    private static Task<int> MarkAsync(
        DbTransaction transaction, ImportStep step, int number, string outcome, string state, string? customer, long revision, ImportBefore? before, List<ImportMistake> mistakes,
        CancellationToken cancellationToken) => transaction.Command(
        "UPDATE customer_import_row SET outcome = @outcome, state = @state, customer = @customer, revision = @revision, before = @before, mistakes = @mistakes WHERE import = @id AND number = @number",
        ("id", step.Id), ("number", number), ("outcome", outcome), ("state", state), ("customer", customer), ("revision", revision),
        ("before", before is null ? null : ImportBox.Seal(before, step.Id, number, step.Key)), ("mistakes", mistakes.Count == 0 ? null : ImportBox.Seal(mistakes, step.Id, number, step.Key)))
        .RunAsync(cancellationToken);

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
