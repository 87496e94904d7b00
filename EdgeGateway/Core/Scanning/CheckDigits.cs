namespace EdgeGateway.Core.Scanning;

/// <summary>The check digits of bar codes. Pure; every text given must hold only digits unless said otherwise.</summary>
public static class CheckDigits
{
    private const string Set82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private const string PairCharacters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static readonly int[] s_primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

    /// <summary>The check digit that belongs behind <paramref name="digits"/>: weights 3 and 1 from the right, modulo 10.</summary>
    /// <remarks>GS1 General Specifications section 7.9.1; for GTIN-8 to GTIN-14, GLN, SSCC, GSIN, GSRN and the rest of that family.</remarks>
    public static char Mod10(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            sum += (digits[i] - '0') * ((digits.Length - i) % 2 == 1 ? 3 : 1);
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>Whether the last digit is the check digit of those before it; false for fewer than two characters or for others than digits.</summary>
    public static bool HasMod10(ReadOnlySpan<char> digits) => digits.Length > 1 && AreDigits(digits) && Mod10(digits[..^1]) == digits[^1];

    /// <summary>Whether there are only the digits 0 to 9.</summary>
    public static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>
    /// The twelve digits of the UPC-A that a UPC-E stands for. Source: GS1 General Specifications section 5.2.2.4.2.
    /// </summary>
    /// <param name="upcE">Eight digits: number system 0 or 1, six digits, check digit.</param>
    /// <returns>Number system, manufacturer, item and the same check digit; null where it is no UPC-E or its check digit is wrong.</returns>
    public static string? ExpandUpcE(ReadOnlySpan<char> upcE)
    {
        if (upcE.Length != 8 || !AreDigits(upcE) || upcE[0] > '1')
        {
            return null;
        }

        var d = upcE[1..7];
        var body = d[5] switch
        {
            '0' or '1' or '2' => $"{d[..2]}{d[5]}0000{d[2..5]}",
            '3' => $"{d[..3]}00000{d[3..5]}",
            '4' => $"{d[..4]}00000{d[4]}",
            _ => $"{d[..5]}0000{d[5]}",
        };
        var full = $"{upcE[0]}{body}{upcE[7]}";
        return HasMod10(full) ? full : null;
    }

    /// <summary>The check character pair of a Global Model Number. Source: GS1 General Specifications section 7.9.5.</summary>
    /// <param name="text">What stands before the pair, at most 23 characters.</param>
    /// <returns>The pair, or null where a character is not of the set or the text is too long.</returns>
    public static string? AlphanumericPair(ReadOnlySpan<char> text)
    {
        if (text.Length > s_primes.Length)
        {
            return null;
        }

        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = Set82.IndexOf(text[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            sum += value * s_primes[text.Length - 1 - i];
        }

        sum %= 1021;
        return $"{PairCharacters[sum >> 5]}{PairCharacters[sum & 31]}";
    }

    /// <summary>Whether an IBAN's two check digits fit (ISO 13616, modulo 97).</summary>
    public static bool IsIban(ReadOnlySpan<char> iban)
    {
        if (iban.Length is < 5 or > 34 || !char.IsAsciiLetterUpper(iban[0]) || !char.IsAsciiLetterUpper(iban[1]) || !AreDigits(iban[2..4]))
        {
            return false;
        }

        var remainder = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var c = iban[(i + 4) % iban.Length];
            if (char.IsAsciiDigit(c))
            {
                remainder = ((remainder * 10) + c - '0') % 97;
            }
            else if (char.IsAsciiLetterUpper(c))
            {
                remainder = ((remainder * 100) + c - 'A' + 10) % 97;
            }
            else
            {
                return false;
            }
        }

        return remainder == 1;
    }
}
