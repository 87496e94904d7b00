using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes the frames of <see cref="AveryBerkel"/>: pure, at most one frame of memory.</summary>
/// <remarks>
/// <c>02 ID W5 W4 W3 W2 W1 BCC 03</c>. ID: bits 0 to 2 capacity (001 15 kg by 5 g, 010 30 lb by 0.01 lb, 011 6 kg by 2 g), 3 always 1, 4 out of
/// range, 5 always 1, 6 capacity outside that list. BCC: even column parity without STX and ETX. The ID gives unit and point; for other capacities
/// the profile does, and without it there is no weight. Stability is not sent. Bit 7 is the parity of a seven-bit line.
/// </remarks>
/// <param name="unit">The unit where the ID names no capacity of the list.</param>
/// <param name="decimals">Digits behind the point in that case.</param>
public sealed class AveryBerkelDecoder(string? unit = null, int? decimals = null) : WindowDecoder(Length, 0x7F)
{
    internal const int Length = 9;

    private const int WeightAt = 2;
    private const int CheckAt = 7;
    private const int AlwaysOne = 0x28;
    private const int OutOfRange = 0x10;
    private const int OtherCapacity = 0x40;

    private readonly byte[] _last = new byte[Length];

    /// <summary>The last whole frame, as it came: what is sent back.</summary>
    internal ReadOnlyMemory<byte> Last => _last;

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Handshake.Stx)
            return Judgement.Skip(NextStart(window, 0, [Handshake.Stx]));
        int misfit = 1;
        while (misfit < window.Length && Fits(window, misfit))
            misfit++;
        if (misfit < window.Length)
            return Broken(window, window[1..].Contains(Handshake.Stx) ? FrameErrors.Incomplete : FrameErrors.Invalid, [Handshake.Stx]);
        if (window.Length < Length)
            return Judgement.Wait;
        if (Handshake.Bcc(window[1..CheckAt]) != window[CheckAt])
            return Broken(window, FrameErrors.BadBcc, [Handshake.Stx]);
        window[..Length].CopyTo(_last);
        return new Judgement(Length, Decode(window[1], window[WeightAt..CheckAt]));
    }

    private static bool Fits(ReadOnlySpan<byte> window, int place) => place switch
    {
        1 => (window[1] & AlwaysOne) == AlwaysOne,
        < CheckAt => char.IsAsciiDigit((char)window[place]) || ((window[1] & OutOfRange) != 0 && window[place] is >= 0x20 and < 0x7F),
        CheckAt => true,
        _ => window[place] == Handshake.Etx,
    };

    private WeightFrame Decode(int id, ReadOnlySpan<byte> digits)
    {
        if ((id & OutOfRange) != 0)
            return WeightFrame.Unreadable("over_or_under_range");
        (string? Unit, int? Decimals) shown = (id & (OtherCapacity | 0x07)) switch
        {
            1 or 3 => ("kg", 3),
            2 => ("lb", 2),
            _ => (unit, decimals),
        };
        return shown is (string known, int places)
            ? new WeightFrame(FixedDigits.Weight(digits, places), known, null, NetGross.Unknown, [], [])
            : WeightFrame.Unreadable("unknown_capacity");
    }
}
