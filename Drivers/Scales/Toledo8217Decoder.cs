using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes the answers of a Mettler Toledo 8217: pure, byte by byte, at most one frame of memory.</summary>
/// <remarks>
/// <para>Weight: <c>02</c>, spaces, digits with a point, <c>4E</c> ('N') where net, <c>0D</c>. METTLER TOLEDO DIVA Service
/// Manual p. 39 and 44 shows WW.WW, WW.WWW and 0WW.WW, with N behind a net weight. The point must be there unless the
/// profile says that the scale shows no decimals: where it got lost on the way, 01.250 would read 1250.</para>
/// <para>Status instead of a weight: <c>02 3F ss 0D</c>, bits of ss as on p. 45 of that manual. Bit 6 is always 1 and says
/// nothing (some call it "bad command"). Some senders leave it 0, so ss may look like a control character, STX
/// and CR included: it is told by its place.</para>
/// <para>Bit 7 is the parity bit of a seven-bit line read as eight, and is taken off. Without a sound parity check one
/// flipped bit that turns a digit into another digit cannot be seen; nothing else can become a different weight.</para>
/// </remarks>
/// <param name="unit">The unit the scale is set to; it is never sent.</param>
/// <param name="decimals">Digits behind the point, where the profile fixes them: a digit lost there is then seen.</param>
/// <param name="width">Characters of the weight field without N, where the profile fixes them: any lost byte is then seen.</param>
public sealed class Toledo8217Decoder(string unit, int? decimals = null, int? width = null) : IFrameDecoder
{
    private const byte Start = 0x02;
    private const byte End = 0x0D;
    private const byte Status = (byte)'?';
    private const byte Net = (byte)'N';
    private const byte EchoBegun = (byte)'E';
    private const byte EchoEnded = (byte)'F';

    // STX, a field of 12 (three more than any display of the family), N, CR.
    private const int LongestFrame = 15;
    private const int MostDigits = 7;
    private const int MostDecimals = 4;
    private const int StatusLength = 3;

    private static readonly WeightFrame s_echoBegun = new(null, null, null, NetGross.Unknown, [], ["echo_begun"]);
    private static readonly WeightFrame s_echoEnded = new(null, null, null, NetGross.Unknown, [], ["echo_ended"]);

    private readonly byte[] _frame = new byte[LongestFrame];
    private int _length;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        foreach (byte value in bytes)
            Feed((byte)(value & 0x7F), frames);
    }

    /// <inheritdoc/>
    public void Break() => _length = 0;

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames)
    {
        if (_length > 0)
            frames.Add(WeightFrame.Unreadable(FrameErrors.Incomplete));
        _length = 0;
    }

    /// <summary>Reads a status byte as the DIVA Service Manual p. 45 has it. A status never carries a weight.</summary>
    internal static WeightFrame DecodeStatus(int status)
    {
        var errors = new List<string>();
        var flags = new List<string>();
        Note(0x01, flags, "motion");
        Note(0x02, errors, "over_capacity");
        Note(0x04, errors, "under_zero");
        Note(0x08, flags, "outside_zero_capture");
        Note(0x10, flags, "center_of_zero");
        if ((status & 0x3F) == 0)
            flags.Add("constant_bits_only");
        bool net = (status & 0x20) != 0;
        return new WeightFrame(
            null, null, (status & 0x01) == 0, net ? NetGross.Net : NetGross.Gross, errors, flags);

        void Note(int bit, List<string> list, string name)
        {
            if ((status & bit) != 0)
                list.Add(name);
        }
    }

    private void Feed(byte value, ICollection<WeightFrame> frames)
    {
        if (_length == 0)
        {
            if (value == Start)
                _frame[_length++] = value;
            return;
        }
        if (_frame[1] == Status && _length is StatusLength - 1 or StatusLength)
        {
            FeedStatus(value, frames);
            return;
        }
        switch (value)
        {
            case Start:
                Restart(FrameErrors.Incomplete, frames);
                break;
            case End:
                frames.Add(DecodeAnswer(_frame.AsSpan(1, _length - 1)));
                _length = 0;
                break;
            default:
                if (_length == LongestFrame)
                {
                    frames.Add(WeightFrame.Unreadable(FrameErrors.Invalid));
                    _length = 0;
                }
                else
                {
                    _frame[_length++] = value;
                }
                break;
        }
    }

    private void FeedStatus(byte value, ICollection<WeightFrame> frames)
    {
        if (_length < StatusLength)
        {
            _frame[_length++] = value;
            return;
        }
        if (value == End)
        {
            frames.Add(DecodeStatus(_frame[StatusLength - 1]));
            _length = 0;
            return;
        }
        // What stood in the place of the status byte was something else: a new start, an early end, or noise.
        byte inPlace = _frame[StatusLength - 1];
        _length = 0;
        frames.Add(WeightFrame.Unreadable(inPlace == Start ? FrameErrors.Incomplete : FrameErrors.Invalid));
        if (inPlace == Start)
            _frame[_length++] = Start;
        Feed(value, frames);
    }

    private void Restart(string reason, ICollection<WeightFrame> frames)
    {
        frames.Add(WeightFrame.Unreadable(reason));
        _length = 1;
    }

    private WeightFrame DecodeAnswer(ReadOnlySpan<byte> content) => content switch
    {
        [EchoBegun] => s_echoBegun,
        [EchoEnded] => s_echoEnded,
        [.. var field, Net] => DecodeWeight(field, NetGross.Net),
        _ => DecodeWeight(content, NetGross.Gross),
    };

    private WeightFrame DecodeWeight(ReadOnlySpan<byte> field, NetGross netGross)
    {
        ReadOnlySpan<byte> number = field.TrimStart((byte)' ');
        int point = number.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? number : number[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? [] : number[(point + 1)..];
        bool wellFormed = IsDigits(whole) && whole.Length > 0 && whole.Length + fraction.Length is >= 2 and <= MostDigits
            && (point < 0 ? decimals == 0 : IsDigits(fraction) && fraction.Length is > 0 and <= MostDecimals)
            && (decimals is null || decimals == fraction.Length)
            && (width is null || width == field.Length);
        if (!wellFormed)
            return WeightFrame.Unreadable(FrameErrors.Invalid);
        decimal weight = decimal.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return new WeightFrame(weight, unit, true, netGross, [], []);
    }

    private static bool IsDigits(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
