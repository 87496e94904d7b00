using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Somebody as a source knows them: a till, a web shop, a file. Known by the source's own id they stay who they are; else by card, phone or e-mail; else they are new.</summary>
/// <remarks>
/// What a source says fills what is not known, and replaces what the same source said before; what people or other sources said it does not overwrite. Numbers of several customers are told as a
/// suggestion to merge them, and the new identity joins the one with the surest number.
/// </remarks>
internal sealed class CustomerIntake(HeadquartersDatabase database, CustomerTable table, AuditTable audit, TimeProvider clock)
{
    /// <summary>Takes in what a source says; the same version again changes nothing.</summary>
    internal Task<CustomerChange> TakeAsync(IntakeBody body, Caller caller, MemberKey key, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            // The line's lock: two intakes of one phone number are looked at one after the other, on every node.
            var version = await MemberTable.NextVersionAsync(transaction, cancellationToken);
            return await TakeAsync(transaction, body, version, caller, key, cancellationToken);
        },
        cancellationToken);

    /// <summary>The same in a transaction that has the version already.</summary>
    internal async Task<CustomerChange> TakeAsync(DbTransaction transaction, IntakeBody body, long version, Caller caller, MemberKey key, CancellationToken cancellationToken)
    {
        var index = key.IndexOf("external/" + body.Source, body.ExternalId);
        var identities = await transaction.Command(
            "SELECT customer, version, sealed FROM customer_identity WHERE source = @source AND external_index = @index", ("source", body.Source), ("index", index))
            .ListAsync(r => (Customer: r.GetString(0), Version: r.GetInt64(1), Sealed: (byte[])r[2]), cancellationToken);
        if (identities is [var identity])
        {
            if (identity.Version >= body.Place)
            {
                return new CustomerChange(ChangeOutcome.Done, await RootAsync(transaction, identity.Customer, cancellationToken));
            }

            return await FillAsync(transaction, identity.Customer, body, Said(identity.Sealed, key, body.Source), index, version, caller, key, cancellationToken);
        }

        var matches = await CustomerMatching.FindAsync(transaction, body.Contact, key, cancellationToken);
        if (matches.Count > 0)
        {
            foreach (var other in matches.Where(m => m.Root != matches[0].Root))
            {
                await CustomerMatching.SuggestAsync(transaction, matches[0].Root, other.Root, CustomerMatching.Word(other.Kind), Now, cancellationToken);
            }

            return await FillAsync(transaction, matches[0].Row, body, null, index, version, caller, key, cancellationToken);
        }

        if (body.Name is null)
        {
            return new CustomerChange(ChangeOutcome.Wrong, "", "nobody is known by this, and there is no name to make a customer of: expected name");
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        await table.InsertAsync(transaction, new StoredCustomer(id, body.Name, "", body.Contact, [], [], null, body.Store, null, null), body.Source, version, key, cancellationToken);
        await IdentityAsync(transaction, id, body, index, key, cancellationToken);
        await audit.AddAsync(transaction, caller, "customer.created", "customer", id, body.Store, $$"""{"source":"{{body.Source}}"}""", cancellationToken);
        return new CustomerChange(ChangeOutcome.Created, id, "created", 1);
    }

    /// <summary>What an identity's source said last.</summary>
    internal static IntakeBody? Said(byte[] box, MemberKey key, string source) => JsonSerializer.Deserialize(key.Open(box, "identity/" + source), CustomersJson.Default.IntakeBody);

    private async Task<CustomerChange> FillAsync(
        DbTransaction transaction, string row, IntakeBody body, IntakeBody? before, byte[] index, long version, Caller caller, MemberKey key, CancellationToken cancellationToken)
    {
        if (await table.ReadAsync(transaction, row, key, cancellationToken) is not { Gone: false } known)
        {
            return new CustomerChange(ChangeOutcome.NotFound, row, $"the customer '{row}' was erased");
        }

        var (phone, email, card) = (New(known.Contact.Phone, before?.Phone, body.Phone), New(known.Contact.Email, before?.Email, body.Email), New(known.Contact.Card, before?.Card, body.Card));
        foreach (var match in (await CustomerMatching.FindAsync(transaction, new MemberContact(phone, email, card), key, cancellationToken)).Where(m => m.Row != row))
        {
            // A number is one row's: this one stays with whom it is known, and whether the two are one is for people to say.
            await CustomerMatching.SuggestAsync(transaction, known.Root, match.Root, CustomerMatching.Word(match.Kind), Now, cancellationToken);
            (phone, email, card) = match.Kind switch
            {
                CustomerKeyKind.Phone => (known.Contact.Phone, email, card),
                CustomerKeyKind.Email => (phone, known.Contact.Email, card),
                _ => (phone, email, known.Contact.Card),
            };
        }

        var after = known with
        {
            Name = New(known.Name, before?.Name, body.Name) ?? known.Name, Contact = known.Contact with { Phone = phone, Email = email, Card = card }, HomeStore = known.HomeStore ?? body.Store,
        };
        await IdentityAsync(transaction, row, body, index, key, cancellationToken);
        if (after != known)
        {
            await table.UpdateAsync(transaction, after, version, key, cancellationToken);
            await audit.AddAsync(transaction, caller, "customer.changed", "customer", row, null, $$"""{"source":"{{body.Source}}"}""", cancellationToken);
        }

        return new CustomerChange(ChangeOutcome.Done, known.Root, before is null ? "joined" : "changed");
    }

    private async Task IdentityAsync(DbTransaction transaction, string row, IntakeBody body, byte[] index, MemberKey key, CancellationToken cancellationToken) =>
        await transaction.Command(
            """
            INSERT INTO customer_identity (source, external_index, customer, sealed, version, since, seen_at) VALUES (@source, @index, @customer, @sealed, @version, @now, @now)
            ON CONFLICT (source, external_index) DO UPDATE SET sealed = excluded.sealed, version = excluded.version, seen_at = excluded.seen_at
            """,
            ("source", body.Source), ("index", index), ("customer", row),
            ("sealed", key.Seal(JsonSerializer.SerializeToUtf8Bytes(body, CustomersJson.Default.IntakeBody), "identity/" + body.Source)), ("version", body.Place), ("now", Now)).RunAsync(cancellationToken);

    private static async Task<string> RootAsync(DbTransaction transaction, string row, CancellationToken cancellationToken) =>
        (await transaction.Command("SELECT coalesce(merged_into, id) FROM member WHERE id = @id", ("id", row)).ListAsync(r => r.GetString(0), cancellationToken)) is [var root] ? root : row;

    private static string? New(string? now, string? before, string? said) => said is not null && (now is null || now == before) ? said : now;

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}

