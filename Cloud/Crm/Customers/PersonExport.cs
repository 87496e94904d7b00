using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Everything that is known of a person, for the person: as data, and the same in words.</summary>
internal sealed class PersonExport(HeadquartersDatabase database, CustomerTable table, CustomerBook book, TableNames tables, AuditTable audit, TimeProvider clock)
{
    private const int MostRows = 10_000;

    // Word, table, and the column that says whose a row is. What is encrypted is told decrypted, apart.
    private static readonly (string Word, string Table, string Column)[] s_records =
    [
        ("tags", "customer_tag", "customer"), ("notes", "customer_note", "customer"), ("consents", "customer_consent", "customer"), ("faceConsents", "member_consent", "member"),
        ("faceWithdrawals", "member_withdrawal", "member"), ("sales", "sale", "member"), ("points", "points_entry", "member"), ("pointsAccount", "points_account", "member"), ("levels", "level_change", "member"),
        ("vouchers", "voucher", "member"), ("visits", "member_visit", "member"), ("stores", "member_store", "member"), ("importedRows", "customer_import_row", "customer"),
    ];

    /// <summary>The document; null where there is no such customer. That it was made is kept in the audit.</summary>
    internal async Task<PersonDocument?> MakeAsync(string id, string language, Caller caller, MemberKey key, CancellationToken cancellationToken)
    {
        var document = await database.WriteAsync(
            async transaction =>
            {
                if (await book.FindAsync(transaction, CustomerKey.OfId(id), cancellationToken) is not { } customer)
                {
                    return null;
                }

                var rows = await table.GroupAsync(transaction, customer, key, cancellationToken);
                await audit.AddAsync(transaction, caller, "customer.exported", "customer", customer, null, null, cancellationToken);
                return await DocumentAsync(transaction, customer, rows, language, key, cancellationToken);
            },
            cancellationToken);
        return document;
    }

    private async Task<PersonDocument> DocumentAsync(DbTransaction transaction, string customer, IReadOnlyList<StoredCustomer> rows, string language, MemberKey key, CancellationToken cancellationToken)
    {
        var identities = await transaction.Command($"SELECT source, sealed, since FROM customer_identity WHERE customer IN {CustomerBook.GroupSql} ORDER BY since", ("customer", customer))
            .ListAsync(r => (Said: CustomerIntake.Said((byte[])r[1], key, r.GetString(0))!, Since: database.ReadTime(r, 2)!.Value), cancellationToken);
        var records = new JsonObject
        {
            ["identities"] = new JsonArray([.. identities.Select(i => new JsonObject
            {
                ["source"] = i.Said.Source, ["externalId"] = i.Said.ExternalId, ["since"] = i.Since, ["name"] = i.Said.Name, ["phone"] = i.Said.Phone, ["email"] = i.Said.Email, ["card"] = i.Said.Card,
            })]),
        };
        foreach (var (word, name, column) in s_records)
        {
            if (await tables.HasAsync(name, cancellationToken))
            {
                records[word] = new JsonArray([.. await transaction.Command($"SELECT * FROM {name} WHERE {column} IN {CustomerBook.GroupSql} LIMIT {MostRows}", ("customer", customer))
                    .ListAsync(r => (JsonNode)Row(r), cancellationToken)]);
            }
        }

        if (await tables.HasAsync("sale_line", cancellationToken))
        {
            records["saleLines"] = new JsonArray([.. await transaction.Command(
                $"SELECT l.* FROM sale s JOIN sale_line l ON l.store = s.store AND l.sale = s.id WHERE s.member IN {CustomerBook.GroupSql} LIMIT {MostRows}", ("customer", customer))
                .ListAsync(r => (JsonNode)Row(r), cancellationToken)]);
        }

        records["lookedAt"] = new JsonArray([.. await transaction.Command(
            $"SELECT at, action, role FROM audit_entry WHERE kind = 'customer' AND subject IN {CustomerBook.GroupSql} ORDER BY id LIMIT {MostRows}", ("customer", customer))
            .ListAsync(r => (JsonNode)new JsonObject { ["at"] = database.ReadTime(r, 0), ["action"] = r.GetString(1), ["role"] = r.GetString(2) }, cancellationToken)]);
        var people = new JsonArray([.. rows.Select(row => JsonSerializer.SerializeToNode(CustomerEditing.Body(row), CustomersJson.Default.CustomerBody) is JsonObject body ? With(body, row) : null)]);
        return new PersonDocument(customer, clock.GetUtcNow().UtcDateTime, PersonWords.Of(rows, records, language), JsonSerializer.SerializeToElement(people, CustomersJson.Default.JsonArray), JsonSerializer.SerializeToElement(records, CustomersJson.Default.JsonObject));
    }

    private static JsonObject With(JsonObject body, StoredCustomer row)
    {
        body["id"] = row.Id;
        body["joinedAt"] = row.JoinedAt;
        return body;
    }

    /// <summary>A row as it stands, without what is encrypted; moments in ISO 8601.</summary>
    private JsonObject Row(DbDataReader r)
    {
        var row = new JsonObject();
        for (var i = 0; i < r.FieldCount; i++)
        {
            var name = string.Concat(r.GetName(i).Split('_').Select((part, n) => n == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
            row[name] = r.IsDBNull(i) ? null : r[i] switch
            {
                byte[] => null,
                DateTime at => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
                long number when r.GetName(i) is "at" or "since" || r.GetName(i).EndsWith("_at", StringComparison.Ordinal) => database.ReadTime(r, i)!.Value.ToString("O", CultureInfo.InvariantCulture),
                long number => number,
                int number => number,
                bool flag => flag,
                var other => other.ToString(),
            };
        }

        return row;
    }
}

/// <summary>Everything that is known of a person.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="At">When this was put together.</param>
/// <param name="InWords">The same in sentences.</param>
/// <param name="Person">What is known of the person, under each of the ids.</param>
/// <param name="Records">What happened, kind by kind.</param>
internal sealed record PersonDocument(string Customer, DateTime At, IReadOnlyList<string> InWords, JsonElement Person, JsonElement Records);
