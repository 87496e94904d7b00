using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>CAS scales and indicators that stream frames of 18 bytes.</summary>
/// <remarks>
/// Line 9600-8N1. <c>02 ST|US|OL , GS|NT , sign W6 blank unit 0D</c>, W6 right-justified. Every byte has its place, so a lost byte is
/// always seen; there is no checksum, and a byte that turned into another legal one is not. A description of the request
/// was not found, so the scale must be set to stream. Source: frames collected from CAS integrations.
/// </remarks>
internal static class Cas18Byte
{
    private const int ContentLength = 16;
    private const byte Comma = (byte)',';
    private const byte Blank = (byte)' ';

    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "cas_18byte",
        Model = "CAS 18-byte frames (streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "19200-8N1", "9600-7E1"],
        CreateDecoder = (_, _) => new MarkedFrames(0x02, 0x0D, ContentLength, Read),
    };

    private static WeightFrame? Read(ReadOnlySpan<byte> content)
    {
        if (content is not [_, _, Comma, _, _, Comma, _, _, _, _, _, _, _, Blank, _, _])
            return null;
        IndicatorState state = IndicatorHeader.State(content[..2]);
        NetGross kind = IndicatorHeader.Kind(content[3..5]);
        if (state is IndicatorState.NotSaid or IndicatorState.Under || kind is NetGross.Unknown or NetGross.Tare)
            return null;
        if (state == IndicatorState.Over)
            return WeightFrame.Unreadable("overload");
        return content[6] is (byte)'+' or (byte)'-' or Blank
            && TextNumber.TryRead(content[6..13], out decimal weight) && UnitNames.TryRead(content[14..], out string unit)
            ? new WeightFrame(weight, unit, state == IndicatorState.Stable, kind, [], [])
            : null;
    }
}
