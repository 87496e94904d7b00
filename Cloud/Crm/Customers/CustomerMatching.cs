using System.Data.Common;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Who is known by a number or address. Numbers are compared in their normal form and exactly; nothing is ever guessed from a name.</summary>
internal static class CustomerMatching
{
    /// <summary>The rows that somebody's numbers belong to, the surest first: a card is one person's, a phone number a household's at times, an address is shared or typed wrong.</summary>
    internal static async Task<IReadOnlyList<CustomerMatch>> FindAsync(DbTransaction transaction, MemberContact contact, MemberKey key, CancellationToken cancellationToken)
    {
        var found = new List<CustomerMatch>();
        foreach (var (kind, column, index) in new[]
        {
            (CustomerKeyKind.Card, "card_index", key.CardIndex(contact.Card)), (CustomerKeyKind.Phone, "phone_index", key.PhoneIndex(contact.Phone)),
            (CustomerKeyKind.Email, "email_index", key.EmailIndex(contact.Email)),
        })
        {
            if (index is not null)
            {
                found.AddRange(await transaction.Command($"SELECT id, coalesce(merged_into, id) FROM member WHERE {column} = @index AND NOT gone", ("index", index))
                    .ListAsync(r => new CustomerMatch(kind, r.GetString(0), r.GetString(1)), cancellationToken));
            }
        }

        return found;
    }

    /// <summary>Writes down that two customers may be one. Nobody is merged by it; a pair that somebody dismissed stays dismissed.</summary>
    /// <param name="transaction">The transaction of what made it seen.</param>
    /// <param name="one">One of them.</param>
    /// <param name="other">The other.</param>
    /// <param name="why">What they share: card, phone, email or name, with commas between.</param>
    /// <param name="at">When it was seen, as the database takes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task SuggestAsync(DbTransaction transaction, string one, string other, string why, object at, CancellationToken cancellationToken)
    {
        if (one == other)
        {
            return;
        }

        var (first, second) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        await transaction.Command(
            "INSERT INTO customer_duplicate (one, other, why, since) VALUES (@one, @other, @why, @at) ON CONFLICT (one, other) DO NOTHING",
            ("one", first), ("other", second), ("why", why), ("at", at)).RunAsync(cancellationToken);
    }

    /// <summary>The kind as texts say it.</summary>
    internal static string Word(CustomerKeyKind kind) => kind switch
    {
        CustomerKeyKind.Card => "card",
        CustomerKeyKind.Phone => "phone",
        CustomerKeyKind.Email => "email",
        _ => "id",
    };
}

/// <summary>A row that is known by a number.</summary>
/// <param name="Kind">What number.</param>
/// <param name="Row">The row that has it.</param>
/// <param name="Root">The one who stands for the person.</param>
internal readonly record struct CustomerMatch(CustomerKeyKind Kind, string Row, string Root);
