using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Toledo do Brasil TI400 indicators in protocol P08, text on demand.</summary>
/// <remarks>
/// Line 9600-8N1. <c>S   09.076 kg</c> is a stable weight; <c>S I</c> moving, <c>S I +</c> over, <c>S I -</c> under capacity. No description of
/// the request was found: <c>S</c> CR LF is what the answers resemble; with the profile's <c>mode</c> set to <c>stream</c> nothing is sent. The line
/// does not say net or gross. There is no checksum: a digit that turned into another, or was lost, cannot be seen.
/// </remarks>
internal static class ToledoTi400P08
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "toledo_ti400_p08",
        Model = "Toledo TI400 protocol P08 (polled with S, or streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "19200-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new Format(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "S\r\n"u8, decoder),
    };

    private sealed class Format : ILineFormat
    {
        private const int WidestField = 10;

        private static readonly WeightFrame s_moving = new(null, null, false, NetGross.Unknown, [], ["motion"]);

        public int Longest => 24;

        public bool MayBegin(ReadOnlySpan<byte> text) => text is [(byte)'S', (byte)' ', ..];

        public WeightFrame? Read(ReadOnlySpan<byte> line)
        {
            if (!MayBegin(line))
                return null;
            ReadOnlySpan<byte> text = line[1..].Trim((byte)' ');
            return text switch
            {
                [(byte)'I'] => s_moving,
                [(byte)'I', (byte)' ', (byte)'+'] => WeightFrame.Unreadable("overload"),
                [(byte)'I', (byte)' ', (byte)'-'] => WeightFrame.Unreadable("underload"),
                // A plus is what tells Massa-K protocol 1 from this one.
                [(byte)'+', ..] => null,
                // The field is wider in MT-SICS, whose S S would else pass for the remains of S and a line of this protocol.
                _ => line.LastIndexOfAnyInRange((byte)'0', (byte)'9') <= WidestField && TextNumber.TryReadWithUnit(text, out decimal weight, out string unit)
                    ? new WeightFrame(weight, unit, true, NetGross.Unknown, [], [])
                    : null,
            };
        }
    }
}
