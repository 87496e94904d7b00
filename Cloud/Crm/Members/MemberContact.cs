using System.Globalization;

namespace Cloud.Crm.Members;

/// <summary>What a customer can be reached by, and the birthday; in the database it is encrypted, on pages it is hidden but for its ends.</summary>
/// <param name="Phone">The phone number as it came.</param>
/// <param name="Email">The e-mail address as it came.</param>
/// <param name="Card">The card number as it came.</param>
/// <param name="Birthday">The day of birth, ISO 8601.</param>
internal sealed record MemberContact(string? Phone, string? Email, string? Card, string? Birthday = null)
{
    private const string Hidden = "****";

    internal bool IsEmpty => Phone is null && Email is null && Card is null && Birthday is null;

    /// <summary>Such as <c>138****8000</c>: the first three and the last four digits of a long number, fewer of a short one.</summary>
    internal string? HiddenPhone => Phone is null ? null : Hide(string.Concat(Phone.Where(char.IsAsciiDigit)), Phone.TrimStart().StartsWith('+') ? "+" : "");

    /// <summary>The last three characters.</summary>
    internal string? HiddenCard => Card is null ? null : Hidden + (Card.Length > 6 ? Card[^3..] : "");

    /// <summary>The first character and the domain.</summary>
    internal string? HiddenEmail => Email?.Split('@') is [{ Length: > 0 } name, var domain] ? $"{name[..1]}***@{domain}" : Email is null ? null : Hidden;

    /// <summary>Month and day, such as <c>--05-17</c>.</summary>
    internal string? HiddenBirthday => DateOnly.TryParseExact(Birthday, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day.ToString("--MM-dd", CultureInfo.InvariantCulture) : null;

    /// <summary>Says nothing of it.</summary>
    public override string ToString() => "contact data";

    private static string Hide(string digits, string plus) => digits.Length switch
    {
        >= 11 => $"{plus}{digits[..^8]}{Hidden}{digits[^4..]}",
        >= 8 => $"{plus}{digits[..2]}{Hidden}{digits[^3..]}",
        _ => Hidden + (digits.Length > 4 ? digits[^2..] : ""),
    };
}
