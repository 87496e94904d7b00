using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>The header <c>ST,GS,</c> of indicator lines.</summary>
internal static class IndicatorHeader
{
    /// <summary>Reads both fields, in either order, blanks around them or none. One of them must be a state, and they may not contradict each other.</summary>
    /// <returns>The characters up to and with the second comma; 0 where there is no such header.</returns>
    public static int TryRead(ReadOnlySpan<byte> line, out IndicatorState state, out NetGross kind)
    {
        (state, kind) = (IndicatorState.NotSaid, NetGross.Unknown);
        int first = line.IndexOf((byte)',');
        int second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)',');
        if (second < 0)
            return 0;
        second += first + 1;
        bool known = TryAdd(line[..first], ref state, ref kind) & TryAdd(line[(first + 1)..second], ref state, ref kind);
        if (!known || state == IndicatorState.NotSaid)
            return 0;
        if (kind == NetGross.Unknown)
            kind = NetGross.Gross;
        return second + 1;
    }

    /// <summary>Reads a state word.</summary>
    public static IndicatorState State(ReadOnlySpan<byte> word) => word switch
    {
        [(byte)'S', (byte)'T'] => IndicatorState.Stable,
        [(byte)'U', (byte)'S'] => IndicatorState.Unstable,
        [(byte)'O', (byte)'L'] => IndicatorState.Over,
        [(byte)'U', (byte)'L'] => IndicatorState.Under,
        _ => IndicatorState.NotSaid,
    };

    /// <summary>Reads a kind word.</summary>
    public static NetGross Kind(ReadOnlySpan<byte> word) => word switch
    {
        [(byte)'G', (byte)'S'] => NetGross.Gross,
        [(byte)'N', (byte)'T'] => NetGross.Net,
        [(byte)'T', (byte)'R'] => NetGross.Tare,
        _ => NetGross.Unknown,
    };

    private static bool TryAdd(ReadOnlySpan<byte> field, ref IndicatorState state, ref NetGross kind)
    {
        ReadOnlySpan<byte> word = field.Trim((byte)' ');
        NetGross kindSaid = Kind(word);
        IndicatorState stateSaid = State(word);
        if (kindSaid != NetGross.Unknown && kind == NetGross.Unknown)
            kind = kindSaid;
        else if (stateSaid == IndicatorState.NotSaid)
            return false;
        // ST,US: what is worse holds.
        else if (stateSaid > state)
            state = stateSaid;
        return true;
    }
}
