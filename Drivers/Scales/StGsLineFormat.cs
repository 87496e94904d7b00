using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>The line <c>state,kind,weight unit</c>.</summary>
/// <remarks>
/// State <c>ST</c> stable, <c>US</c> unstable, <c>OL</c> over, <c>UL</c> under; kind <c>GS</c> gross, <c>NT</c> net, <c>TR</c> tare. The
/// two may be swapped, and one maker sends the state in the place of the kind (<c>ST,US</c>, USR-W610), so both fields
/// are searched; without a kind the weight is gross. Sign, decimals, blanks and a comma before the unit (Rice Lake 920i) differ by
/// maker; a decimal comma is read as a point. The unit must be there. There is no checksum: a byte that turned into
/// another legal one (a digit, a sign, GS for NT) cannot be seen, nor a digit that was lost.
/// </remarks>
internal sealed class StGsLineFormat : ILineFormat
{
    private const int HeaderLength = 6;

    /// <inheritdoc/>
    public int Longest => 40;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) => IndicatorHeader.TryRead(text, out _, out _) == HeaderLength;

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        int length = IndicatorHeader.TryRead(line, out IndicatorState state, out NetGross kind);
        if (length == 0)
            return null;
        ReadOnlySpan<byte> field = line[length..];
        if (state is IndicatorState.Over or IndicatorState.Under)
            return field.Count((byte)',') <= 1 ? WeightFrame.Unreadable(state == IndicatorState.Over ? "overload" : "underload") : null;
        int comma = field.LastIndexOf((byte)',');
        bool separates = comma > 0 && field[(comma + 1)..].IndexOfAnyInRange((byte)'0', (byte)'9') < 0;
        bool sound = separates
            ? TextNumber.TryRead(field[..comma], out decimal weight) & UnitNames.TryRead(field[(comma + 1)..], out string unit)
            : TextNumber.TryReadWithUnit(field, out weight, out unit);
        return sound ? new WeightFrame(weight, unit, state == IndicatorState.Stable, kind, [], []) : null;
    }
}
