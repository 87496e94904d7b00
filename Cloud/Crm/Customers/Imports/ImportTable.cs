using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Files of customers, row by row, encrypted while they are here.</summary>
internal sealed class ImportTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private const int RowsAtOnce = 200;

    private static readonly string s_columns = $"id, name, format, headers, mapping, options, state, rows, done, {WhoName.Of("customer_import.who")}, created_at, changed_at, said";

    /// <summary>Keeps a file's rows; they are looked at afterwards.</summary>
    /// <returns>The import's id.</returns>
    /// <exception cref="ImportException">The file cannot be read to its end; nothing of it is kept.</exception>
    internal async Task<string> AddAsync(string name, ImportFile file, Caller caller, MemberKey key, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        await database.WriteAsync(
            async transaction =>
            {
                await transaction.Command(
                    """
                    INSERT INTO customer_import (id, name, format, headers, mapping, options, state, rows, who, role, created_at, changed_at)
                    VALUES (@id, @name, @format, @headers, @mapping, @options, 'reading', 0, @who, @role, @now, @now)
                    """,
                    ("id", id), ("name", name), ("format", file.Format), ("headers", JsonSerializer.Serialize([.. file.Headers], ImportsJson.Default.StringArray)),
                    ("mapping", JsonSerializer.Serialize(ImportMapping.Guess(file.Headers), ImportsJson.Default.DictionaryStringInt32)),
                    ("options", JsonSerializer.Serialize(new ImportOptions(), ImportsJson.Default.ImportOptions)), ("who", caller.Id), ("role", caller.Role.ToString()), ("now", Now)).RunAsync(cancellationToken);
                await audit.AddAsync(transaction, caller, "import.added", "import", id, null, CustomerDetail.Of(("format", file.Format)), cancellationToken);
                return true;
            },
            cancellationToken);
        try
        {
            var rows = 0;
            foreach (var some in file.Rows.Chunk(RowsAtOnce))
            {
                if ((rows += some.Length) > ImportFile.MaxRows)
                {
                    throw new ImportException($"the file has more than {ImportFile.MaxRows} rows; bring it in several files");
                }

                await database.WriteAsync(transaction => KeepAsync(transaction, id, some, key, cancellationToken), cancellationToken);
            }

            await MoveAsync(id, "reading", "checking", rows, cancellationToken);
            return id;
        }
        catch (Exception)
        {
            await DropAsync(id, CancellationToken.None);
            throw;
        }
    }

    /// <summary>An import; null where there is none.</summary>
    internal async Task<ImportView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command($"SELECT {s_columns} FROM customer_import WHERE id = @id", ("id", id)).ListAsync(Read, cancellationToken);
        return found is [var view] ? await CountAsync(connection, view, cancellationToken) : null;
    }

    /// <summary>A page of imports, newest first.</summary>
    internal async Task<ImportPage> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            $"SELECT {s_columns} FROM customer_import {(after is null ? "" : "WHERE id < @after")} ORDER BY id DESC LIMIT @limit",
            after is null ? [("limit", limit + 1)] : [("limit", limit + 1), ("after", after)]).ListAsync(Read, cancellationToken);
        var views = new List<ImportView>();
        foreach (var view in found.Take(limit))
        {
            views.Add(await CountAsync(connection, view, cancellationToken));
        }

        return new ImportPage(views, found.Count > limit ? found[limit - 1].Id : null);
    }

    /// <summary>A page of rows.</summary>
    /// <param name="id">The import.</param>
    /// <param name="outcome">Rows with this outcome only, or null.</param>
    /// <param name="after">The last row's number of the page before, or 0.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="key">Headquarters' key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<ImportRowPage> RowsAsync(string id, string? outcome, int after, int limit, MemberKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"SELECT number, outcome, state, customer, sealed, mistakes FROM customer_import_row WHERE import = @id AND number > @after{(outcome is null ? "" : " AND outcome = @outcome")} ORDER BY number LIMIT @limit",
            outcome is null ? [("id", id), ("after", after), ("limit", limit + 1)] : [("id", id), ("after", after), ("limit", limit + 1), ("outcome", outcome)])
            .ListAsync(
                r => new ImportRow(r.GetInt32(0), r.Text(1), r.GetString(2), r.Text(3), ImportBox.Cells(r, 4, id, r.GetInt32(0), key), ImportBox.Mistakes(r, 5, id, r.GetInt32(0), key)), cancellationToken);
        return new ImportRowPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Row.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Changes how a file is to be taken in, and looks at it anew.</summary>
    /// <returns>False where it is not at rest before being applied.</returns>
    internal Task<bool> ChangeAsync(string id, IReadOnlyDictionary<string, int> mapping, ImportOptions options, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction => await transaction.Command(
            "UPDATE customer_import SET mapping = @mapping, options = @options, state = 'checking', done = 0, changed_at = @now, claimed_until = @now, said = NULL WHERE id = @id AND state IN ('ready', 'checking', 'failed')",
            ("id", id), ("mapping", JsonSerializer.Serialize(mapping.ToDictionary(), ImportsJson.Default.DictionaryStringInt32)),
            ("options", JsonSerializer.Serialize(options, ImportsJson.Default.ImportOptions)), ("now", Now)).RunAsync(cancellationToken) > 0,
        cancellationToken);

    /// <summary>Begins a step.</summary>
    /// <returns>False where the import is not where the step begins.</returns>
    internal Task<bool> BeginAsync(string id, string from, string to, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command(
                "UPDATE customer_import SET state = @to, done = 0, changed_at = @now, claimed_until = @now, said = NULL WHERE id = @id AND state = @from",
                ("id", id), ("from", from), ("to", to), ("now", Now)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(transaction, caller, $"import.{to}", "import", id, null, null, cancellationToken);
            return true;
        },
        cancellationToken);

    private Task<bool> MoveAsync(string id, string from, string to, int rows, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction => await transaction.Command(
            "UPDATE customer_import SET state = @to, rows = @rows, changed_at = @now WHERE id = @id AND state = @from", ("id", id), ("from", from), ("to", to), ("rows", rows), ("now", Now))
            .RunAsync(cancellationToken) > 0,
        cancellationToken);

    private Task<int> DropAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await transaction.Command("DELETE FROM customer_import_row WHERE import = @id", ("id", id)).RunAsync(cancellationToken);
            return await transaction.Command("DELETE FROM customer_import WHERE id = @id", ("id", id)).RunAsync(cancellationToken);
        },
        cancellationToken);

    private static Task<int> KeepAsync(DbTransaction transaction, string id, (int Number, string[] Cells, string? Broken)[] rows, MemberKey key, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder("INSERT INTO customer_import_row (import, number, sealed, mistakes) VALUES ");
        var parameters = new List<(string, object?)> { ("id", id) };
        for (var i = 0; i < rows.Length; i++)
        {
            var (number, cells, broken) = rows[i];
            sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}(@id, @n{i}, @s{i}, @m{i})");
            parameters.AddRange(
            [
                ($"n{i}", number), ($"s{i}", ImportBox.Seal(cells, id, number, key)),
                ($"m{i}", broken is null ? null : ImportBox.Seal([new ImportMistake(ImportMistake.WholeRow, broken, "texts with quotation marks around them, and each inside them doubled") { Code = "broken" }], id, number, key)),
            ]);
        }

        return transaction.Command(sql.ToString(), [.. parameters]).RunAsync(cancellationToken);
    }

    private static async Task<ImportView> CountAsync(DbConnection connection, ImportView view, CancellationToken cancellationToken)
    {
        var counts = await connection.Command("SELECT outcome, state, count(*) FROM customer_import_row WHERE import = @id GROUP BY outcome, state", ("id", view.Id))
            .ListAsync(r => (Outcome: r.Text(0), State: r.GetString(1), Rows: (int)r.GetInt64(2)), cancellationToken);
        int Of(string outcome) => counts.Where(c => c.Outcome == outcome).Sum(c => c.Rows);
        int In(string state) => counts.Where(c => c.State == state).Sum(c => c.Rows);
        return view with
        {
            Created = Of("new"), Updated = Of("updated"), Same = Of("same"), Refused = Of("refused"), Applied = In("applied"), Undone = In("undone"), Kept = In("kept"),
        };
    }

    private ImportView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), JsonSerializer.Deserialize(r.GetString(3), ImportsJson.Default.StringArray)!,
        JsonSerializer.Deserialize(r.GetString(4), ImportsJson.Default.DictionaryStringInt32)!, JsonSerializer.Deserialize(r.GetString(5), ImportsJson.Default.ImportOptions)!,
        r.GetString(6), r.GetInt32(7), r.GetInt32(8), 0, 0, 0, 0, 0, 0, 0, r.GetString(9), database.ReadTime(r, 10)!.Value, database.ReadTime(r, 11)!.Value, r.Text(12));

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
