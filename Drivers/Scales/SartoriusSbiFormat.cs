using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>SBI lines of 14 characters (sign, blank, 8 of number, blank, 3 of unit), or 20 with 6 of name in front; CR LF not counted.</summary>
/// <remarks>
/// Names: <c>N</c> net, <c>G</c> gross, <c>T</c>, <c>T1</c> and <c>T2</c> tare, <c>Qnt</c> pieces, <c>Stat</c> a state in words instead of a
/// weight: High, Low, OFF, ERR nnn. A blank unit means that the load moves. A digit that is not verified stands in brackets; it counts, and is
/// flagged. The width is fixed, so a lost byte is always seen; there is no checksum, and a byte that turned into another legal one is
/// not. <c>N</c> and its blanks cut off directly before a line of 14 cannot be told from a line of 20, nor a net weight whose N was damaged
/// from one that does not say. A tare whose name lost a byte is no weight, but one whose whole name is missing (the port was opened directly
/// behind it) is taken for a line of 14.
/// </remarks>
/// <param name="unit">The unit the balance is set to, where the profile names it.</param>
/// <param name="movingWithoutUnit">Whether a moving weight whose unit is not known is given all the same.</param>
internal sealed class SartoriusSbiFormat(string? unit, bool movingWithoutUnit) : ILineFormat
{
    private const int Short = 14;
    private const int NameLength = 6;
    private const int NumberLength = 10;

    /// <inheritdoc/>
    public int Longest => Short + NameLength;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) =>
        (text.Length == Short && text[0] is (byte)'+' or (byte)'-' or (byte)' ') || (text.Length == Longest && text[0] is (byte)'N' or (byte)'G' or (byte)'T' or (byte)'Q' or (byte)'S');

    /// <inheritdoc/>
    public bool MayRemain(ReadOnlySpan<byte> before)
    {
        // Blanks alone are no remains: a wider field of another maker would pass for a line of this one. Neither is what may be left of the
        // name of a tare: with a byte of it lost, its number would be taken for the weight.
        if (before is [(byte)'1' or (byte)'2', .. var behind] && behind.IndexOfAnyExcept((byte)' ') < 0)
            return false;
        if (PrintedField.MayRemain(before))
            return before.IndexOfAnyExcept((byte)' ') >= 0 || before.IsEmpty;
        ReadOnlySpan<byte> name = before[..Math.Min(before.Length, NameLength)];
        return "N     "u8.StartsWith(name) || "G     "u8.StartsWith(name) || "Qnt   "u8.StartsWith(name) || "Stat  "u8.StartsWith(name);
    }

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        if (line.Length == Short)
            return Weight(line, NetGross.Unknown) ?? State(line);
        if (line.Length != Longest)
            return null;
        ReadOnlySpan<byte> rest = line[NameLength..];
        return line[..NameLength].TrimEnd((byte)' ') switch
        {
            [(byte)'N'] => Weight(rest, NetGross.Net),
            [(byte)'G'] => Weight(rest, NetGross.Gross),
            [(byte)'T'] or [(byte)'T', (byte)'1' or (byte)'2'] => Weight(rest, NetGross.Tare),
            [(byte)'Q', (byte)'n', (byte)'t'] => Weight(rest, NetGross.Unknown),
            [(byte)'S', (byte)'t', (byte)'a', (byte)'t'] => State(rest),
            _ => null,
        };
    }

    private WeightFrame? Weight(ReadOnlySpan<byte> field, NetGross kind)
    {
        if (field[0] is not ((byte)'+' or (byte)'-' or (byte)' ') || field[1] != ' ' || field[NumberLength] != ' ')
            return null;
        Span<byte> number = stackalloc byte[NumberLength];
        if (!TryUnbracket(field[..NumberLength], number, out bool bracketed) || !TextNumber.TryRead(number, out decimal weight))
            return null;
        string[] flags = bracketed ? ["unverified_digit"] : [];
        ReadOnlySpan<byte> sent = field[NumberLength..];
        if (sent.IndexOfAnyExcept((byte)' ') < 0)
        {
            return unit is not null || movingWithoutUnit
                ? new WeightFrame(weight, unit, false, kind, [], flags)
                : new WeightFrame(null, null, false, kind, [], ["motion"]);
        }
        if (!UnitNames.TryRead(sent, out string read))
            return null;
        return unit is null || unit == read
            ? new WeightFrame(weight, read, true, kind, [], flags)
            : WeightFrame.Unreadable("unit_mismatch");
    }

    /// <summary>Takes the brackets from a last digit in brackets; false where brackets stand otherwise.</summary>
    private static bool TryUnbracket(ReadOnlySpan<byte> field, Span<byte> number, out bool bracketed)
    {
        number.Fill((byte)' ');
        int open = field.IndexOf((byte)'[');
        bracketed = open >= 0;
        if (!bracketed)
        {
            field.CopyTo(number);
            return true;
        }
        field[..open].CopyTo(number);
        if (field[open..].TrimEnd((byte)' ') is not [_, var digit, (byte)']'])
            return false;
        number[open] = digit;
        return true;
    }

    private static WeightFrame? State(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> words = field.Trim((byte)' ');
        if (words.SequenceEqual("High"u8))
            return WeightFrame.Unreadable("overload");
        if (words.SequenceEqual("Low"u8))
            return WeightFrame.Unreadable("underload");
        if (words.SequenceEqual("OFF"u8))
            return WeightFrame.Unreadable("off");
        ReadOnlySpan<byte> number = words.StartsWith("ERR"u8) ? words[3..].TrimStart((byte)' ') : [];
        return number.Length is > 0 and <= 3 && number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            ? WeightFrame.Unreadable($"err_{System.Text.Encoding.ASCII.GetString(number)}")
            : null;
    }
}
