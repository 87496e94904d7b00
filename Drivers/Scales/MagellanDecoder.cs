using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Takes the messages of a Magellan scanner scale apart: pure, at most one message of memory.</summary>
/// <remarks>
/// <para><c>S</c> … CR. <c>S140</c> not ready, <c>S141</c> in motion, <c>S142</c> over capacity, <c>S143</c> stable zero, <c>S144</c> and digits a
/// stable weight, <c>S145</c> below zero, <c>S11</c> and digits the answer to S11; four digits are hundredths of a pound, five are grams. <c>S08</c>,
/// letters and data: a scan, see <see cref="MagellanScan"/>.</para>
/// <para>A message that lost its CR runs into the next one. Where the whole then fits no message, the last part that does is taken; the data of a scan
/// of free length is never searched for a weight, nor is what follows one that is too long or holds what no message may, up to its CR: a code on a
/// package could weigh goods. Bit 7 is the parity of a seven-bit line.</para>
/// </remarks>
/// <param name="unit">The unit the scale is set to; empty for recorded bytes of which nobody knows it.</param>
public sealed class MagellanDecoder(string unit) : WindowDecoder(Longest, 0x7F)
{
    // A DataBar Expanded Stacked of 74 digits or a GS1-128 of 48, with room.
    private const int Longest = 128;
    private const byte Start = (byte)'S';

    // The rest of a scan that could not be read, up to its CR, is still its data.
    private bool _inGarbledScan;

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (_inGarbledScan)
        {
            _inGarbledScan = window[^1] != Handshake.Cr;
            return Judgement.Skip(window.Length);
        }
        if (window[0] != Start)
            return Judgement.Skip(NextStart(window, 0, [Start]));
        if (window.Length > 1 && window[1] is not ((byte)'0' or (byte)'1'))
            return Judgement.Skip(NextStart(window, 1, [Start]));
        // Only the last byte can be the first CR: every one before it was judged already.
        if (window[^1] != Handshake.Cr)
            return window.Length < Longest && window[^1] is >= 0x20 and < 0x7F or 0x1D ? Judgement.Wait : Garbled(window);
        ReadOnlySpan<byte> message = window[..^1];
        if (Read(message) is WeightFrame frame)
            return new Judgement(window.Length, frame);
        for (int next = NextStart(message, 1, [Start]); next < message.Length; next = NextStart(message, next + 1, [Start]))
        {
            if (Read(message[next..]) is not null)
                return new Judgement(next, WeightFrame.Unreadable(FrameErrors.Incomplete));
        }
        return new Judgement(window.Length, WeightFrame.Unreadable(FrameErrors.Invalid));
    }

    private Judgement Garbled(ReadOnlySpan<byte> window)
    {
        // A, E and F have digits only, in which no message hides: one behind them is whole.
        _inGarbledScan = window is [_, (byte)'0', (byte)'8', not ((byte)'A' or (byte)'E' or (byte)'F'), ..];
        return new(window.Length, WeightFrame.Unreadable(FrameErrors.Invalid));
    }

    private WeightFrame? Read(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("S08"u8))
            return MagellanScan.Decode(message[3..]);
        if (message.StartsWith("S11"u8))
            return Weight(message[3..]);
        if (!message.StartsWith("S14"u8) || message.Length < 4)
            return null;
        if (message[3] == '4')
            return Weight(message[4..]);
        return (message[3], message.Length) switch
        {
            ((byte)'0', 4) => WeightFrame.Unreadable("not_ready_cant_find_zero"),
            ((byte)'1', 4) => new WeightFrame(null, null, false, NetGross.Unknown, [], ["motion"]),
            ((byte)'2', 4) => WeightFrame.Unreadable("over_capacity"),
            ((byte)'3', 4) => Zero(),
            ((byte)'5', 4) => WeightFrame.Unreadable("under_zero"),
            _ => null,
        };
    }

    private WeightFrame? Weight(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is not (4 or 5) || !FixedDigits.Are(digits))
            return null;
        (string Name, int Decimals) sent = digits.Length == 4 ? ("lb", 2) : ("kg", 3);
        return unit.Length > 0 && sent.Name != unit
            ? WeightFrame.Unreadable("unit_mismatch")
            : new WeightFrame(FixedDigits.Weight(digits, sent.Decimals), sent.Name, true, NetGross.Gross, [], []);
    }

    private WeightFrame Zero() => unit.Length == 0
        ? new WeightFrame(0m, null, true, NetGross.Gross, [], [])
        : new WeightFrame(FixedDigits.Scaled(0, unit == "kg" ? 3 : 2), unit, true, NetGross.Gross, [], []);
}
