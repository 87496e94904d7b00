using System.Buffers;

namespace Simulators.Scales;

/// <summary>A counter scale asked with W CR in the NCI-ECR form: LF weight unit CR LF S, two status bytes, CR ETX; the status alone where there is no weight.</summary>
/// <remarks>
/// First status byte: 30 and bit 0 motion, 1 at zero; second: 30 and bit 0 under capacity, 1 over capacity, 3 faulty calibration. Z CR zeroes;
/// S CR asks for the status; anything else before CR is answered LF ? CR ETX. Source: METTLER DIVA service manual p. 34.
/// </remarks>
internal sealed class CasioPd1(ScalePan pan) : SimulatedScale(pan)
{
    private byte _command;

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one != '\r')
        {
            _command = one;
            return;
        }

        switch ((char)_command)
        {
            case 'W' when !Pan.InMotion && !Pan.IsOver && !Pan.Faulty && Pan.Shown >= 0:
                Write(output, $"\n{Text(Pan.Shown).PadLeft(6, '0')}{Pan.Shape.Unit.ToUpperInvariant()}\r\nS{Status()}\r\u0003");
                break;
            case 'Z':
                Pan.Zero();
                Write(output, $"\nS{Status()}\r\u0003");
                break;
            case 'W' or 'S':
                Write(output, $"\nS{Status()}\r\u0003");
                break;
            default:
                Write(output, "\n?\r\u0003");
                break;
        }
    }

    private string Status()
    {
        var first = 0x30 | (Pan.InMotion ? 1 : 0) | (!Pan.InMotion && Pan.Gross == 0 ? 2 : 0);
        var second = 0x30 | (!Pan.InMotion && Pan.Shown < 0 ? 1 : 0) | (Pan.IsOver ? 2 : 0) | (Pan.Faulty ? 8 : 0);
        return $"{(char)first}{(char)second}";
    }
}
