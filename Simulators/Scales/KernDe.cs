using System.Buffers;

namespace Simulators.Scales;

/// <summary>A KERN DE: <c>w</c> gives <c>M-       0.000 kg</c>, <c>s</c> the same when settled, <c>t</c> tares; single letters without an end.</summary>
/// <remarks>The unit is left blank while the load moves. Source: KERN DE manual, remote control.</remarks>
internal sealed class KernDe(ScalePan pan) : SimulatedScale(pan)
{
    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        switch ((char)one)
        {
            case 'w':
                Write(output, Line());
                break;
            case 's' when !Pan.InMotion:
                Write(output, Line());
                break;
            case 't':
                Pan.TakeTare();
                break;
            default:
                break;
        }
    }

    private string Line()
    {
        if (Pan.IsOver || Pan.Faulty)
        {
            return "       Error      \r\n";
        }

        var shown = Pan.ShownNow;
        return $"M{(shown < 0 ? '-' : ' ')}{Text(Math.Abs(shown)),12} {(Pan.InMotion ? "" : Pan.Shape.Unit),-3}\r\n";
    }
}
