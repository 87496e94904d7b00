using System.Globalization;
using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes both directions of <see cref="DibalPos98"/>: pure, at most one frame of memory.</summary>
/// <param name="unit">The unit the scale is set to; it is never sent.</param>
public sealed class DibalPos98Decoder(string unit) : WindowDecoder(AnswerLength + 1)
{
    private const int AnswerLength = 16;
    private const int RequestLength = 8;
    private const byte Start = (byte)'9';

    /// <summary>The total in the last answer, in hundredths.</summary>
    internal long Total { get; private set; }

    /// <summary>What asks for a weight.</summary>
    internal static byte[] Request(int unitPrice)
    {
        byte[] text = Encoding.ASCII.GetBytes("98" + unitPrice.ToString("00000", CultureInfo.InvariantCulture));
        return [.. text, Handshake.Bcc(text), Handshake.Cr, Handshake.Lf];
    }

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Start)
            return Judgement.Skip(NextStart(window, 0, [Start]));
        if (window.Length < 2)
            return ended ? Judgement.Skip(1) : Judgement.Wait;
        if (window[1] is not ((byte)'8' or (byte)'9'))
            return Judgement.Skip(NextStart(window, 1, [Start]));
        int end = window.IndexOf(Handshake.Cr);
        if (end < 0)
            return window.Length <= AnswerLength && IsText(window) ? Judgement.Wait : Again(window);
        ReadOnlySpan<byte> text = window[..end];
        bool known = window[1] == '9' ? end == AnswerLength : end == RequestLength;
        if (!known)
            return Again(window);
        if (Handshake.Bcc(text[..^1]) != text[^1])
            return Broken(window, FrameErrors.BadChecksum, [Start]);
        return FixedDigits.Are(text[..^1]) ? new Judgement(end + 1, Decode(text[..^1])) : Again(window);
    }

    // The check character of digits is one of 0 to ?.
    private static bool IsText(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'?') < 0;

    private Judgement Again(ReadOnlySpan<byte> window) =>
        Broken(window, window.Contains(Handshake.Cr) ? FrameErrors.Incomplete : FrameErrors.Invalid, [Start]);

    private WeightFrame Decode(ReadOnlySpan<byte> text)
    {
        if (text[1] == '8')
            return new WeightFrame(null, null, null, NetGross.Unknown, [], [$"host: unit price {Encoding.ASCII.GetString(text[2..])}"]);
        if (text[2] != '0' || text[8] is not ((byte)'0' or (byte)'1'))
            return WeightFrame.Unreadable(text[2] == '1' ? "weight_error" : FrameErrors.Invalid);
        Total = FixedDigits.Whole(text[9..15]);
        string[] flags = text[8] == '1' ? ["total_error"] : [];
        return new WeightFrame(FixedDigits.Weight(text[3..8], 3), unit, null, NetGross.Unknown, [], flags);
    }
}
