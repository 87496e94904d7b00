using System.Buffers;

namespace Drivers.Scales;

/// <summary>How much of a text looks like a weight printed right-justified, the way scales without a header begin their lines.</summary>
internal static class PrintedField
{
    private static readonly SearchValues<byte> s_ofNumbers = SearchValues.Create("0123456789.,"u8);

    /// <summary>
    /// Whether the text begins with blanks or a sign and a number that together fill a field of at least <paramref name="narrowest"/>
    /// characters. Behind the remains of a line that was cut off, only this is a line; <c>1 2.50</c>, a number with a byte
    /// damaged, is none, and neither is the end of a field whose sign was lost.
    /// </summary>
    public static bool Begins(ReadOnlySpan<byte> text, int narrowest)
    {
        if (text is not [(byte)' ' or (byte)'-' or (byte)'+', ..])
            return false;
        int digits = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (digits < 0 || text[..digits].IndexOfAnyExcept((byte)' ', (byte)'-', (byte)'+') >= 0)
            return false;
        int behind = text[digits..].IndexOfAnyExcept(s_ofNumbers);
        return (behind < 0 ? text.Length : digits + behind) >= narrowest;
    }

    /// <summary>Whether the text begins as a printed field does: with nothing but blanks, a sign or a digit.</summary>
    public static bool MayRemain(ReadOnlySpan<byte> before)
    {
        ReadOnlySpan<byte> text = before.TrimStart((byte)' ');
        return text.IsEmpty || text[0] is (byte)'-' or (byte)'+' or >= (byte)'0' and <= (byte)'9';
    }

    /// <summary>
    /// Whether a sign, where there is one, stands so near to the number that both fill at most <paramref name="most"/> characters. One
    /// further off may be all that is left of the line before, and would turn the number of the next one negative.
    /// </summary>
    public static bool SignIsNear(ReadOnlySpan<byte> text, int most)
    {
        int sign = text.IndexOfAny((byte)'-', (byte)'+');
        return sign < 0 || text.LastIndexOfAnyInRange((byte)'0', (byte)'9') - sign < most;
    }
}
