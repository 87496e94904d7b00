using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes the answers of <see cref="ToledoBrPrt5"/>: pure, at most one frame of memory.</summary>
/// <param name="unit">The unit the scale is set to; it is never sent.</param>
/// <param name="decimals">How many of the five digits stand behind the point.</param>
public sealed class ToledoBrPrt5Decoder(string unit, int decimals) : WindowDecoder(MostContent + 2)
{
    private const int LeastContent = 5;
    private const int MostContent = 6;

    private static readonly WeightFrame s_motion = new(null, null, false, NetGross.Unknown, [], ["motion"]);

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Handshake.Stx)
            return Judgement.Skip(NextStart(window, 0, [Handshake.Stx]));
        int content = window[1..].IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        if (content < 0 && window.Length < MostContent + 2)
            return Judgement.Wait;
        if (content < LeastContent || window[1 + content] != Handshake.Etx)
            return Broken(window, content >= 0 && window[1 + content] == Handshake.Stx ? FrameErrors.Incomplete : FrameErrors.Invalid, [Handshake.Stx]);
        return new Judgement(window.Length, Decode(window.Slice(1, content)));
    }

    private WeightFrame Decode(ReadOnlySpan<byte> content)
    {
        if (content.SequenceEqual("IIIII"u8))
            return s_motion;
        if (content.SequenceEqual("NNNNN"u8))
            return WeightFrame.Unreadable("negative");
        if (content.SequenceEqual("SSSSS"u8))
            return WeightFrame.Unreadable("overload");
        bool negative = content[0] == '-';
        if (FixedDigits.TryPointed(negative ? content[1..] : content, negative, out decimal weight))
            return new WeightFrame(weight, unit, true, NetGross.Unknown, [], []);
        if (!FixedDigits.Are(content))
            return WeightFrame.Unreadable(FrameErrors.Invalid);
        return content.Length == LeastContent
            ? new WeightFrame(FixedDigits.Weight(content, decimals), unit, true, NetGross.Unknown, [], [])
            : new WeightFrame(null, null, null, NetGross.Unknown, [], [$"host: unit price {Encoding.ASCII.GetString(content)}"]);
    }
}
