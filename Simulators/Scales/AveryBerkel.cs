using System.Buffers;
using System.Text;

namespace Simulators.Scales;

/// <summary>An Avery Berkel counter scale: ENQ, ACK, DC1, frame, the same frame from the host, CR.</summary>
/// <remarks>
/// ENQ is answered with ACK (data available), CAN (repeat weighing, here while it moves) or NUL (no data, here when faulty). Frame: STX, ID, five
/// digits, BCC (even column parity of what lies between STX and BCC), ETX. ID: 001 15 kg by 5 g, 010 30 lb by 0.01 lb, 011 6 kg by 2 g in bits 0 to 2;
/// bits 3 and 5 always 1; bit 4 under or over range. The host's frame is answered with CR where it is the same, else with ACK. STX Z and five NUL
/// zero the scale, STX N and five NUL tare it. Sources: OHAUS Aviator 5000 service manual p. 37; METTLER DIVA service manual p. 48.
/// </remarks>
internal sealed class AveryBerkel(ScalePan pan) : SimulatedScale(pan)
{
    private const int FrameLength = 9;

    private readonly List<byte> _fromHost = [];
    private byte[] _sent = [];

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        var value = (byte)(one & 0x7F);
        if (_fromHost.Count > 0 || value == 0x02)
        {
            _fromHost.Add(value);
            if (_fromHost.Count == FrameLength)
            {
                Compare(output);
                _fromHost.Clear();
            }
        }
        else if (value == 0x05)
        {
            output.Write([(byte)(Pan.Faulty ? 0x00 : Pan.InMotion ? 0x18 : 0x06)]);
        }
        else if (value == 0x11)
        {
            _sent = Frame();
            output.Write(_sent);
        }
    }

    private byte[] Frame()
    {
        var pounds = Pan.Shape.Unit == "lb";
        var outside = Pan.IsOver || Pan.Shown < 0;
        var id = (byte)(0x28 | (pounds ? 2 : Pan.Shape.Capacity <= 6 ? 3 : 1) | (outside ? 0x10 : 0));
        byte[] content = [id, .. Encoding.ASCII.GetBytes(Digits(outside ? 0 : Pan.Shown, 5))];
        return [0x02, .. content, content.Aggregate((byte)0, (check, each) => (byte)(check ^ each)), 0x03];
    }

    private void Compare(IBufferWriter<byte> output)
    {
        switch (_fromHost)
        {
            case [0x02, (byte)'Z', 0, 0, 0, 0, 0, (byte)'Z', 0x03]:
                Pan.Zero();
                break;
            case [0x02, (byte)'N', 0, 0, 0, 0, 0, (byte)'N', 0x03]:
                Pan.TakeTare();
                break;
            default:
                output.Write([(byte)(_fromHost.SequenceEqual(_sent) ? 0x0D : 0x06)]);
                break;
        }
    }
}
