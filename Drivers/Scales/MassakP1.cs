using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Massa-K terminals in protocol 1, text, asked with <c>W</c> or streaming.</summary>
/// <remarks>
/// Line 9600-8N1; <c>W</c> CR LF asks. Lines <c>S  +001.234 kg</c>: <c>S</c> stable or <c>U</c> unstable, a sign that is always there, digits with a
/// point, unit; gross. Commands are not known. There is no checksum: a digit or a sign that turned into another, or a digit
/// lost, cannot be seen. Source: lines collected from a Massa-K integration.
/// </remarks>
internal static class MassakP1
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "massak_p1",
        Model = "Massa-K protocol 1, text (polled with W, or streaming)",
        Lines = ["9600-8N1", "4800-8N1", "19200-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new Format(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "W\r\n"u8, decoder),
    };

    private sealed class Format : ILineFormat
    {
        public int Longest => 24;

        public bool MayBegin(ReadOnlySpan<byte> text) =>
            text is [(byte)'S' or (byte)'U', (byte)' ', ..] && text[1..].TrimStart((byte)' ') is [(byte)'+' or (byte)'-', ..];

        public WeightFrame? Read(ReadOnlySpan<byte> line) =>
            MayBegin(line) && TextNumber.TryReadWithUnit(line[1..], out decimal weight, out string unit)
                ? new WeightFrame(weight, unit, line[0] == 'S', NetGross.Gross, [], [])
                : null;
    }
}
