using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts.Members;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>The rows of customers. Who changes one takes the line's next version first (<see cref="MemberTable.NextVersionAsync"/>): its lock makes what is looked up afterwards hold until the commit.</summary>
internal sealed class CustomerTable(HeadquartersDatabase database, TimeProvider clock)
{
    private const string Columns = "id, name, level, contact, usual, notes, assigned_to, home_store, joined_at, last_visit, merged_into, gone, revision";

    /// <summary>A row, or null where there never was one.</summary>
    internal async Task<StoredCustomer?> ReadAsync(DbTransaction transaction, string id, MemberKey? key, CancellationToken cancellationToken) =>
        await transaction.Command($"SELECT {Columns} FROM member WHERE id = @id", ("id", id)).ListAsync(r => Read(r, key), cancellationToken) is [var row] ? row : null;

    /// <summary>All rows of a person, the one who stands for them first.</summary>
    internal async Task<IReadOnlyList<StoredCustomer>> GroupAsync(DbTransaction transaction, string customer, MemberKey? key, CancellationToken cancellationToken) =>
        await transaction.Command($"SELECT {Columns} FROM member WHERE id = @customer OR merged_into = @customer ORDER BY CASE WHEN id = @customer THEN 0 ELSE 1 END, id", ("customer", customer))
            .ListAsync(r => Read(r, key), cancellationToken);

    /// <summary>Creates a row, or brings one back that was erased. The numbers must be nobody else's.</summary>
    internal async Task InsertAsync(DbTransaction transaction, StoredCustomer customer, string source, long version, MemberKey key, CancellationToken cancellationToken)
    {
        await transaction.Command(
            """
            INSERT INTO member (id, code, generation, name, name_key, level, contact, phone_index, email_index, card_index, usual, notes, assigned_to, home_store, joined_at, last_visit, source,
                   gone, version, created_at, updated_at, indexed)
            VALUES (@id, @code, 1, @name, @name_key, @level, @contact, @phone, @email, @card, @usual, @notes, @assigned, @home, @joined, @last_visit, @source, @gone, @version, @now, @now, 1)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, level = excluded.level, contact = excluded.contact,
                   phone_index = excluded.phone_index, email_index = excluded.email_index, card_index = excluded.card_index, usual = excluded.usual, notes = excluded.notes,
                   assigned_to = excluded.assigned_to, home_store = excluded.home_store, joined_at = excluded.joined_at, last_visit = excluded.last_visit, source = excluded.source,
                   gone = excluded.gone, merged_into = NULL, version = excluded.version, updated_at = excluded.updated_at, indexed = 1, revision = member.revision + 1
            """,
            [.. Values(customer, version, key), ("code", MemberCode.NewCode()), ("source", source), ("gone", false)]).RunAsync(cancellationToken);
        await NameAsync(transaction, customer, cancellationToken);
    }

    /// <summary>Writes all that is known of a customer anew.</summary>
    /// <returns>The revision it has now.</returns>
    internal async Task<long> UpdateAsync(DbTransaction transaction, StoredCustomer customer, long version, MemberKey key, CancellationToken cancellationToken)
    {
        var revision = await transaction.Command(
            """
            UPDATE member SET name = @name, name_key = @name_key, level = @level, contact = @contact, phone_index = @phone, email_index = @email, card_index = @card, usual = @usual,
                   notes = @notes, assigned_to = @assigned, home_store = @home, joined_at = @joined, last_visit = coalesce(last_visit, @last_visit), version = @version, updated_at = @now,
                   indexed = 1, revision = revision + 1
            WHERE id = @id RETURNING revision
            """,
            Values(customer, version, key)).ListAsync(r => r.GetInt64(0), cancellationToken);
        await NameAsync(transaction, customer, cancellationToken);
        await TellAsync(transaction, customer.Id, version, cancellationToken);
        return revision[0];
    }

