using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes the frames of Aclas PS1X, CAS PR-II / PD-II (ECR), CASH47 and their relatives: pure, at most one frame of memory.</summary>
/// <remarks>
/// <para><c>01 02 STA SIGN weight unit BCC 03 04</c>, 15 bytes; the weight has 5 or 6 characters with its point, the unit 1 or 2 (PS1X manual).
/// STA <c>53</c> stable, <c>55</c> unstable, <c>35</c> a variant that says neither, <c>46</c> over range or below zero. SIGN blank or minus, or
/// <c>46</c> overload (OHAUS Aviator). BCC: exclusive or from STA to the unit, so no single flipped bit gives another weight. An ACK before the
/// frame is passed over; a missing 01 (some clones) is accepted, because everything that counts is under the BCC.</para>
/// <para>Digits without a point say nothing about their size, so they are a weight only where the profile gives the decimals.</para>
/// </remarks>
/// <param name="decimals">How many of the digits stand behind the point where the scale sends none; null: such a frame is invalid.</param>
/// <param name="trailing">Whether a second status byte follows.</param>
public sealed class AclasPs1Decoder(int? decimals = null, TrailingStatus trailing = TrailingStatus.None) : WindowDecoder(17)
{
    private const byte Stable = 0x53;
    private const byte Unstable = 0x55;
    private const byte Unsaid = 0x35;
    private const byte Abnormal = 0x46;

    // STA and SIGN before the text; BCC, ETX and EOT behind it.
    private const int Before = 2;
    private const int Behind = 3;
    private const int ShortestText = 6;
    private const int LongestText = 8;

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Handshake.Stx)
            return Judgement.Skip(NextStart(window, 0, [Handshake.Stx]));
        ReadOnlySpan<byte> body = window[1..];
        if (!Fits(body))
            return Damaged(window);
        for (int text = ShortestText; text <= LongestText; text++)
        {
            int length = Before + text + Behind;
            if (body.Length < length)
                return Judgement.Wait;
            if (body[length - 2] == Handshake.Etx && body[length - 1] == Handshake.Eot)
                return Whole(window, body[..length], 1 + length, ended);
        }
        return Damaged(window);
    }

    private static bool Fits(ReadOnlySpan<byte> body)
    {
        if (body.Length > 0 && body[0] is not (Stable or Unstable or Unsaid or Abnormal))
            return false;
        if (body.Length > 1 && body[1] is not ((byte)' ' or (byte)'-' or Abnormal))
            return false;
        // Out of range the display, and so this field, may show dashes or letters; no weight is read from it.
        bool free = body.Length > 1 && (body[0] == Abnormal || body[1] == Abnormal);
        int last = Math.Min(body.Length, Before + ShortestText);
        for (int place = Before; place < last; place++)
        {
            bool mayBeUnit = place == last - 1 && last == Before + ShortestText;
            if (free || mayBeUnit ? body[place] is < 0x20 or > 0x7E : body[place] is not ((byte)' ' or (byte)'.' or (>= (byte)'0' and <= (byte)'9')))
                return false;
        }
        return true;
    }

    private Judgement Damaged(ReadOnlySpan<byte> window) => Broken(
        window, window[1..].ContainsAny(Handshake.Soh, Handshake.Stx) ? FrameErrors.Incomplete : FrameErrors.Invalid, [Handshake.Stx]);

    private Judgement Whole(ReadOnlySpan<byte> window, ReadOnlySpan<byte> body, int length, bool ended)
    {
        if (Handshake.Bcc(body[..^Behind]) != body[^Behind])
            return new Judgement(length, WeightFrame.Unreadable(FrameErrors.BadBcc));
        WeightFrame frame = Decode(body[..^Behind]);
        if (trailing == TrailingStatus.None || (ended && window.Length == length && trailing == TrailingStatus.WherePresent))
            return new Judgement(length, frame);
        if (window.Length == length)
            return Judgement.Wait;
        byte status = window[length];
        if ((status & 0x8F) == 0)
            return new Judgement(length + 1, WithStatus(frame, status));
        return new Judgement(length, trailing == TrailingStatus.Always ? WeightFrame.Unreadable(FrameErrors.Incomplete) : frame);
    }

    private static WeightFrame WithStatus(WeightFrame frame, byte status)
    {
        if ((status & 0x40) != 0)
            return WeightFrame.Unreadable("overload");
        return frame.Weight is null ? frame : frame with
        {
            NetGross = (status & 0x20) != 0 ? NetGross.Net : NetGross.Gross,
            Flags = (status & 0x10) != 0 ? ["at_zero"] : [],
        };
    }

    private WeightFrame Decode(ReadOnlySpan<byte> content)
    {
        if (content[0] == Abnormal)
            return WeightFrame.Unreadable("over_or_under_range");
        if (content[1] == Abnormal)
            return WeightFrame.Unreadable("overload");
        ReadOnlySpan<byte> text = content[Before..];
        // Six characters and one, or five and two: a digit in the sixth place tells them apart.
        int digits = text.Length == LongestText || (text.Length == LongestText - 1 && char.IsAsciiDigit((char)text[5])) ? 6 : 5;
        ReadOnlySpan<byte> number = text[..digits];
        bool negative = content[1] == '-';
        if (!FixedDigits.TryPointed(number, negative, out decimal weight))
        {
            number = number.TrimStart((byte)' ');
            if (decimals is not int places || !FixedDigits.Are(number))
                return WeightFrame.Unreadable(FrameErrors.Invalid);
            weight = FixedDigits.Weight(number, places, negative);
        }
        if (Unit(text[digits..].Trim((byte)' ')) is not string unit)
            return WeightFrame.Unreadable("unknown_unit");
        bool? stable = content[0] switch { Stable => true, Unstable => false, _ => null };
        return new WeightFrame(weight, unit, stable, NetGross.Unknown, [], []);
    }

    /// <summary>kg, g, lb; TJ the jin and TL the tael of Taiwan, SJ the jin of the mainland (PS1X manual).</summary>
    private static string? Unit(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'k' or (byte)'K', (byte)'g' or (byte)'G'] => "kg",
        [(byte)'g' or (byte)'G'] => "g",
        [(byte)'l' or (byte)'L', (byte)'b' or (byte)'B'] => "lb",
        [(byte)'T' or (byte)'t', (byte)'J' or (byte)'j'] => "tj",
        [(byte)'T' or (byte)'t', (byte)'L' or (byte)'l'] => "tl",
        [(byte)'S' or (byte)'s', (byte)'J' or (byte)'j'] => "sj",
        _ => null,
    };
}
