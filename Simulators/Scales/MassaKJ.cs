using System.Buffers;

namespace Simulators.Scales;

/// <summary>A Massa-K scale asked with J: status (bit 7 stable, bit 6 negative), 00, grams little-endian, 00.</summary>
/// <remarks>As a sniffed exchange has it. It does not answer over range or when faulty, of which nothing is known.</remarks>
internal sealed class MassaKJ(ScalePan pan) : SimulatedScale(pan)
{
    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one != 'J' || Pan.IsOver || Pan.Faulty)
        {
            return;
        }

        var grams = (int)(Math.Abs(Pan.ShownNow) * 1000);
        var status = (Pan.InMotion ? 0 : 0x80) | (Pan.ShownNow < 0 ? 0x40 : 0);
        output.Write<byte>([(byte)status, 0, (byte)(grams & 0xFF), (byte)((grams >> 8) & 0xFF), 0]);
    }
}
