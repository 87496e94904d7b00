namespace Simulators.Scales;

/// <summary>A CAS scale that sends 18 bytes: STX, ST, US or OL, GS or NT, sign, six of weight, blank, two of unit, CR.</summary>
internal sealed class Cas18Byte(ScalePan pan) : SimulatedTextScale(pan, linesASecond: 8)
{
    /// <inheritdoc/>
    protected override string Line()
    {
        var state = Pan.IsOver || Pan.Faulty ? "OL" : Pan.InMotion ? "US" : "ST";
        var weight = state == "OL" ? "------" : Magnitude().PadLeft(6);
        return $"\u0002{state},{(Pan.IsNet ? "NT" : "GS")},{Sign('+')}{weight} {Pan.Shape.Unit,2}\r";
    }
}
