using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>KERN lines: <c>M</c> or a blank, minus or a blank, number right-justified, blank, unit: <c>M-       0.000 kg</c>.</summary>
/// <remarks>
/// A line without the unit is that of a moving load; it is a state and no weight. <c>Error</c> stands for overload and underload alike. With
/// the unit the line says nothing of motion. There is no checksum: a digit or a minus that turned into another legal byte, or a
/// digit lost, cannot be seen. Source: KERN DE manual, remote control.
/// </remarks>
internal sealed class KernDeFormat : ILineFormat
{
    // M or a blank, the place of the minus, 12 of number: what is less may be a line whose minus was lost.
    private const int NarrowestField = 14;
    private const int SignedField = 13;

    private static readonly WeightFrame s_moving = new(null, null, false, NetGross.Unknown, [], ["motion"]);

    /// <inheritdoc/>
    public int Longest => 24;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) =>
        text is [(byte)'M', (byte)' ' or (byte)'-' or (byte)'+', ..] || PrintedField.Begins(text, NarrowestField);

    /// <inheritdoc/>
    public bool MayRemain(ReadOnlySpan<byte> before) => PrintedField.MayRemain(before is [(byte)'M', ..] ? before[1..] : before);

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        if (line.Trim((byte)' ').SequenceEqual("Error"u8))
            return WeightFrame.Unreadable("out_of_range");
        if (line is not [(byte)'M' or (byte)' ', (byte)' ' or (byte)'-' or (byte)'+', ..])
            return null;
        ReadOnlySpan<byte> field = line[1..];
        if (!PrintedField.SignIsNear(field, SignedField))
            return null;
        if (TextNumber.TryReadWithUnit(field, out decimal weight, out string unit))
            return new WeightFrame(weight, unit, null, NetGross.Unknown, [], []);
        return TextNumber.TryRead(field, out _) ? s_moving : null;
    }
}
