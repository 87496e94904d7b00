using System.Buffers;

namespace Simulators.Scales;

/// <summary>A CAS CI indicator: state, kind, id, lamps, eight of weight, blank, two of unit, CR LF.</summary>
/// <remarks>
/// Lamps, one binary byte: bit 7 always 1, 6 stable, 5 constant, 4 hold, 3 printer, 2 gross, 1 tare, 0 zero. The id is one byte, binary by model. Source:
/// CAS CI-600D manual p. 74.
/// </remarks>
/// <param name="pan">What is weighed.</param>
/// <param name="id">The indicator's id.</param>
internal sealed class Cas22Byte(ScalePan pan, byte id) : SimulatedTextScale(pan, linesASecond: 8)
{
    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        var over = Pan.IsOver || Pan.Faulty;
        Write(output, $"{(over ? "OL" : Pan.InMotion ? "US" : "ST")},{(Pan.IsNet ? "NT" : "GS")},");
        output.Write([id, Lamps()]);
        var digits = over ? "--------" : Sign('0') + Magnitude().PadLeft(7, '0');
        Write(output, $",{digits} {Pan.Shape.Unit,2}\r\n");
    }

    /// <inheritdoc/>
    protected override string Line() => "";

    private byte Lamps()
    {
        var lamps = 0x80;
        lamps |= Pan.InMotion ? 0 : 0x40;
        lamps |= Pan.IsNet ? 0x02 : 0x04;
        lamps |= Pan.Gross == 0 ? 0x01 : 0;
        return (byte)lamps;
    }
}
