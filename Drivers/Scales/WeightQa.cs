using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Quality-control scales that stream <c>+007.12/3 G S</c>.</summary>
/// <remarks>
/// Line 9600-8N1. Sign, weight, slash, a digit from 0 (stable) to 8 (very unstable), unit, mode: <c>S</c> standard and <c>N</c> net. The sign is always
/// there. No commands are known. There is no checksum: a digit or a sign that turned into another, or a digit lost, cannot be seen.
/// </remarks>
internal static class WeightQa
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "weightqa",
        Model = "Quality-control line +007.12/3 G S (streaming)",
        Lines = ["9600-8N1", "4800-8N1", "19200-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new Format(), joinsMidLine: use == ProfileUse.Device),
    };

    private sealed class Format : ILineFormat
    {
        public int Longest => 24;

        public bool MayBegin(ReadOnlySpan<byte> text) => text is [(byte)'+' or (byte)'-', >= (byte)'0' and <= (byte)'9', ..];

        public WeightFrame? Read(ReadOnlySpan<byte> line)
        {
            int slash = line.IndexOf((byte)'/');
            if (slash < 0 || !MayBegin(line)
                || line[(slash + 1)..].TrimEnd((byte)' ') is not [>= (byte)'0' and <= (byte)'8' and var motion, (byte)' ', .. var sent, (byte)' ', var mode]
                || mode is not ((byte)'S' or (byte)'N'))
                return null;
            return TextNumber.TryRead(line[..slash], out decimal weight) && UnitNames.TryRead(sent, out string unit)
                ? new WeightFrame(weight, unit, motion == '0', mode == 'N' ? NetGross.Net : NetGross.Gross, [], [])
                : null;
        }
    }
}
