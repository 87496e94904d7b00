using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes both directions of Dialog 06: pure, at most one record of memory.</summary>
/// <remarks>
/// <c>02 record … 03</c> with ESC between the fields; the host puts EOT before its records, which the direction is not told by: the record
/// number is. Two manuals print EOT in place of the last ETX; a record that is complete there is accepted. Bit 7 is the parity of a seven-bit line.
/// There is no check character; the parity of the line guards it, and a total that is not weight times unit price is an
/// error: the scale, or the line, reckons otherwise than we do.
/// </remarks>
/// <param name="totalStep">The step the scale rounds totals to, in hundredths.</param>
/// <param name="unit">The unit the scale is set to, where a result in another one is to be refused; empty for any.</param>
public sealed class Dialog06Decoder(int totalStep = 1, string unit = "") : WindowDecoder(64, 0x7F)
{
    internal const string Challenge = "checksum challenge";

    private static readonly WeightFrame s_askWeight = Dialog06Record.Flag("host: request weight");

    /// <summary>The unit price in the last weighing result, in hundredths; null before one.</summary>
    internal int? UnitPrice { get; private set; }

    private static ReadOnlySpan<byte> Starts => [Handshake.Eot, Handshake.Stx];

    /// <inheritdoc/>
    protected override int StartLength(ReadOnlySpan<byte> window) => window is [Handshake.Eot, Handshake.Stx, ..] ? 2 : 1;

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        switch (window)
        {
            case [Handshake.Eot]:
                return ended ? Judgement.Skip(1) : Judgement.Wait;
            case [Handshake.Eot, Handshake.Enq, ..]:
                return new Judgement(2, s_askWeight);
            case [Handshake.Stx, ..] or [Handshake.Eot, Handshake.Stx, ..]:
                return Record(window);
            default:
                return Judgement.Skip(NextStart(window, 1, Starts));
        }
    }

    private Judgement Record(ReadOnlySpan<byte> window)
    {
        int start = StartLength(window);
        int length = window[start..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
        while (length >= 0 && window[start + length] == Handshake.Esc)
        {
            int next = window[(start + length + 1)..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
            length = next < 0 ? -1 : length + 1 + next;
        }
        if (length < 0)
            return Judgement.Wait;
        ReadOnlySpan<byte> content = window.Slice(start, length);
        byte end = window[start + length];
        if (end is Handshake.Etx or Handshake.Eot && Dialog06Record.Read(content, totalStep, out int? price) is WeightFrame frame)
        {
            UnitPrice = price ?? UnitPrice;
            bool otherUnit = frame.Unit is not null && unit.Length > 0 && frame.Unit != unit;
            return new Judgement(start + length + 1, otherUnit ? WeightFrame.Unreadable("unit_mismatch") : frame);
        }
        return end == Handshake.Etx
            ? new Judgement(start + length + 1, WeightFrame.Unreadable(FrameErrors.Invalid))
            : Broken(window, end is Handshake.Eot or Handshake.Stx ? FrameErrors.Incomplete : FrameErrors.Invalid, Starts);
    }
}
