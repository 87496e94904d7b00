using System.Buffers;

namespace Simulators.Scales;

/// <summary>A Marques counter scale: SYN is answered with STX, nine digits of which three stand behind the point, ETX.</summary>
/// <remarks>Only a stable weight above zero is sent; otherwise it is silent. Source: Marques BM1000 manual p. 20.</remarks>
internal sealed class MarquesBm1000(ScalePan pan) : SimulatedScale(pan)
{
    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one == 0x16 && !Pan.InMotion && !Pan.IsOver && !Pan.Faulty && Pan.Shown > 0)
        {
            Write(output, $"\u0002{Digits(Pan.Shown, 9)}\u0003");
        }
    }
}
