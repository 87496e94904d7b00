using System.Buffers;

namespace Simulators.Scales;

/// <summary>A Samsung ESP scale: $ is answered with six characters, point included, and CR.</summary>
/// <remarks>As cash registers read it; what it says without a stable weight is not documented, so it is silent then.</remarks>
internal sealed class SamsungEsp(ScalePan pan) : SimulatedScale(pan)
{
    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one == '$' && !Pan.InMotion && !Pan.IsOver && !Pan.Faulty && Pan.Shown >= 0)
        {
            Write(output, $"{Text(Pan.Shown).PadLeft(6, '0')}\r");
        }
    }
}
