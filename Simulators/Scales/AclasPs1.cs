using System.Buffers;
using System.Text;

namespace Simulators.Scales;

/// <summary>A counter scale of the Aclas PS1X kind: ENQ is answered with ACK, DC1 with SOH STX STA SIGN weight(6) unit(2) BCC ETX EOT.</summary>
/// <remarks>
/// STA: <c>S</c> stable, <c>U</c> unstable, <c>F</c> abnormal. SIGN: blank or minus. Unit: kg, blank and g, LB. BCC: exclusive or from STA to the
/// last character of the unit. Sources: Aclas PS1X manual; CAS PR-II user manual ch. 6. A faulty scale answers ENQ with NAK (OHAUS Aviator p. 36).
/// </remarks>
/// <param name="pan">What is weighed.</param>
/// <param name="withSoh">Whether SOH is sent; some clones drop it.</param>
/// <param name="streams">Whether frames are sent without being asked, as some do.</param>
internal sealed class AclasPs1(ScalePan pan, bool withSoh = true, bool streams = false) : SimulatedScale(pan)
{
    private const byte Enq = 0x05;
    private const byte Dc1 = 0x11;

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = streams ? TimeSpan.FromMilliseconds(100) : null;

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output) => SendFrame(output);

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one == Enq)
        {
            output.Write([(byte)(Pan.Faulty ? 0x15 : 0x06)]);
        }
        else if (one == Dc1)
        {
            SendFrame(output);
        }
    }

    private void SendFrame(IBufferWriter<byte> output)
    {
        var shown = Pan.ShownNow;
        var state = Pan.IsOver || Pan.Faulty ? 'F' : Pan.InMotion ? 'U' : 'S';
        var weight = (Pan.IsOver ? Text(0) : Text(Math.Abs(shown))).PadLeft(6, '0');
        var unit = Pan.Shape.Unit switch { "g" => " g", "lb" => "LB", _ => "kg" };
        var content = Encoding.ASCII.GetBytes($"{state}{(shown < 0 ? '-' : ' ')}{weight}{unit}");
        byte check = 0;
        foreach (var one in content)
        {
            check ^= one;
        }

        ReadOnlySpan<byte> start = withSoh ? [0x01, 0x02] : [0x02];
        output.Write<byte>([.. start, .. content, check, 0x03, 0x04]);
    }
}
