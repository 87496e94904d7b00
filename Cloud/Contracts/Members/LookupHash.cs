using System.Security.Cryptography;
using System.Text;

namespace Cloud.Contracts.Members;

/// <summary>How a card or phone number is found without being kept: HMAC-SHA256 under a key, over a number in its normal form.</summary>
/// <remarks>Who has both the key and a hash can try all phone numbers: it keeps numbers out of files and backups, not from who holds the key.</remarks>
public static class LookupHash
{
    /// <summary>The longest card number, in characters.</summary>
    public const int LongestCard = 32;

    private const int ShortestCard = 4;
    private const int ShortestPhone = 7;
    private const int LongestPhone = 15;

    /// <summary>The hash of a card number, or null where the text cannot be one.</summary>
    public static byte[]? OfCard(ReadOnlySpan<byte> key, string text) => Card(text) is { } card ? Of(key, "card:" + card) : null;

    /// <summary>The hash of a phone number, or null where the text cannot be one.</summary>
    public static byte[]? OfPhone(ReadOnlySpan<byte> key, string text, string countryCode) => Phone(text, countryCode) is { } phone ? Of(key, "phone:" + phone) : null;

    /// <summary>A card number's normal form: 4 to 32 ASCII letters and digits, large, without blanks and dashes. Null where the text is none.</summary>
    public static string? Card(string text)
    {
        var card = Without(text, " -").ToUpperInvariant();
        return card.Length is >= ShortestCard and <= LongestCard && card.All(char.IsAsciiLetterOrDigit) ? card : null;
    }

    /// <summary>A phone number's normal form: country code and number, 7 to 15 digits (ITU-T E.164) without the plus. Null where the text is none.</summary>
    /// <param name="text">As typed: blanks, dashes, dots, slashes and brackets are passed over; <c>+</c> or <c>00</c> says that a country code follows.</param>
    /// <param name="countryCode">The country of a number that does not say its own.</param>
    public static string? Phone(string text, string countryCode)
    {
        var typed = Without(text, " -./()\u00A0");
        var digits = typed.StartsWith('+') ? typed[1..]
            : typed.StartsWith("00", StringComparison.Ordinal) ? typed[2..]
            : countryCode + (typed.StartsWith('0') ? typed[1..] : typed);
        return typed.Length >= ShortestPhone && digits.Length is >= ShortestPhone and <= LongestPhone && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    private static string Without(string text, string passed) => string.Concat(text.Where(c => !passed.Contains(c, StringComparison.Ordinal)));

    private static byte[] Of(ReadOnlySpan<byte> key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
