using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Keli and other Chinese indicators that stream <c>wn000.104kg</c>.</summary>
/// <remarks>
/// Line 9600-8N1. <c>wn</c>, a minus in the place of the first digit where below zero, digits with a point, unit. The line says nothing of motion, net
/// or gross, and there are no commands. There is no checksum: a digit that turned into another, or was lost, cannot be seen.
/// </remarks>
internal static class KeliWn
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "keli_wn",
        Model = "Keli indicator line wn000.104kg (streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "1200-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new Format(), joinsMidLine: use == ProfileUse.Device),
    };

    private sealed class Format : ILineFormat
    {
        public int Longest => 20;

        public bool MayBegin(ReadOnlySpan<byte> text) => text is [(byte)'w', (byte)'n', ..];

        public WeightFrame? Read(ReadOnlySpan<byte> line) =>
            MayBegin(line) && TextNumber.TryReadWithUnit(line[2..], out decimal weight, out string unit)
                ? new WeightFrame(weight, unit, null, NetGross.Unknown, [], [])
                : null;
    }
}
