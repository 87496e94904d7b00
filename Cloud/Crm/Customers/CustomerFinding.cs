using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Finds the one customer whose number somebody has said, for tills: nobody is listed, and nothing is told that the till does not need.</summary>
internal sealed class CustomerFinding(HeadquartersDatabase database, CustomerBook book)
{
    private const int MaxText = 100;

    /// <summary>What is wrong with a question, or null.</summary>
    internal static string? Mistake(FindBody body)
    {
        var said = new[] { body.Phone, body.Email, body.Card }.Where(text => text is not null).ToArray();
        return said.Length != 1 ? "the customer is named by exactly one of phone, email and card"
            : string.IsNullOrWhiteSpace(said[0]) || said[0]!.Length > MaxText ? $"a number or address has 1 to {MaxText} characters"
            : null;
    }

    /// <summary>The customer, or null where nobody is known by it.</summary>
    internal async Task<FoundCustomer?> FindAsync(FindBody body, CancellationToken cancellationToken)
    {
        var key = body.Phone is { } phone ? CustomerKey.OfPhone(phone) : body.Email is { } email ? CustomerKey.OfEmail(email) : CustomerKey.OfCard(body.Card!);
        await using var connection = await database.OpenAsync(cancellationToken);
        return await book.FindAsync(connection, key, cancellationToken) is not { } customer ? null : (await connection.Command(
            $"""
             SELECT m.name, m.level, (SELECT CAST(coalesce(sum(a.balance), 0) AS bigint) FROM points_account a WHERE a.member IN {CustomerBook.GroupSql})
             FROM member m WHERE m.id = @customer
             """,
            ("customer", customer)).ListAsync(r => new FoundCustomer(customer, CustomerName.Hide(r.GetString(0)), r.GetString(1), r.GetInt64(2)), cancellationToken)).SingleOrDefault();
    }
}

/// <summary>What a customer has said at a till: exactly one of them.</summary>
/// <param name="Phone">A phone number.</param>
/// <param name="Email">An e-mail address.</param>
/// <param name="Card">A card number.</param>
internal sealed record FindBody(string? Phone, string? Email, string? Card);

/// <summary>The customer, as far as a till needs to know.</summary>
/// <param name="Customer">The id that sales name.</param>
/// <param name="Name">The name with all but its beginning hidden.</param>
/// <param name="Level">The level; empty for none.</param>
/// <param name="Points">The points that can be paid with.</param>
internal sealed record FoundCustomer(string Customer, string Name, string Level, long Points);
