using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Reads what stands between LF and CR in an SMA frame: status, range, kind, motion, one for the future, 10 of weight, 3 of unit.</summary>
/// <remarks>
/// Status <c>Z</c> at zero, <c>O</c> over, <c>U</c> under, <c>E</c> zero error, <c>I</c> initial-zero error, <c>T</c> tare error, blank ok; range <c>1</c> to
/// <c>9</c>; kind <c>G</c>, <c>N</c>, <c>T</c>, in lower case with ten times the resolution; motion <c>M</c> or blank. The unit is padded with
/// underscores. <c>?</c> says that a command is not known, <c>SMA:</c> begins what the scale says of itself. Every byte has its place, so a
/// lost byte is always seen; there is no checksum, and a byte that turned into another legal one is not. Source: SMA SCP-0499.
/// </remarks>
internal static class SmaFrame
{
    private const int WeightLength = 18;
    private const int NumberAt = 5;
    private const int UnitAt = 15;

    private static readonly WeightFrame s_about = new(null, null, null, NetGross.Unknown, [], ["sma"]);

    /// <summary>Bytes between the marks of the longest frame.</summary>
    public const int Longest = 40;

    /// <summary>Reads a frame; null where it is none.</summary>
    public static WeightFrame? Read(ReadOnlySpan<byte> content)
    {
        if (content is [(byte)'?'])
            return WeightFrame.Unreadable("unknown_command");
        if (content.StartsWith("SMA:"u8))
            return s_about;
        if (content is not [_, >= (byte)'1' and <= (byte)'9', _, (byte)'M' or (byte)' ', _, ..] || content.Length != WeightLength)
            return null;
        NetGross kind = content[2] switch
        {
            (byte)'G' or (byte)'g' => NetGross.Gross,
            (byte)'N' or (byte)'n' => NetGross.Net,
            (byte)'T' or (byte)'t' => NetGross.Tare,
            _ => NetGross.Unknown,
        };
        if (kind == NetGross.Unknown || content[4] != ' ')
            return null;
        string? error = content[0] switch
        {
            (byte)' ' or (byte)'Z' => "",
            (byte)'O' => "overload",
            (byte)'U' => "under_zero",
            (byte)'E' => "zero_error",
            (byte)'I' => "initial_zero_error",
            (byte)'T' => "tare_error",
            _ => null,
        };
        if (error is null || error.Length > 0)
            return error is null ? null : WeightFrame.Unreadable(error);
        return TextNumber.TryRead(content[NumberAt..UnitAt], out decimal weight) && UnitNames.TryRead(content[UnitAt..].TrimEnd((byte)'_'), out string unit)
            ? new WeightFrame(weight, unit, content[3] == ' ', kind, [], [])
            : null;
    }
}
