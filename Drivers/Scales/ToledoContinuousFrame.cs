using System.Buffers.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Reads one whole Toledo continuous frame, STX to CR. Pure.</summary>
/// <remarks>
/// <c>02 SWA SWB SWC W6 [T6] 0D</c>. Bits as in METTLER TOLEDO WILDCAT Technical Manual (12/00) tables 6-8 to 6-11:
/// SWA 0-2 point code (000 x100, 001 x10, 010 x1, 011 x0.1 … 111 x0.00001), 3-4 increment, 5 always 1;
/// SWB 0 net, 1 negative, 2 out of range, 3 motion, 4 unit, 5 always 1, 6 not zeroed since power-up;
/// SWC 0-2 another unit, 3 print key, 4 expanded, 5 always 1. Bit 6 of SWA and SWC differs by maker and says nothing.
/// </remarks>
internal static class ToledoContinuousFrame
{
    private const int WeightAt = 4;
    private const int Digits = 6;
    private const int TareAt = WeightAt + Digits;
    private const int AlwaysOne = 0x20;
    private const int OutOfRange = 0x04;
    private const int NotZeroed = 0x40;

    private static readonly string?[] s_otherUnits = [null, "g", "t", "oz"];

    /// <summary>Whether <paramref name="value"/> may stand at <paramref name="place"/>, given the frame up to there.</summary>
    public static bool Fits(ReadOnlySpan<byte> frame, int place, byte value, int length)
    {
        if (place == 0)
            return value == ToledoContinuousDecoder.Start;
        if (place == length - 1)
            return value == ToledoContinuousDecoder.End;
        if (place < WeightAt)
            return (value & AlwaysOne) != 0;
        // Out of range the display, and so these fields, may show dashes or nothing; no weight is read from them.
        return value == ' ' || char.IsAsciiDigit((char)value)
            || ((frame[2] & (OutOfRange | NotZeroed)) != 0 && value is > 0x20 and < 0x7F);
    }

    /// <summary>Reads a frame all of whose bytes fit.</summary>
    public static WeightFrame Decode(ReadOnlySpan<byte> frame, ToledoContinuousFormat format)
    {
        int swa = frame[1];
        int swb = frame[2];
        int swc = frame[3];
        bool negative = (swb & 0x02) != 0;
        List<string> errors = Errors(swb, swc, negative, format);
        if (errors.Count > 0)
            return new WeightFrame(null, null, null, NetGross.Unknown, errors, []);
        if (!TryDigits(frame.Slice(WeightAt, Digits), out int digits))
            return WeightFrame.Unreadable(FrameErrors.Invalid);
        bool tenths = (swc & 0x10) != 0 && format.Expanded == ExpandedDisplay.TenthOfPointCode;
        int decimals = (swa & 0x07) - 2 + (tenths ? 1 : 0);
        bool net = (swb & 0x01) != 0;
        return new WeightFrame(
            Scale(negative ? -digits : digits, decimals),
            format.Unit,
            (swb & 0x08) == 0,
            net ? NetGross.Net : NetGross.Gross,
            [],
            (swc & 0x08) != 0 ? ["print_key"] : [])
        {
            Reckoned = net && !format.IsShort && TryDigits(frame.Slice(TareAt, Digits), out int tare) ? new ScaleReckoning(Tare: Scale(tare, decimals)) : null,
        };
    }

    private static List<string> Errors(int swb, int swc, bool negative, ToledoContinuousFormat format)
    {
        var errors = new List<string>();
        if ((swb & OutOfRange) != 0)
            errors.Add(negative ? "underload" : "overload");
        if ((swb & NotZeroed) != 0 && format.TrustsZeroBit)
            errors.Add("not_zeroed");
        if ((swc & 0x10) != 0 && format.Expanded == ExpandedDisplay.Refused)
            errors.Add("expanded");
        if (!UnitAgrees(swb, swc, format))
            errors.Add("unit_mismatch");
        return errors;
    }

    private static bool UnitAgrees(int swb, int swc, ToledoContinuousFormat format)
    {
        int other = swc & 0x07;
        if (other != 0)
            return other < s_otherUnits.Length && s_otherUnits[other] == format.Unit;
        if (format.UnitBit is null)
            return true;
        string zero = format.UnitBit == "kg" ? "lb" : "kg";
        return ((swb & 0x10) != 0 ? format.UnitBit : zero) == format.Unit;
    }

    private static bool TryDigits(ReadOnlySpan<byte> field, out int digits)
    {
        ReadOnlySpan<byte> number = field.TrimStart((byte)' ');
        digits = 0;
        return number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && Utf8Parser.TryParse(number, out digits, out _);
    }

    /// <summary>Digits with so many decimals; fewer than none means tens or hundreds.</summary>
    private static decimal Scale(int digits, int decimals) => decimals switch
    {
        -2 => digits * 100m,
        -1 => digits * 10m,
        _ => new decimal(Math.Abs(digits), 0, 0, digits < 0, (byte)decimals),
    };
}
