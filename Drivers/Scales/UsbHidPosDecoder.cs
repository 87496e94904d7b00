using System.Buffers.Binary;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes the weight reports of USB HID scales: pure, at most one report and a look ahead of memory.</summary>
/// <remarks>
/// Report id (03, on a few 04), status, unit, exponent of ten as int8, weight as uint16 little-endian; 00 before and padding of 00 behind are passed
/// over. The weight has no sign: below zero there is none. USB delivers whole reports with a check of its own, so a cut report does not happen on a
/// device; in a recording one shows by the next report standing inside it, and is <c>incomplete</c>.
/// </remarks>
public sealed class UsbHidPosDecoder() : WindowDecoder(ReportLength + HeaderLength)
{
    private const int ReportLength = 6;

    // Id, status, unit, exponent.
    private const int HeaderLength = 4;
    private const int MostExponent = 6;
    private const int LeastExponent = -9;

    private static readonly string[] s_units = ["", "mg", "g", "kg", "ct", "tael", "gr", "dwt", "t", "ton", "ozt", "oz", "lb"];

    private static ReadOnlySpan<byte> Starts => [3, 4];

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (!Starts.Contains(window[0]))
            return Judgement.Skip(NextStart(window, 0, Starts));
        if (window.Length < ReportLength)
            return Judgement.Wait;
        if (window[1] is 0 or > 8 || window[2] >= s_units.Length || unchecked((sbyte)window[3]) is < LeastExponent or > MostExponent)
            return new Judgement(StartLength(window), WeightFrame.Unreadable(FrameErrors.Invalid));
        for (int place = 1; place < ReportLength; place++)
        {
            int seen = HeaderSeen(window[place..]);
            if (seen == HeaderLength)
                return new Judgement(place, WeightFrame.Unreadable(FrameErrors.Incomplete));
            if (seen == window.Length - place && !ended)
                return Judgement.Wait;
        }
        return new Judgement(ReportLength, Decode(window));
    }

    /// <summary>Up to where another report may begin inside this one, or all of it.</summary>
    protected override int StartLength(ReadOnlySpan<byte> window)
    {
        int place = 1;
        while (HeaderSeen(window[place..]) < Math.Min(HeaderLength, window.Length - place))
            place++;
        return place;
    }

    /// <summary>How many bytes look like the head of another report; exponents above 0 do not count, ids and states would look like them.</summary>
    private static int HeaderSeen(ReadOnlySpan<byte> bytes)
    {
        int seen = 0;
        while (seen < Math.Min(bytes.Length, HeaderLength) && seen switch
        {
            0 => Starts.Contains(bytes[0]),
            1 => bytes[1] is > 0 and <= 8,
            2 => bytes[2] > 0 && bytes[2] < s_units.Length,
            _ => unchecked((sbyte)bytes[3]) is >= LeastExponent and <= 0,
        })
            seen++;
        return seen;
    }

    private static WeightFrame Decode(ReadOnlySpan<byte> report) => report[1] switch
    {
        1 => WeightFrame.Unreadable("fault"),
        2 or 4 => Weight(report, stable: true),
        3 => Weight(report, stable: false),
        5 => WeightFrame.Unreadable("under_zero"),
        6 => WeightFrame.Unreadable("over_weight"),
        7 => WeightFrame.Unreadable("needs_calibration"),
        _ => WeightFrame.Unreadable("needs_rezero"),
    };

    private static WeightFrame Weight(ReadOnlySpan<byte> report, bool stable)
    {
        if (report[2] == 0)
            return WeightFrame.Unreadable("unknown_unit");
        long count = BinaryPrimitives.ReadUInt16LittleEndian(report[4..]);
        int exponent = unchecked((sbyte)report[3]);
        for (int tens = exponent; tens > 0; tens--)
            count *= 10;
        return new WeightFrame(FixedDigits.Scaled(count, Math.Max(0, -exponent)), s_units[report[2]], stable, NetGross.Unknown, [], []);
    }
}
