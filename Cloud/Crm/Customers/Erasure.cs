using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Erases a person under all ids: in one transaction here, and at every gateway as soon as it is reached. Books and sums do not change: what they rest on stays, and leads to nobody.</summary>
internal sealed class Erasure(
    HeadquartersDatabase database, CustomerTable table, CustomerBook book, ConsentTable faces, MarketingConsents consents, PersonalScrub scrub, Unlinking unlinking, TableNames tables, AuditTable audit, TimeProvider clock)
{
    private const int LeastWhy = 3;
    private const int MostWhy = 200;

    /// <summary>Erases a person.</summary>
    internal async Task<CustomerChange> EraseAsync(string id, EraseBody body, Caller caller, MemberKey key, CancellationToken cancellationToken)
    {
        var change = await database.WriteAsync(transaction => EraseAsync(transaction, id, body, caller, key, cancellationToken), cancellationToken);
        if (change.Outcome == ChangeOutcome.Done)
        {
            await database.ForgetAsync(cancellationToken);
        }

        return change;
    }

    /// <summary>The latest receipt of a customer as things stand now; null where nothing was erased.</summary>
    internal async Task<ErasureReceipt?> ReceiptAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command("SELECT id, customers, at, who, version, removed FROM customer_erasure WHERE customer = @id ORDER BY at DESC, id DESC LIMIT 1", ("id", id))
            .ListAsync(
                r => (Id: r.GetString(0), Customers: JsonSerializer.Deserialize(r.GetString(1), MembersJson.Default.StringArray)!, At: database.ReadTime(r, 2)!.Value, Who: r.GetString(3), Version: r.GetInt64(4),
                    Removed: JsonSerializer.Deserialize(r.GetString(5), CustomersJson.Default.RemovedPartArray)!),
                cancellationToken);
        if (found is not [var receipt])
        {
            return null;
        }

        var gateways = await GatewaysAsync(connection, receipt.Customers, receipt.Version, cancellationToken);
        return new ErasureReceipt(
            receipt.Id, id, receipt.Customers, receipt.At, receipt.Who, receipt.Removed, gateways, gateways.All(g => g.Profile != OnItsWay && g.Face != OnItsWay), database.Remains);
    }

    private const string OnItsWay = "on its way";

    private async Task<CustomerChange> EraseAsync(DbTransaction transaction, string id, EraseBody body, Caller caller, MemberKey key, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(transaction, CustomerKey.OfId(id), cancellationToken) is { } person)
        {
            await unlinking.LockAsync(transaction, person, cancellationToken);
        }

        var version = await MemberTable.NextVersionAsync(transaction, cancellationToken);
        if (await book.FindAsync(transaction, CustomerKey.OfId(id), cancellationToken) is not { } customer)
        {
            return new CustomerChange(ChangeOutcome.NotFound, id, $"there is no customer '{id}'");
        }

        var rows = await table.GroupAsync(transaction, customer, key, cancellationToken);
        var why = body.Why.Trim();
        if (why.Length is < LeastWhy or > MostWhy || why.Any(char.IsControl) || rows.Any(row => PersonalText.IsIn(why, row, key.CountryCode)))
        {
            return new CustomerChange(ChangeOutcome.Wrong, customer, $"why is kept for good: expected {LeastWhy} to {MostWhy} characters that do not name the person");
        }

        var ids = rows.Select(row => row.Id).Order(StringComparer.Ordinal).ToList();
        var texts = await TextsAsync(transaction, rows, key, cancellationToken);
        var removed = new List<RemovedPart> { new("member", "name, numbers, address, birthday, level, usual goods, hints", rows.Count) };
        foreach (var marketing in MarketingConsents.Current(await consents.HistoryAsync(transaction.Connection!, transaction, customer, cancellationToken)).Where(c => c.Given))
        {
            await consents.WriteAsync(transaction, customer, new ConsentBody(marketing.Purpose, marketing.Channel, false, marketing.TextVersion, marketing.Language), caller.Id, "erasure", cancellationToken);
        }

        foreach (var row in ids)
        {
            await faces.WithdrawAsync(transaction, row, "headquarters", cancellationToken);
            await table.EmptyAsync(transaction, row, version, cancellationToken);
        }

        var (list, values) = SqlList.Of("id", ids);
        foreach (var (name, what) in new[] { ("customer_tag", "tags"), ("customer_note", "notes"), ("customer_identity", "what sources know the person by and said") })
        {
            Add(removed, name, what, await transaction.Command($"DELETE FROM {name} WHERE customer IN {list}", values).RunAsync(cancellationToken));
        }

        Add(removed, "customer_duplicate", "suggestions to merge", await transaction.Command($"DELETE FROM customer_duplicate WHERE one IN {list} OR other IN {list}", values).RunAsync(cancellationToken));
        await transaction.Command(
            $"UPDATE customer_merge SET undone_at = @at, undone_by = 'erasure' WHERE undone_at IS NULL AND merged IN {list}",
            [.. values, ("at", database.ToTime(clock.GetUtcNow().UtcDateTime))]).RunAsync(cancellationToken);
        Add(removed, "customer_import_row", "rows of imported files", await ImportsAsync(transaction, rows, ids, key, cancellationToken));
        removed.AddRange(await scrub.SalesAsync(transaction, ids, texts, cancellationToken));
        removed.AddRange(await unlinking.UnlinkAsync(transaction, ids, cancellationToken));
        removed.AddRange(await scrub.BodiesAsync(transaction, texts, ids, database.ToTime(clock.GetUtcNow().UtcDateTime), cancellationToken));
        var receipt = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        await transaction.Command(
            "INSERT INTO customer_erasure (id, customer, customers, at, who, version, removed) VALUES (@id, @customer, @customers, @at, @who, @version, @removed)",
            ("id", receipt), ("customer", customer), ("customers", JsonSerializer.Serialize([.. ids], MembersJson.Default.StringArray)), ("at", database.ToTime(clock.GetUtcNow().UtcDateTime)),
            ("who", caller.Id), ("version", version), ("removed", JsonSerializer.Serialize([.. removed], CustomersJson.Default.RemovedPartArray))).RunAsync(cancellationToken);
        await audit.AddAsync(transaction, caller, "customer.erased", "customer", customer, null, CustomerDetail.Of(("receipt", receipt), ("why", why)), cancellationToken);
        return new CustomerChange(ChangeOutcome.Done, customer);
    }

    /// <summary>Everything the person is known by here: of every row, and what every source said.</summary>
    private static async Task<IReadOnlyList<string>> TextsAsync(DbTransaction transaction, IReadOnlyList<StoredCustomer> rows, MemberKey key, CancellationToken cancellationToken)
    {
        var texts = rows.SelectMany(row => PersonalText.Of(row, key.CountryCode)).ToList();
        var (list, values) = SqlList.Of("id", [.. rows.Select(row => row.Id)]);
        foreach (var said in await transaction.Command($"SELECT source, sealed FROM customer_identity WHERE customer IN {list}", values)
            .ListAsync(r => CustomerIntake.Said((byte[])r[1], key, r.GetString(0)), cancellationToken))
        {
            if (said is not null)
            {
                texts.AddRange(PersonalText.Of(new StoredCustomer("", said.Name ?? "", "", said.Contact, [], [], null, null, null, null), key.CountryCode));
                texts.Add(said.ExternalId);
            }
        }

        // Short texts, such as a two-letter name or a number of a few digits, would be found in what is other people's.
        return [.. texts.Where(t => t.Length > 3 || t.Any(c => c > 0x2E80)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Forgets the rows of files that hold the person: those that were taken in, and any other with the same number, address or name.</summary>
    private static async Task<int> ImportsAsync(DbTransaction transaction, IReadOnlyList<StoredCustomer> rows, List<string> ids, MemberKey key, CancellationToken cancellationToken)
    {
        const string forget = "UPDATE customer_import_row SET sealed = NULL, before = NULL, mistakes = NULL, phone_index = NULL, email_index = NULL, card_index = NULL, name_index = NULL WHERE sealed IS NOT NULL AND ";
        var (list, values) = SqlList.Of("id", ids);
        var count = await transaction.Command($"{forget} customer IN {list}", values).RunAsync(cancellationToken);
        foreach (var row in rows)
        {
            foreach (var (column, index) in new[]
            {
                ("phone_index", key.PhoneIndex(row.Contact.Phone)), ("email_index", key.EmailIndex(row.Contact.Email)), ("card_index", key.CardIndex(row.Contact.Card)),
                ("name_index", key.IndexOf("name", CustomerName.Key(row.Name))),
            })
            {
                if (index is not null)
                {
                    // Of namesakes only rows that made nobody: who was taken in is another person.
                    count += await transaction.Command($"{forget} {column} = @index{(column == "name_index" ? " AND customer IS NULL" : "")}", ("index", index)).RunAsync(cancellationToken);
                }
            }
        }

        return count;
    }

    private async Task<IReadOnlyList<ErasedAt>> GatewaysAsync(DbConnection connection, IReadOnlyList<string> customers, long version, CancellationToken cancellationToken)
    {
        var (list, values) = SqlList.Of("id", customers);

        // Where profiles go only to the stores that need them, a gateway is through with a version that there was nothing in for it.
        var through = await tables.HasAsync("member_store", cancellationToken) ? "k.seen" : "k.version";
        return await connection.Command(
            $"""
             SELECT g.store, s.name, g.gateway, g.status,
                    CASE WHEN k.gateway IS NULL OR k.members = 0 AND k.version = 0 OR NOT EXISTS (SELECT 1 FROM member m WHERE m.id IN {list} AND m.joined_at IS NOT NULL) THEN 'never there'
                         WHEN k.line = l.line AND {through} >= @version THEN 'removed' ELSE '{OnItsWay}' END,
                    (SELECT CAST(max(CASE c.state WHEN 'withdrawn' THEN 1 ELSE 2 END) AS bigint) FROM member_consent c WHERE c.gateway = g.id AND c.member IN {list}), k.said
             FROM gateway g CROSS JOIN member_line l LEFT JOIN gateway_members k ON k.gateway = g.id LEFT JOIN store s ON s.store = g.store ORDER BY g.store, g.gateway
             """,
            [.. values, ("version", version)]).ListAsync(
            r => new ErasedAt(
                r.GetString(0), r.Text(1) ?? r.GetString(0), r.GetString(2), r.GetString(3) == StateDocument.Online, r.GetString(4),
                r.IsDBNull(5) ? "never there" : r.GetInt64(5) == 1 ? "removed" : OnItsWay, r.Text(6)),
            cancellationToken);
    }

    private static void Add(List<RemovedPart> removed, string where, string what, int rows)
    {
        if (rows > 0)
        {
            removed.Add(new RemovedPart(where, what, rows));
        }
    }
}
