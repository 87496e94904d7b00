namespace Drivers.Scales;

/// <summary>Reads weights as scales write them.</summary>
internal static class TextNumber
{
    private const int MostDigits = 10;
    private const int MostDecimals = 6;

    /// <summary>
    /// Reads blanks, an optional sign, blanks, digits with at most one point or decimal comma behind the first digit, blanks.
    /// Anything else is no number: dashes, carets, blanks between digits, an exponent, two points, more than 10 digits or 6 decimals.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        text = text.Trim((byte)' ');
        bool negative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..])
            text = text[1..].TrimStart((byte)' ');
        int point = text.IndexOfAny((byte)'.', (byte)',');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.IsEmpty || fraction.Length > MostDecimals || whole.Length + fraction.Length > MostDigits || !AreDigits(whole) || !AreDigits(fraction))
            return false;
        long digits = Value(fraction, Value(whole, 0));
        // The low half as its bits are: a tenth digit may set the highest of them.
        number = new decimal(unchecked((int)digits), (int)(digits >> 32), 0, negative && digits != 0, (byte)fraction.Length);
        return true;
    }

    /// <summary>Reads a number and the unit behind it, blanks between them or none.</summary>
    public static bool TryReadWithUnit(ReadOnlySpan<byte> text, out decimal number, out string unit)
    {
        int last = text.LastIndexOfAnyInRange((byte)'0', (byte)'9');
        // A point without decimals behind it belongs to the number still.
        if (last + 1 < text.Length && text[last + 1] == (byte)'.')
            last++;
        unit = "";
        return TryRead(text[..(last + 1)], out number) && UnitNames.TryRead(text[(last + 1)..], out unit);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static long Value(ReadOnlySpan<byte> digits, long before)
    {
        foreach (byte digit in digits)
            before = (before * 10) + (digit - '0');
        return before;
    }
}
