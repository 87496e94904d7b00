namespace Drivers.Scales;

/// <summary>How much of a text looks like a weight printed right-justified, the way scales without a header begin their lines.</summary>
internal static class PrintedField
{
    /// <summary>
    /// Whether the text begins with blanks or a sign and a number that together fill a field of at least <paramref name="narrowest"/>
    /// characters. Behind the remains of a line that was cut off, only this is a line; <c>1 2.50</c>, a number with a byte
    /// damaged, is none, and neither is the end of a field whose sign was lost.
    /// </summary>
    public static bool Begins(ReadOnlySpan<byte> text, int narrowest)
    {
        int digits = text.IndexOfAnyExcept((byte)' ', (byte)'-', (byte)'+');
        return digits > 0 && char.IsAsciiDigit((char)text[digits]) && text.Length - text[digits..].TrimStart("0123456789.,"u8).Length >= narrowest;
    }

    /// <summary>Whether the text begins as a printed field does: with nothing but blanks, a sign or a digit.</summary>
    public static bool MayRemain(ReadOnlySpan<byte> before)
    {
        ReadOnlySpan<byte> text = before.TrimStart((byte)' ');
        return text.IsEmpty || text[0] is (byte)'-' or (byte)'+' || char.IsAsciiDigit((char)text[0]);
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
