using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Answers of MT-SICS: <c>S S      0.735 kg</c>, <c>S I</c>, <c>ES</c>, <c>Z A</c>, <c>T S 12.340 g</c>, <c>I4 A "1126493049"</c>.</summary>
/// <remarks>
/// Read by words, not by columns, since the width differs by model. Behind the command's name: <c>S</c> stable, <c>D</c> moving, <c>I</c>
/// understood but not executable now, <c>+</c> overload, <c>-</c> underload, <c>L</c> wrong parameter, <c>A</c> done. <c>ES</c>, <c>ET</c>,
/// <c>EL</c>: the scale did not understand, received damaged, or cannot. There is no checksum: a digit that turned into another, or was
/// lost, cannot be seen.
/// </remarks>
internal sealed class MtSicsFormat : ILineFormat
{
    private const int MostText = 40;

    private static readonly WeightFrame s_zeroDone = Said("zero_done");
    private static readonly WeightFrame s_tareCleared = Said("tare_cleared");

    /// <inheritdoc/>
    public int Longest => 100;

    /// <inheritdoc/>
    public bool MayBegin(ReadOnlySpan<byte> text) =>
        text.StartsWith("S S "u8) || text.StartsWith("S D "u8) || text.StartsWith("T S "u8) || text.StartsWith("TI S "u8)
        || text.StartsWith("TI D "u8) || text.StartsWith("TA A "u8);

    /// <inheritdoc/>
    public WeightFrame? Read(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimEnd((byte)' ');
        if (text is [(byte)'E', var error])
            return Error(error);
        int blank = text.IndexOf((byte)' ');
        if (blank < 0)
            return null;
        ReadOnlySpan<byte> name = text[..blank];
        ReadOnlySpan<byte> rest = text[(blank + 1)..].TrimStart((byte)' ');
        byte status = rest[0];
        if (rest.Length > 1 && rest[1] != ' ')
            return null;
        rest = rest[1..];
        if (rest.IsEmpty && Refusal(name, status) is WeightFrame refusal)
            return refusal;
        return name switch
        {
            [(byte)'S'] => Weight(rest, status, NetGross.Unknown),
            [(byte)'T'] or [(byte)'T', (byte)'I'] => Weight(rest, status, NetGross.Tare),
            [(byte)'T', (byte)'A'] => status == 'A' ? Weight(rest, null, NetGross.Tare) : null,
            [(byte)'T', (byte)'A', (byte)'C'] => status == 'A' && rest.IsEmpty ? s_tareCleared : null,
            [(byte)'Z'] => status == 'A' && rest.IsEmpty ? s_zeroDone : null,
            [(byte)'Z', (byte)'I'] => status is (byte)'S' or (byte)'D' && rest.IsEmpty ? s_zeroDone : null,
            [(byte)'I', >= (byte)'0' and <= (byte)'5'] => Told(name[1], status, rest),
            _ => null,
        };
    }

    private static WeightFrame? Error(byte letter) => letter switch
    {
        (byte)'S' => WeightFrame.Unreadable("syntax_error"),
        (byte)'T' => WeightFrame.Unreadable("transmission_error"),
        (byte)'L' => WeightFrame.Unreadable("logical_error"),
        _ => null,
    };

    private static WeightFrame? Refusal(ReadOnlySpan<byte> name, byte status)
    {
        bool weighs = name is [(byte)'S'] or [(byte)'T'] or [(byte)'T', (byte)'I'] or [(byte)'Z'] or [(byte)'Z', (byte)'I'];
        bool known = weighs || name is [(byte)'T', (byte)'A', ..] or [(byte)'I', >= (byte)'0' and <= (byte)'5'];
        return status switch
        {
            (byte)'I' when known => WeightFrame.Unreadable("not_executable"),
            (byte)'L' when known => WeightFrame.Unreadable("logical_error"),
            (byte)'+' when weighs => WeightFrame.Unreadable("overload"),
            (byte)'-' when weighs => WeightFrame.Unreadable("underload"),
            _ => null,
        };
    }

    private static WeightFrame? Weight(ReadOnlySpan<byte> field, byte? status, NetGross kind)
    {
        if (status is not (null or (byte)'S' or (byte)'D') || !TextNumber.TryReadWithUnit(field, out decimal weight, out string unit))
            return null;
        return new WeightFrame(weight, unit, status is null ? null : status == 'S', kind, [], []);
    }

    /// <summary>What the scale says of itself: the texts in quotes, joined.</summary>
    private static WeightFrame? Told(byte what, byte status, ReadOnlySpan<byte> rest)
    {
        if (status is not ((byte)'A' or (byte)'B'))
            return null;
        int first = rest.IndexOf((byte)'"');
        int last = rest.LastIndexOf((byte)'"');
        if (first < 0 || last == first || last != rest.Length - 1 || rest[first..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0)
            return null;
        string text = Encoding.ASCII.GetString(rest[(first + 1)..last]).Replace("\"", "", StringComparison.Ordinal);
        string name = what switch
        {
            (byte)'0' => "command",
            (byte)'1' => "level",
            (byte)'2' => "model",
            (byte)'3' => "firmware",
            (byte)'4' => "serial_number",
            _ => "software_id",
        };
        return Said($"{name}={(text.Length > MostText ? text[..MostText] : text)}");
    }

    private static WeightFrame Said(string flag) => new(null, null, null, NetGross.Unknown, [], [flag]);
}
