using System.Buffers;
using System.Buffers.Binary;

namespace Simulators.Scales;

/// <summary>A Massa-K scale in protocol 100: F8 55 CE, length, body, CRC; all numbers little-endian.</summary>
/// <remarks>
/// 23 get weight: 24 with the net weight in divisions (int32), the division (0 100 mg, 1 1 g, 2 10 g, 3 100 g, 4 1 kg), stable, net, zero, tare (int32);
/// or 28 with 08 overload, 17 no weighing module. 72 set zero: 27, or 28 with 15. Another command: F0. CRC over the body as the manual's appendix
/// computes it: division by 1021 of the register's high byte, then the data in its low one.
/// </remarks>
internal sealed class MassaK100(ScalePan pan) : SimulatedScale(pan)
{
    private readonly List<byte> _fromHost = [];

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        _fromHost.Add(one);
        while (_fromHost.Count > 0 && !Begins())
        {
            _fromHost.RemoveAt(0);
        }

        if (_fromHost.Count < 8 || _fromHost.Count < 7 + _fromHost[3])
        {
            return;
        }

        var body = _fromHost.GetRange(5, _fromHost[3]).ToArray();
        var sent = _fromHost[5 + body.Length] | (_fromHost[6 + body.Length] << 8);
        _fromHost.Clear();
        if (Check(body) == sent)
        {
            Send(output, Answer(body[0]));
        }
    }

    private bool Begins() =>
        _fromHost[0] == 0xF8
        && (_fromHost.Count < 2 || _fromHost[1] == 0x55)
        && (_fromHost.Count < 3 || _fromHost[2] == 0xCE)
        && (_fromHost.Count < 4 || _fromHost[3] is > 0 and < 16)
        && (_fromHost.Count < 5 || _fromHost[4] == 0);

    private byte[] Answer(byte command)
    {
        switch (command)
        {
            case 0x23 when Pan.Faulty:
                return [0x28, 0x17];
            case 0x23 when Pan.IsOver:
                return [0x28, 0x08];
            case 0x23:
                return Weight();
            case 0x72:
                var before = Pan.Changes;
                Pan.Zero();
                return Pan.Changes > before ? [0x27] : [0x28, 0x15];
            default:
                return [0xF0];
        }
    }

    private byte[] Weight()
    {
        var body = new byte[13];
        body[0] = 0x24;
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(1), Divisions(Pan.ShownNow));
        body[5] = (byte)(4 - Pan.Shape.Decimals);
        body[6] = (byte)(Pan.InMotion ? 0 : 1);
        body[7] = (byte)(Pan.IsNet ? 1 : 0);
        body[8] = (byte)(!Pan.InMotion && Pan.Gross == 0 ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(9), Divisions(Pan.Tare));
        return body;
    }

    private int Divisions(decimal weight) => (int)(weight * (decimal)Math.Pow(10, Pan.Shape.Decimals));

    private static void Send(IBufferWriter<byte> output, byte[] body)
    {
        var check = Check(body);
        output.Write<byte>([0xF8, 0x55, 0xCE, (byte)body.Length, 0, .. body, (byte)(check & 0xFF), (byte)(check >> 8)]);
    }

    private static int Check(byte[] body)
    {
        var register = 0;
        foreach (var one in body)
        {
            var quotient = 0;
            var high = register & 0xFF00;
            for (var bit = 0; bit < 8; bit++)
            {
                quotient = ((high ^ quotient) & 0x8000) != 0 ? (quotient << 1) ^ 0x1021 : quotient << 1;
                high <<= 1;
            }

            register = (quotient ^ (register << 8) ^ one) & 0xFFFF;
        }

        return register;
    }
}
