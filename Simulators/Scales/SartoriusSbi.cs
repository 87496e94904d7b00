using System.Buffers;

namespace Simulators.Scales;

/// <summary>A Sartorius balance in SBI with 22 characters: name, sign, eight of number, unit, CR LF. ESC P prints, T, U and V tare and zero.</summary>
/// <remarks>While the load moves the unit is blank. Too much is <c>Stat   High</c>. Source: Sartorius GC803S manual p. 57.</remarks>
internal sealed class SartoriusSbi(ScalePan pan) : SimulatedScale(pan)
{
    private byte _last;

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (_last == 0x1B)
        {
            switch ((char)one)
            {
                case 'P':
                    Write(output, Line());
                    break;
                case 'T' or 'U':
                    Pan.TakeTare();
                    break;
                case 'V':
                    Pan.Zero();
                    break;
                default:
                    break;
            }
        }

        _last = one;
    }

    private string Line()
    {
        if (Pan.IsOver || Pan.Faulty)
        {
            return Pan.IsOver ? "Stat       High     \r\n" : "Stat      ERR 241   \r\n";
        }

        var shown = Pan.ShownNow;
        var unit = Pan.InMotion ? "" : Pan.Shape.Unit;
        return $"{(Pan.IsNet ? "N" : "G"),-6}{(shown < 0 ? '-' : '+')} {Text(Math.Abs(shown)),8} {unit,-3}\r\n";
    }
}
