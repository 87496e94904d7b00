using System.Text;

namespace Drivers.Scales;

/// <summary>UPC-E in full, and the check digit that UPC and EAN share. Source: GS1 General Specifications, 5.2 and 7.9.</summary>
internal static class UpcE
{
    /// <summary>Whether the last of these digits is right for the others.</summary>
    public static bool CheckDigitFits(ReadOnlySpan<byte> digits) => CheckDigit(digits[..^1]) == digits[^1];

    /// <summary>Six digits, seven with the number system, or eight with a check digit that fits.</summary>
    public static bool IsWhole(string digits) => digits.Length switch
    {
        6 => true,
        7 => digits[0] is '0' or '1',
        8 => digits[0] is '0' or '1' && Expand(digits)[^1] == digits[^1],
        _ => false,
    };

    /// <summary>The twelve digits that a whole UPC-E stands for.</summary>
    public static string Expand(string digits)
    {
        char system = digits.Length == 6 ? '0' : digits[0];
        string six = digits.Length == 6 ? digits : digits[1..7];
        string eleven = system + six[5] switch
        {
            <= '2' => $"{six[..2]}{six[5]}0000{six[2..5]}",
            '3' => $"{six[..3]}00000{six[3..5]}",
            '4' => $"{six[..4]}00000{six[4]}",
            _ => $"{six[..5]}0000{six[5]}",
        };
        return eleven + (char)CheckDigit(Encoding.ASCII.GetBytes(eleven));
    }

    private static byte CheckDigit(ReadOnlySpan<byte> digits)
    {
        int sum = 0;
        for (int place = 0; place < digits.Length; place++)
            sum += (digits[^(place + 1)] - '0') * (int.IsEvenInteger(place) ? 3 : 1);
        return (byte)('0' + ((10 - (sum % 10)) % 10));
    }
}
