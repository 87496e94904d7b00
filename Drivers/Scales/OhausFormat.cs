using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Ohaus lines: weight right-justified with its minus, blank, unit, <c>?</c> where not stable, and a legend: <c>       12.73 g    ?</c>.</summary>
/// <remarks>
/// Legends <c>G</c> gross, <c>N</c> or <c>NET</c> net, <c>T</c> or <c>PT</c> tare; without one the line does not say. <c>Err 8.3</c> is
/// overload, <c>Err 8.4</c> underload, <c>ES</c> a command not understood, <c>OK!</c> one that was done. The line has no header and no checksum: a
/// digit or a minus that turned into another legal byte, or a byte lost, cannot be seen. Source: Ohaus RS232 manual p. 5.
/// </remarks>
internal sealed class OhausFormat : ILineFormat
{
    private const int NarrowestField = 8;

    private static readonly WeightFrame s_done = new(null, null, null, NetGross.Unknown, [], ["done"]);

    /// <inheritdoc/>
    public int Longest => 40;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) => PrintedField.Begins(text, NarrowestField);

    /// <inheritdoc/>
    public bool MayRemain(ReadOnlySpan<byte> before) => PrintedField.MayRemain(before);

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        int last = line.LastIndexOfAnyInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> text = line.Trim((byte)' ');
        if (last < 0 || text.StartsWith("Err"u8))
            return Words(text);
        ReadOnlySpan<byte> words = line[(last + 1)..];
        if (words is not [(byte)' ', ..])
            return null;
        words = words.Trim((byte)' ');
        int unitLength = words.IndexOfAny((byte)' ', (byte)'?');
        if (unitLength < 0)
            unitLength = words.Length;
        ReadOnlySpan<byte> legend = words[unitLength..].TrimStart((byte)' ');
        bool moving = legend is [(byte)'?', ..];
        if (moving)
            legend = legend[1..].TrimStart((byte)' ');
        int first = line.IndexOfAnyInRange((byte)'0', (byte)'9');
        return PrintedField.SignIsNear(line[..(last + 1)], last - first + 2)
            && TextNumber.TryRead(line[..(last + 1)], out decimal weight) && UnitNames.TryRead(words[..unitLength], out string unit)
            && TryLegend(legend, out NetGross kind)
            ? new WeightFrame(weight, unit, !moving, kind, [], [])
            : null;
    }

    private static bool TryLegend(ReadOnlySpan<byte> legend, out NetGross kind)
    {
        kind = legend switch
        {
            [(byte)'G'] => NetGross.Gross,
            [(byte)'N'] or [(byte)'N', (byte)'E', (byte)'T'] => NetGross.Net,
            [(byte)'T'] or [(byte)'P', (byte)'T'] => NetGross.Tare,
            _ => NetGross.Unknown,
        };
        return legend.IsEmpty || kind != NetGross.Unknown;
    }

    private static WeightFrame? Words(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("ES"u8))
            return WeightFrame.Unreadable("syntax_error");
        if (text.SequenceEqual("OK!"u8))
            return s_done;
        ReadOnlySpan<byte> number = text.StartsWith("Err"u8) ? text[3..].TrimStart((byte)' ') : [];
        if (number.SequenceEqual("8.3"u8))
            return WeightFrame.Unreadable("overload");
        return number.SequenceEqual("8.4"u8) ? WeightFrame.Unreadable("underload") : null;
    }
}
