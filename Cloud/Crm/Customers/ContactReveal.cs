using Cloud.Contracts.Members;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Shows what is hidden to somebody who says why; kept in the audit in the same transaction, so that nothing is shown untold.</summary>
internal sealed class ContactReveal(HeadquartersDatabase database, CustomerTable table, CustomerBook book, AuditTable audit)
{
    private const int LeastWhy = 3;
    private const int MostWhy = 200;

    /// <summary>The hidden value; null where it is not known. The change says why it is not shown.</summary>
    internal async Task<(CustomerChange Change, RevealedView? View)> RevealAsync(string id, RevealBody body, Caller caller, MemberKey key, CancellationToken cancellationToken)
    {
        RevealedView? view = null;
        var change = await database.WriteAsync(
            async transaction =>
            {
                if (await book.FindAsync(transaction, CustomerKey.OfId(id), cancellationToken) is not { } customer || await table.ReadAsync(transaction, customer, key, cancellationToken) is not { } known)
                {
                    return new CustomerChange(ChangeOutcome.NotFound, id, $"there is no customer '{id}'");
                }

                if (Mistake(body, known, key.CountryCode) is { } mistake)
                {
                    return new CustomerChange(ChangeOutcome.Wrong, customer, mistake);
                }

                view = new RevealedView(body.What, Value(known.Contact, body.What));
                await audit.AddAsync(transaction, caller, "customer.revealed", "customer", customer, null, CustomerDetail.Of(("what", body.What), ("why", body.Why.Trim())), cancellationToken);
                return new CustomerChange(ChangeOutcome.Done, customer);
            },
            cancellationToken);
        return (change, view);
    }

    /// <summary>What is wrong with a question, or null. The reason outlives the person's erasure, so it must not name the person.</summary>
    private static string? Mistake(RevealBody body, StoredCustomer known, string countryCode)
    {
        if (body.What is not ("phone" or "email" or "card" or "birthday"))
        {
            return $"what is '{body.What}'; expected phone, email, card or birthday";
        }

        var why = body.Why?.Trim() ?? "";
        if (why.Length is < LeastWhy or > MostWhy || why.Any(char.IsControl))
        {
            return $"why has {why.Length} characters; expected {LeastWhy} to {MostWhy} that say what it is needed for";
        }

        return PersonalText.IsIn(why, known, countryCode) ? "why names the person; it is kept for good, so say what it is needed for without a name, number or address" : null;
    }

    private static string? Value(MemberContact contact, string what) => what switch
    {
        "phone" => contact.Phone,
        "email" => contact.Email,
        "card" => contact.Card,
        _ => contact.Birthday,
    };
}
