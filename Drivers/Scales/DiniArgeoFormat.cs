using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Dini Argeo lines: state, number of the scale, weight with unit, tare with unit: <c>ST,1,   1.240kg,   0.000kg</c>.</summary>
/// <remarks>
/// States <c>ST</c>, <c>US</c>, <c>OL</c> and <c>UL</c>; scale 1 to 9; the tare, <c>PT</c> in front where it was keyed in, may be left out. Whether the
/// weight is net the line does not say. <c>OK</c> and <c>ERRnn</c> answer commands. There is no checksum: a digit or a minus that
/// turned into another legal byte, or a digit lost, cannot be seen.
/// </remarks>
internal sealed class DiniArgeoFormat : ILineFormat
{
    private const int Header = 5;

    private static readonly WeightFrame s_done = new(null, null, null, NetGross.Unknown, [], ["done"]);

    /// <inheritdoc/>
    public int Longest => 48;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) =>
        text is [_, _, (byte)',', >= (byte)'1' and <= (byte)'9', (byte)',', ..] && IndicatorHeader.State(text[..2]) != IndicatorState.NotSaid;

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimEnd((byte)' ');
        if (text.SequenceEqual("OK"u8))
            return s_done;
        if (text is [(byte)'E', (byte)'R', (byte)'R', >= (byte)'0' and <= (byte)'9', >= (byte)'0' and <= (byte)'9'])
            return WeightFrame.Unreadable($"err_{Encoding.ASCII.GetString(text[3..])}");
        if (!MayBegin(text))
            return null;
        IndicatorState state = IndicatorHeader.State(text[..2]);
        ReadOnlySpan<byte> fields = text[Header..];
        if (state is IndicatorState.Over or IndicatorState.Under)
            return fields.Count((byte)',') <= 1 ? WeightFrame.Unreadable(state == IndicatorState.Over ? "overload" : "underload") : null;
        int comma = fields.IndexOf((byte)',');
        if (comma >= 0 && !IsTare(fields[(comma + 1)..]))
            return null;
        return TextNumber.TryReadWithUnit(comma < 0 ? fields : fields[..comma], out decimal weight, out string unit)
            ? new WeightFrame(weight, unit, state == IndicatorState.Stable, NetGross.Unknown, [], [])
            : null;
    }

    private static bool IsTare(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> text = field.TrimStart((byte)' ');
        if (text.StartsWith("PT"u8))
            text = text[2..];
        return TextNumber.TryReadWithUnit(text, out _, out _);
    }
}
