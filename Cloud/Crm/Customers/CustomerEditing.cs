using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Customers as people and integrations create and change them, one at a time.</summary>
internal sealed class CustomerEditing(HeadquartersDatabase database, CustomerTable table, AuditTable audit, TimeProvider clock)
{
    private static readonly string[] s_fields =
        ["name", "level", "phone", "email", "card", "birthday", "usual", "hints", "assignedTo", "homeStore", "joined", "lastVisit"];

    /// <summary>Creates a customer under an id, or replaces all that is known of one.</summary>
    /// <param name="id">The id.</param>
    /// <param name="body">What is known; has been found good.</param>
    /// <param name="mayReplace">False where somebody who is there already stands against it.</param>
    /// <param name="source">Where a new customer comes from.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="key">Headquarters' key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<CustomerChange> SetAsync(string id, CustomerBody body, bool mayReplace, string source, Caller caller, MemberKey key, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var version = await MemberTable.NextVersionAsync(transaction, cancellationToken);
            var known = await table.ReadAsync(transaction, id, key, cancellationToken);
            if (await AgainstAsync(transaction, id, known?.Root ?? id, body.Contact, key, cancellationToken) is { } against)
            {
                return against;
            }

            if (known is { Gone: false } && !mayReplace)
            {
                return new CustomerChange(ChangeOutcome.Conflict, id, $"there is a customer '{id}' already");
            }

            if (known is null or { Gone: true })
            {
                await table.InsertAsync(transaction, Stored(id, body, null), source, version, key, cancellationToken);
                await audit.AddAsync(transaction, caller, "customer.created", "customer", id, body.HomeStore, null, cancellationToken);
                return new CustomerChange(ChangeOutcome.Created, id, "", known is null ? 1 : known.Revision + 1);
            }

