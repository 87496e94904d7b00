using System.Buffers;
using System.Text;

namespace Simulators.Scales;

/// <summary>A scale that sends the Toledo continuous stream: STX SWA SWB SWC weight(6) tare(6) CR [checksum]; the short form has no tare.</summary>
/// <remarks>
/// SWA: bits 0-2 point (010 x1 to 110 x0.0001), 3-4 division (01 = 1, 10 = 2, 11 = 5), bit 5 one. SWB: bit 0 net, 1 negative, 2 out of range,
/// 3 motion, 4 kg, 5 one, 6 not yet zeroed. SWC: bits 5 and 6 one. Digits carry neither sign nor point. The host may send STX Z CR (zero),
/// STX T CR (tare), STX C CR (clear tare). Sources: Cardinal 200 manual p. 43; Toledo TI400.
/// </remarks>
internal sealed class ToledoContinuous(ScalePan pan, int framesASecond, ToledoChecksum checksum, bool shortForm) : SimulatedScale(pan)
{
    private const byte Stx = 0x02;
    private const byte Cr = 0x0D;

    private byte _last;
    private byte _lastButOne;

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromSeconds(1) / framesASecond;

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        Span<byte> frame = stackalloc byte[18];
        var length = shortForm ? 11 : 17;
        var shown = Pan.ShownNow;
        frame[0] = Stx;
        frame[1] = (byte)(0x20 | (Pan.Shape.Decimals + 2) | (Pan.Shape.Division switch { 5 => 3, 2 => 2, _ => 1 } << 3));
        frame[2] = SecondWord(shown);
        frame[3] = 0x60;
        Digits(Pan.IsOver ? 0 : Math.Abs(shown), frame[4..10]);
        if (!shortForm)
        {
            Digits(Pan.Tare, frame[10..16]);
        }

        frame[length - 1] = Cr;
        if (checksum != ToledoChecksum.None)
        {
            frame[length] = Sum(frame[..length]);
            length++;
        }

        output.Write(frame[..length]);
    }

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one == Cr && _lastButOne == Stx)
        {
            Pan.Adjust(_last);
        }

        (_lastButOne, _last) = (_last, one);
    }

    private byte SecondWord(decimal shown)
    {
        var word = 0x30;
        word |= Pan.IsNet ? 0x01 : 0;
        word |= shown < 0 ? 0x02 : 0;
        word |= Pan.IsOver ? 0x04 : 0;
        word |= Pan.InMotion ? 0x08 : 0;
        word |= Pan.Faulty ? 0x40 : 0;
        return (byte)word;
    }

    private byte Sum(ReadOnlySpan<byte> frame)
    {
        var from = checksum == ToledoChecksum.Mettler ? 0 : 1;
        var sum = 0;
        foreach (var one in frame[from..])
        {
            sum += one;
        }

        return (byte)(checksum == ToledoChecksum.Mettler ? -sum & 0x7F : sum & 0xFF);
    }

    private void Digits(decimal weight, Span<byte> six) => Encoding.ASCII.GetBytes(Digits(weight, 6), six);
}