    /// <summary>Removes all that a row says of somebody but its id, so that the stores can be told.</summary>
    internal async Task EmptyAsync(DbTransaction transaction, string id, long version, CancellationToken cancellationToken)
    {
        await transaction.Command(
            """
            UPDATE member SET name = '', name_key = '', level = '', contact = NULL, phone_index = NULL, email_index = NULL, card_index = NULL, usual = '[]', notes = '[]', assigned_to = NULL,
                   home_store = NULL, last_visit = NULL, merged_into = NULL, gone = @gone, generation = generation + 1, version = @version, revision = revision + 1, updated_at = @now
            WHERE id = @id
            """,
            ("id", id), ("gone", true), ("version", version), ("now", Now)).RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM member_name WHERE member = @id", ("id", id)).RunAsync(cancellationToken);
    }

    /// <summary>Gives those who were merged into a customer the version too: they go to the stores with that customer's name.</summary>
    internal static Task<int> TellAsync(DbTransaction transaction, string customer, long version, CancellationToken cancellationToken) =>
        transaction.Command("UPDATE member SET version = @version WHERE merged_into = @id", ("id", customer), ("version", version)).RunAsync(cancellationToken);

    /// <summary>Counts a change of what stands beside the row: tags, notes, consents, identities.</summary>
    internal static Task<int> TouchAsync(DbTransaction transaction, string customer, CancellationToken cancellationToken) =>
        transaction.Command("UPDATE member SET revision = revision + 1 WHERE id = @id", ("id", customer)).RunAsync(cancellationToken);

    private static async Task NameAsync(DbTransaction transaction, StoredCustomer customer, CancellationToken cancellationToken)
    {
        await transaction.Command("DELETE FROM member_name WHERE member = @id", ("id", customer.Id)).RunAsync(cancellationToken);
        await NamePartsAsync(transaction, customer.Id, CustomerName.Key(customer.Name), cancellationToken);
    }

    /// <summary>Writes what a name is found by.</summary>
    internal static async Task NamePartsAsync(DbTransaction transaction, string id, string key, CancellationToken cancellationToken)
    {
        var parts = CustomerName.Parts(key).Distinct(StringComparer.Ordinal).ToArray();
        var rows = string.Join(',', parts.Select((_, i) => $"(@id, @p{i})"));
        await transaction.Command(
            $"INSERT INTO member_name (member, part) VALUES {rows} ON CONFLICT DO NOTHING", [("id", id), .. parts.Select((part, i) => ($"p{i}", (object?)part))]).RunAsync(cancellationToken);
    }

    private (string, object?)[] Values(StoredCustomer customer, long version, MemberKey key) =>
    [
        ("id", customer.Id), ("name", customer.Name), ("name_key", CustomerName.Key(customer.Name)), ("level", customer.Level),
        ("contact", customer.Contact.IsEmpty ? null : key.Seal(JsonSerializer.SerializeToUtf8Bytes(customer.Contact, MembersJson.Default.MemberContact), customer.Id)),
        ("phone", key.PhoneIndex(customer.Contact.Phone)), ("email", key.EmailIndex(customer.Contact.Email)), ("card", key.CardIndex(customer.Contact.Card)),
        ("usual", JsonSerializer.Serialize([.. customer.Usual], MembersJson.Default.MemberGoodsArray)), ("notes", JsonSerializer.Serialize([.. customer.Hints], MembersJson.Default.StringArray)),
        ("assigned", customer.AssignedTo), ("home", customer.HomeStore), ("joined", Time(customer.JoinedAt)), ("last_visit", Time(customer.LastVisit)), ("version", version), ("now", Now),
    ];

    private StoredCustomer Read(DbDataReader r, MemberKey? key) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), MemberQueries.Contact(r, 3, r.GetString(0), key) ?? new MemberContact(null, null, null),
        JsonSerializer.Deserialize(r.GetString(4), MembersJson.Default.MemberGoodsArray)!, JsonSerializer.Deserialize(r.GetString(5), MembersJson.Default.StringArray)!,
        r.Text(6), r.Text(7), database.ReadTime(r, 8), database.ReadTime(r, 9), r.Text(10), r.GetBoolean(11), r.GetInt64(12));

    private object? Time(DateTime? utc) => utc is { } value ? database.ToTime(value) : null;

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