            var revision = await table.UpdateAsync(transaction, Stored(id, body, known), version, key, cancellationToken);
            await audit.AddAsync(transaction, caller, "customer.changed", "customer", id, body.HomeStore, Fields(Changed(known, body)), cancellationToken);
            return new CustomerChange(ChangeOutcome.Done, id, "", revision);
        },
        cancellationToken);

    /// <summary>Changes what a patch names: null takes away (RFC 7396).</summary>
    internal Task<CustomerChange> PatchAsync(string id, JsonElement patch, long expected, Caller caller, MemberKey key, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var version = await MemberTable.NextVersionAsync(transaction, cancellationToken);
            if (await table.ReadAsync(transaction, id, key, cancellationToken) is not { Gone: false } named
                || (named.MergedInto is null ? named : await table.ReadAsync(transaction, named.MergedInto, key, cancellationToken)) is not { } known)
            {
                return new CustomerChange(ChangeOutcome.NotFound, id, $"there is no customer '{id}'");
            }

            if (known.Revision != expected)
            {
                return new CustomerChange(ChangeOutcome.Stale, known.Id, $"the customer was changed since revision {expected} and is at {known.Revision} now; read it again", known.Revision);
            }

            if (Patched(known, patch, out var mistake) is not { } body || (mistake = CustomerRules.Check(known.Id, body, key.CountryCode)) is not null)
            {
                return new CustomerChange(ChangeOutcome.Wrong, known.Id, mistake!);
            }

            body = CustomerRules.Tidy(body);
            if (await AgainstAsync(transaction, known.Id, known.Id, body.Contact, key, cancellationToken) is { } against)
            {
                return against;
            }

            var revision = await table.UpdateAsync(transaction, Stored(known.Id, body, known), version, key, cancellationToken);
            await audit.AddAsync(transaction, caller, "customer.changed", "customer", known.Id, body.HomeStore, Fields(Changed(known, body)), cancellationToken);
            return new CustomerChange(ChangeOutcome.Done, known.Id, "", revision);
        },
        cancellationToken);

    /// <summary>The row that a body makes of what was known.</summary>
    internal StoredCustomer Stored(string id, CustomerBody body, StoredCustomer? known) => new(
        id, body.Name, body.Level ?? "", body.Contact, body.Usual ?? [], body.Hints ?? [], body.AssignedTo, body.HomeStore,
        known?.JoinedAt ?? (body.Joined ? clock.GetUtcNow().UtcDateTime : null), body.LastVisit?.ToUniversalTime() ?? known?.LastVisit, known?.MergedInto, false, known?.Revision ?? 1);

    /// <summary>The body that a row would be made of.</summary>
    internal static CustomerBody Body(StoredCustomer known) => new(
        known.Name, known.Level, known.Contact.Phone, known.Contact.Email, known.Contact.Card, known.Contact.Birthday, known.Usual, known.Hints, known.AssignedTo, known.HomeStore,
        known.JoinedAt is not null, known.LastVisit);

    private static async Task<CustomerChange?> AgainstAsync(DbTransaction transaction, string row, string root, MemberContact contact, MemberKey key, CancellationToken cancellationToken)
    {
        foreach (var match in (await CustomerMatching.FindAsync(transaction, contact, key, cancellationToken)).Where(m => m.Row != row))
        {
            var what = CustomerMatching.Word(match.Kind);
            return new CustomerChange(ChangeOutcome.Conflict, match.Root, match.Root == root
                ? $"this {what} is the same person's already, known by '{match.Row}', who was merged into this customer"
                : $"another customer has this {what}: '{match.Root}'. Merge the two where they are one person");
        }

        return null;
    }

    private static CustomerBody? Patched(StoredCustomer known, JsonElement patch, out string? mistake)
    {
        mistake = patch.ValueKind != JsonValueKind.Object ? $"the patch is {patch.ValueKind}; expected an object with what is to change"
            : patch.EnumerateObject().FirstOrDefault(p => !s_fields.Contains(p.Name, StringComparer.Ordinal)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown
                ? $"'{unknown.Name}' cannot be changed; expected any of {string.Join(", ", s_fields)}" : null;
        if (mistake is not null)
        {
            return null;
        }

        var whole = JsonSerializer.SerializeToNode(Body(known), CustomersJson.Default.CustomerBody)!.AsObject();
        foreach (var property in patch.EnumerateObject())
        {
            whole[property.Name] = property.Value.ValueKind == JsonValueKind.Null && property.Name == "joined" ? JsonValue.Create(false) : JsonNode.Parse(property.Value.GetRawText());
        }

        try
        {
            return whole.Deserialize(CustomersJson.Default.CustomerBody);
        }
        catch (JsonException exception)
        {
            mistake = $"{exception.Path?.TrimStart('$', '.')} is not what it should be: {exception.Message.Split(" Path:")[0]}";
            return null;
        }
    }

    private static IEnumerable<string> Changed(StoredCustomer known, CustomerBody body)
    {
        var was = Body(known);
        return ((string Name, bool Same)[])
        [
            ("name", was.Name == body.Name), ("level", was.Level == (body.Level ?? "")), ("phone", was.Phone == body.Phone), ("email", was.Email == body.Email), ("card", was.Card == body.Card),
            ("birthday", was.Birthday == body.Birthday), ("usual", was.Usual!.SequenceEqual(body.Usual ?? [])), ("hints", was.Hints!.SequenceEqual(body.Hints ?? [])),
            ("assignedTo", was.AssignedTo == body.AssignedTo), ("homeStore", was.HomeStore == body.HomeStore), ("joined", was.Joined || !body.Joined),
        ] is var fields ? fields.Where(f => !f.Same).Select(f => f.Name) : [];
    }

    // Names of fields only: what stood in them is personal and the audit outlives it.
    private static string Fields(IEnumerable<string> fields) => $$"""{"fields":[{{string.Join(',', fields.Select(f => $"\"{f}\""))}}]}""";
}
