using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Adam lines: <c>G     +   2.00 kg</c> with a name, <c>-   0.100 kg</c> or <c>       123.45 g</c> without.</summary>
/// <remarks>
/// <c>G</c> gross and <c>N</c> net, both of a settled load; without a name the line says neither. Over and under show as <c>^^^^</c>, <c>____</c> or
/// <c>----</c> in the place of the digits, which is no weight. A line without a name has no header, and none has a checksum: a digit or a
/// minus that turned into another legal byte, or a byte lost, cannot be seen. Sources: CPWplus manual p. 16, Highland manual p. 29.
/// </remarks>
internal sealed class AdamFormat : ILineFormat
{
    private const int NarrowestField = 9;
    private const int SignedField = 10;

    /// <inheritdoc/>
    public int Longest => 32;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) => Name(text) != NetGross.Unknown || PrintedField.Begins(text, NarrowestField);

    /// <inheritdoc/>
    public bool MayRemain(ReadOnlySpan<byte> before) =>
        before is [(byte)'G' or (byte)'N'] || PrintedField.MayRemain(Name(before) == NetGross.Unknown ? before : before[1..]);

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        NetGross kind = Name(line);
        ReadOnlySpan<byte> field = kind == NetGross.Unknown ? line : line[1..];
        if (PrintedField.SignIsNear(field, SignedField) && TextNumber.TryReadWithUnit(field, out decimal weight, out string unit))
            return new WeightFrame(weight, unit, kind == NetGross.Unknown ? null : true, kind, [], []);
        return OutOfRange(field);
    }

    private static NetGross Name(ReadOnlySpan<byte> line) => line switch
    {
        [(byte)'G', (byte)' ', ..] => NetGross.Gross,
        [(byte)'N', (byte)' ', ..] => NetGross.Net,
        _ => NetGross.Unknown,
    };

    private static WeightFrame? OutOfRange(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> text = field.Trim((byte)' ');
        int marks = text.IndexOfAnyExcept((byte)'^', (byte)'_');
        ReadOnlySpan<byte> shown = marks < 0 ? text : text[..marks];
        if (shown.Length < 3 || shown.IndexOfAnyExcept(shown[0]) >= 0)
            return null;
        bool hasUnit = marks < 0 || UnitNames.TryRead(text[marks..], out _);
        return hasUnit ? WeightFrame.Unreadable(shown[0] == '^' ? "overload" : "underload") : null;
    }
}
