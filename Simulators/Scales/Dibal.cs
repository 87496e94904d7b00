using System.Buffers;

namespace Simulators.Scales;

/// <summary>A Dibal scale in its simple protocol: ENQ is answered with F, thirteen digits of which three stand behind the point, CR.</summary>
/// <remarks>As a captured frame in a cash register's firmware has it. It says nothing while it moves, and nothing below zero or above its range.</remarks>
internal sealed class Dibal(ScalePan pan) : SimulatedScale(pan)
{
    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one == 0x05 && !Pan.InMotion && !Pan.IsOver && !Pan.Faulty && Pan.Shown >= 0)
        {
            Write(output, $"F{Digits(Pan.Shown, 13)}\r");
        }
    }
}