/// <summary>Somebody as a source knows them.</summary>
/// <param name="Source">The source: 1 to 64 characters out of a-z 0-9 -, such as <c>web-shop</c>.</param>
/// <param name="ExternalId">The source's own id of them, 1 to 200 characters; kept encrypted and found by a keyed hash.</param>
/// <param name="Version">Counts up with each change at the source; where left out, <paramref name="At"/> counts.</param>
/// <param name="Name">The name; needed where nobody is known by the rest.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Card">The card number.</param>
/// <param name="At">When it was so at the source.</param>
/// <param name="Store">The store, where the source is in one.</param>
internal sealed record IntakeBody(
    string Source, string ExternalId, long? Version = null, string? Name = null, string? Phone = null, string? Email = null, string? Card = null, DateTime? At = null, string? Store = null)
{
    private const int MaxExternalId = 200;

    /// <summary>What tells an earlier word of the source from a later one.</summary>
    internal long Place => Version ?? (At is { } at ? new DateTimeOffset(at.ToUniversalTime()).ToUnixTimeMilliseconds() : 0);

    internal MemberContact Contact => new(Phone, Email, Card);

    /// <summary>Every mistake in one text, or null.</summary>
    internal string? Mistakes(string countryCode) => CustomerRules.Join(
    [
        Identifier.IsValid(Source) ? null : $"source has 1 to {Identifier.MaxLength} characters out of a-z 0-9 -",
        CustomerRules.Text("externalId", ExternalId, 1, MaxExternalId, true),
        Name is null ? null : CustomerRules.Text("name", Name, 1, CustomerRules.MaxName),
        Store is { } store && !Identifier.IsValid(store) ? "store is not the name of a store" : null,
        Version is < 0 ? $"version is {Version}; expected 0 or more" : null,
        .. CustomerRules.Reach(Phone, Email, Card, countryCode),
    ]);

    /// <summary>The same with blanks at the ends of its texts taken away, and empty texts not known.</summary>
    internal IntakeBody Tidy() => this with
    {
        ExternalId = ExternalId.Trim(), Name = CustomerRules.Some(Name), Phone = CustomerRules.Some(Phone), Email = CustomerRules.Some(Email), Card = CustomerRules.Some(Card),
    };

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => $"what {Source} says of somebody";
}
