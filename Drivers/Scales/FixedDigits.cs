using System.Buffers.Text;

namespace Drivers.Scales;

/// <summary>Weights out of checked digits: no sign, no exponent, no culture, bounded length.</summary>
internal static class FixedDigits
{
    private const int MostDigits = 7;
    private const int MostDecimals = 4;

    /// <summary>Whether there is nothing but digits, and at least one.</summary>
    public static bool Are(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>The whole number that up to 13 digits stand for.</summary>
    public static long Whole(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out long number, out _) ? number : 0;

    /// <summary>Digits of which the last <paramref name="decimals"/> stand behind the point.</summary>
    public static decimal Weight(ReadOnlySpan<byte> digits, int decimals, bool negative = false) => Scaled(Whole(digits), decimals, negative);

    /// <summary>A count of the last place, with so many decimals.</summary>
    public static decimal Scaled(long count, int decimals, bool negative = false) =>
        new(unchecked((int)count), unchecked((int)(count >> 32)), 0, negative && count != 0, (byte)decimals);

    /// <summary>A number with its point: blanks, digits, point, digits.</summary>
    public static bool TryPointed(ReadOnlySpan<byte> field, bool negative, out decimal weight)
    {
        ReadOnlySpan<byte> number = field.TrimStart((byte)' ');
        int point = number.IndexOf((byte)'.');
        weight = 0;
        if (point <= 0 || !Are(number[..point]) || !Are(number[(point + 1)..]))
            return false;
        int decimals = number.Length - point - 1;
        if (decimals > MostDecimals || number.Length - 1 > MostDigits)
            return false;
        Span<byte> digits = stackalloc byte[MostDigits];
        number[..point].CopyTo(digits);
        number[(point + 1)..].CopyTo(digits[point..]);
        weight = Weight(digits[..(number.Length - 1)], decimals, negative);
        return true;
    }
}
