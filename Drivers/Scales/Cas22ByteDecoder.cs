using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes CAS 22-byte frames and their short form of 10: pure, byte by byte, at most one frame of memory.</summary>
/// <remarks>
/// <para><c>S T , G S , id lamp , d1..d8 blank unit 0D 0A</c>. The id is one byte of any value, <c>01</c> or <c>'1'</c> by model, so CR and
/// LF are told from it by their place. Lamp: bit 7 always 1, 6 stable, 5 constant, 4 hold, 3 printer, 2 gross, 1 tare, 0 zero; it is
/// binary and never masked. A load is stable where both the header and the lamp say so. Sources: CAS CI-600D p. 74, CI-400 p. 103, PDI
/// p. 37, NT-200 p. 48.</para>
/// <para>Short: <c>d1..d8 0D 0A</c>, with a point, directly behind the end of a line; without it any eight digits (a label's bar code)
/// would be a weight. Neither form has a checksum: a byte that turned into another legal one cannot be seen, a lost byte can.</para>
/// </remarks>
/// <param name="takesLong">Whether the long form is read.</param>
/// <param name="shortUnit">The unit of the short form; null where that is not read.</param>
/// <param name="joinsMidLine">Whether the first bytes may be the rest of a frame.</param>
internal sealed class Cas22ByteDecoder(bool takesLong, string? shortUnit, bool joinsMidLine = false) : IFrameDecoder
{
    private const int LongLength = 21;
    private const int ShortLength = 9;
    private const int DataAt = 9;
    private const int DataLength = 8;
    private const int LampAt = 7;
    private const int CertainHeader = 3;
    private const byte CarriageReturn = 0x0D;
    private const byte LineFeed = 0x0A;

    private readonly byte[] _bytes = new byte[LongLength];
    private int _length;
    private bool _lineBegins = !joinsMidLine;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        foreach (byte value in bytes)
        {
            _bytes[_length++] = value;
            Advance(frames);
        }
    }

    /// <inheritdoc/>
    public void Break() => (_length, _lineBegins) = (0, false);

    /// <inheritdoc/>
    public void Reset() => (_length, _lineBegins) = (0, true);

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames)
    {
        if (_length > 0)
            frames.Add(WeightFrame.Unreadable(FrameErrors.Incomplete));
        Reset();
    }

    private void Advance(ICollection<WeightFrame> frames)
    {
        while (_length > 0)
        {
            int fitLong = takesLong ? Fit(LongLength) : 0;
            int fitShort = shortUnit is not null && _lineBegins ? Fit(ShortLength) : 0;
            if (fitLong == LongLength)
                Take(ReadLong(), frames);
            else if (fitShort == ShortLength)
                Take(ReadShort(), frames);
            else if (fitLong == _length || fitShort == _length)
                return;
            else
                DropFirst(fitLong, frames);
        }
    }

    /// <summary>How many of the bytes there are fit their places.</summary>
    private int Fit(int longest)
    {
        int fit = 0;
        while (fit < _length && fit < longest && (longest == LongLength ? FitsLong(fit, _bytes[fit]) : FitsShort(fit, _bytes[fit])))
            fit++;
        return fit;
    }

    private bool FitsLong(int place, byte value) => place switch
    {
        0 => value is (byte)'S' or (byte)'U' or (byte)'O',
        1 => IndicatorHeader.State([_bytes[0], value]) is not (IndicatorState.NotSaid or IndicatorState.Under),
        2 or 5 or 8 => value == ',',
        3 => value is (byte)'G' or (byte)'N',
        4 => IndicatorHeader.Kind([_bytes[3], value]) is NetGross.Gross or NetGross.Net,
        6 => true,
        LampAt => value >= 0x80,
        LongLength - 1 => value == CarriageReturn,
        _ => value is >= 0x20 and < 0x7F,
    };

    private static bool FitsShort(int place, byte value) => place < DataLength
        ? char.IsAsciiDigit((char)value) || value is (byte)' ' or (byte)'.' or (byte)'-' or (byte)'+'
        : value == CarriageReturn;

    private WeightFrame? ReadLong()
    {
        IndicatorState state = IndicatorHeader.State(_bytes.AsSpan(0, 2));
        if (state == IndicatorState.Over)
            return WeightFrame.Unreadable("overload");
        bool sound = TextNumber.TryRead(_bytes.AsSpan(DataAt, DataLength), out decimal weight) & _bytes[DataAt + DataLength] == ' '
            & UnitNames.TryRead(_bytes.AsSpan(DataAt + DataLength, 3), out string unit);
        bool stable = state == IndicatorState.Stable && (_bytes[LampAt] & 0x40) != 0;
        return sound ? new WeightFrame(weight, unit, stable, IndicatorHeader.Kind(_bytes.AsSpan(3, 2)), [], []) : null;
    }

    private WeightFrame? ReadShort()
    {
        ReadOnlySpan<byte> data = _bytes.AsSpan(0, DataLength);
        return data.Contains((byte)'.') && TextNumber.TryRead(data, out decimal weight)
            ? new WeightFrame(weight, shortUnit, null, NetGross.Unknown, [], [])
            : null;
    }

    /// <summary>All bytes there are: nothing can stand behind a frame that was not whole before its last byte.</summary>
    private void Take(WeightFrame? frame, ICollection<WeightFrame> frames)
    {
        frames.Add(frame ?? WeightFrame.Unreadable(FrameErrors.Invalid));
        (_length, _lineBegins) = (0, true);
    }

    private void DropFirst(int fitLong, ICollection<WeightFrame> frames)
    {
        if (fitLong >= CertainHeader)
            frames.Add(WeightFrame.Unreadable(FrameErrors.Invalid));
        _lineBegins = _bytes[0] is CarriageReturn or LineFeed;
        _bytes.AsSpan(1, _length - 1).CopyTo(_bytes);
        _length--;
    }
}
