using System.Text;

namespace Cloud.Crm.Customers;

/// <summary>E-mail addresses as they are compared.</summary>
internal static class EmailAddress
{
    private const int Longest = 254;

    /// <summary>The normal form: no blanks around it, wide letters narrow, all letters small. Null where the text is no address.</summary>
    /// <remarks>RFC 5321 lets the part before the @ differ by case; no provider that people use does, and a person typed twice is the greater harm.</remarks>
    internal static string? Normal(string text)
    {
        var address = text.Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        return address.Length is >= 3 and <= Longest && address.Split('@') is [{ Length: > 0 }, { Length: > 0 } domain] && !domain.StartsWith('.') && !domain.EndsWith('.')
            && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? address
            : null;
    }
}
