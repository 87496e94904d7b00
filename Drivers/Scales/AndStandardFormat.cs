using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>The A&amp;D standard line <c>ST,+00123.45  g</c>: header, sign, digits, unit in 15 characters, 16 or 17 where more digits are shown.</summary>
/// <remarks>
/// Headers <c>ST</c> stable, <c>US</c> unstable, <c>OL</c> overload whatever digits follow (<c>OL,+9999999E+19</c> is no number), <c>QT</c> counting and
/// stable; retail models <c>WT</c>, <c>GS</c> gross, <c>NT</c> net, <c>TR</c> tare, which say nothing of motion. <c>EC,E11</c> reports an error. The
/// sign is always there. A line of another length lost a byte; there is no checksum, and a byte that turned into another legal one
/// cannot be seen. Sources: A&amp;D FX-120i and GX-10202M frames, collected.
/// </remarks>
internal sealed class AndStandardFormat : ILineFormat
{
    private const int Shortest = 15;
    private const int Header = 3;
    private const byte Acknowledge = 0x06;

    private static readonly WeightFrame s_acknowledged = new(null, null, null, NetGross.Unknown, [], ["acknowledged"]);

    /// <inheritdoc/>
    public int Longest => 17;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) =>
        text is [_, _, (byte)',', (byte)'+' or (byte)'-', ..] && text[1] is (byte)'T' or (byte)'S' or (byte)'L' or (byte)'R';

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(Acknowledge);
        if (text.IsEmpty)
            return s_acknowledged;
        if (text is [(byte)'E', (byte)'C', (byte)',', (byte)'E', >= (byte)'0' and <= (byte)'9' and var tens, >= (byte)'0' and <= (byte)'9' and var ones])
            return WeightFrame.Unreadable($"ec_e{(char)tens}{(char)ones}");
        if (text is not [_, _, (byte)',', (byte)'+' or (byte)'-', ..])
            return null;
        if (text.Length is < Shortest or > 17)
            return null;
        if (text.StartsWith("OL"u8))
            return text[Header..].Contains((byte)',') ? null : WeightFrame.Unreadable("overload");
        if (!TryHeader(text[..2], out bool? stable, out NetGross kind))
            return null;
        return TextNumber.TryReadWithUnit(text[Header..], out decimal weight, out string unit)
            ? new WeightFrame(weight, unit, stable, kind, [], [])
            : null;
    }

    private static bool TryHeader(ReadOnlySpan<byte> header, out bool? stable, out NetGross kind)
    {
        kind = IndicatorHeader.Kind(header);
        stable = IndicatorHeader.State(header) switch
        {
            IndicatorState.Stable => true,
            IndicatorState.Unstable => false,
            _ => header is [(byte)'Q', (byte)'T'] ? true : null,
        };
        return stable is not null || kind != NetGross.Unknown || header is [(byte)'W', (byte)'T'];
    }
}
