using System.Data.Common;
using System.Globalization;
using System.Text;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Looks at a file's rows without changing any customer: what each would do, and what is wrong with it. Begun again after a crash, from the first row.</summary>
internal sealed class ImportCheck(HeadquartersDatabase database, CustomerTable table, TimeProvider clock)
{
    internal const int RowsAtOnce = 200;

    /// <summary>Numbers that rows before had, and which row: a number is one row's in a file.</summary>
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Looks at some rows.</summary>
    /// <returns>The last row's number, or null where there are no more.</returns>
    internal Task<int?> SomeAsync(ImportStep step, int after, CancellationToken cancellationToken) => database.WriteAsync<int?>(
        async transaction =>
        {
            var rows = await transaction.Command(
                "SELECT number, sealed, mistakes FROM customer_import_row WHERE import = @id AND number > @after ORDER BY number LIMIT @most",
                ("id", step.Id), ("after", after), ("most", RowsAtOnce))
                .ListAsync(
                    r => (Number: r.GetInt32(0), Cells: ImportBox.Cells(r, 1, step.Id, r.GetInt32(0), step.Key), Broken: ImportBox.Mistakes(r, 2, step.Id, r.GetInt32(0), step.Key).FindAll(m => m.Column == ImportMistake.WholeRow)), cancellationToken);
            if (rows.Count == 0)
            {
                return null;
            }

            var sql = new StringBuilder("INSERT INTO customer_import_row (import, number, outcome, mistakes, customer, phone_index, email_index, card_index, name_index) VALUES ");
            var parameters = new List<(string, object?)> { ("id", step.Id) };
            for (var i = 0; i < rows.Count; i++)
            {
                var (number, cells, broken) = rows[i];
                var mistakes = new List<ImportMistake>(broken);
                var draft = broken.Count > 0 ? null : ImportDraft.Read(cells, step.Headers, step.Mapping, step.Key.CountryCode, mistakes);
                var (outcome, customer) = draft is null ? ("refused", null) : await LookAsync(transaction, step, draft, number, mistakes, cancellationToken);
                sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}(@id, @n{i}, @o{i}, @m{i}, @c{i}, @p{i}, @e{i}, @k{i}, @x{i})");
                parameters.AddRange(
                [
                    ($"n{i}", number), ($"o{i}", outcome), ($"m{i}", mistakes.Count == 0 ? null : ImportBox.Seal(mistakes, step.Id, number, step.Key)), ($"c{i}", customer),
                    ($"p{i}", Index(step, cells, "phone", step.Key.PhoneIndex)), ($"e{i}", Index(step, cells, "email", step.Key.EmailIndex)), ($"k{i}", Index(step, cells, "card", step.Key.CardIndex)),
                    ($"x{i}", Index(step, cells, "name", name => NameIndex(step, name!))),
                ]);
            }

            sql.Append(" ON CONFLICT (import, number) DO UPDATE SET outcome = excluded.outcome, mistakes = excluded.mistakes, customer = excluded.customer, phone_index = excluded.phone_index, email_index = excluded.email_index, card_index = excluded.card_index, name_index = excluded.name_index");
            await transaction.Command(sql.ToString(), [.. parameters]).RunAsync(cancellationToken);
            await transaction.Command("UPDATE customer_import SET done = @done WHERE id = @id AND state = 'checking'", ("id", step.Id), ("done", rows[^1].Number)).RunAsync(cancellationToken);
            return rows[^1].Number;
        },
        cancellationToken);

    /// <summary>Where the rows of a name are found: an erasure looks for them.</summary>
    internal static byte[] NameIndex(ImportStep step, string name) => step.Key.IndexOf("name", CustomerName.Key(name));

    private async Task<(string Outcome, string? Customer)> LookAsync(
        DbTransaction transaction, ImportStep step, ImportDraft draft, int number, List<ImportMistake> mistakes, CancellationToken cancellationToken)
    {
        foreach (var (field, index) in new[]
        {
            ("phone", step.Key.PhoneIndex(draft.Contact.Phone)), ("email", step.Key.EmailIndex(draft.Contact.Email)), ("card", step.Key.CardIndex(draft.Contact.Card)),
            ("externalId", draft.ExternalId is { } external ? step.Key.IndexOf("external/import", external) : null),
        })
        {
            if (index is not null && !_seen.TryAdd(field[0] + Convert.ToHexString(index), number) && _seen[field[0] + Convert.ToHexString(index)] is var earlier && earlier != number)
            {
                var earlierRow = earlier.ToString(CultureInfo.InvariantCulture);
                mistakes.Add(new ImportMistake(step.Headers[step.Mapping[field]], "the same as in row " + earlierRow, "a number of its own: one customer is one row") { Code = "again", Values = [earlierRow] });
            }
        }

        if (mistakes.Count > 0)
        {
            return ("refused", null);
        }

        var target = await ImportTarget.FindAsync(transaction, draft, step, cancellationToken);
        if (target.Against is { } against)
        {
            mistakes.Add(against);
            return ("refused", null);
        }

        if (target.Row is not { } row || await table.ReadAsync(transaction, row, step.Key, cancellationToken) is not { } known)
        {
            return ("new", null);
        }

        var same = draft.Over(known, step.Options.Overwrite, step.Options.Join ? clock.GetUtcNow().UtcDateTime : null) == known && draft.Tags.Count == 0 && draft.Note is null && step.Options.Tag is null;
        return (same ? "same" : "updated", row);
    }

    private static byte[]? Index(ImportStep step, string[] cells, string field, Func<string?, byte[]?> index) =>
        step.Mapping.TryGetValue(field, out var column) && column < cells.Length && CustomerRules.Some(cells[column]) is { } text ? index(text) : null;
}
