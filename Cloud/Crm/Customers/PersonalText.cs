using Cloud.Contracts.Members;

namespace Cloud.Crm.Customers;

/// <summary>The texts that a person is known by, and whether one stands in another text.</summary>
internal static class PersonalText
{
    /// <summary>The texts of one row: name, numbers as they came and in their normal form, address.</summary>
    internal static IEnumerable<string> Of(StoredCustomer customer, string countryCode)
    {
        var contact = customer.Contact;
        string?[] texts =
        [
            customer.Name.Length > 1 ? customer.Name : null, contact.Phone, contact.Phone is { } phone ? LookupHash.Phone(phone, countryCode) : null, contact.Email,
            contact.Email is { } email ? EmailAddress.Normal(email) : null, contact.Card, contact.Card is { } card ? LookupHash.Card(card) : null,
        ];
        var found = texts.OfType<string>().ToList();
        if (found.FirstOrDefault(t => t.StartsWith(countryCode, StringComparison.Ordinal) && t.Length > countryCode.Length + 6 && t.All(char.IsAsciiDigit)) is { } national)
        {
            found.Add(national[countryCode.Length..]);
        }

        return found.Where(t => t.Length > 1).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether a text names a person.</summary>
    internal static bool IsIn(string text, StoredCustomer customer, string countryCode)
    {
        var plain = CustomerName.Key(text);
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return Of(customer, countryCode).Any(t => plain.Contains(CustomerName.Key(t), StringComparison.Ordinal) || (t.Length > 5 && t.All(char.IsAsciiDigit) && digits.Contains(t, StringComparison.Ordinal)));
    }
}
