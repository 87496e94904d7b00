namespace Simulators.Scales;

/// <summary>A Keli indicator that sends <c>wn000.104kg</c>; a minus takes the place of the first digit, and too much shows dashes.</summary>
internal sealed class KeliWn(ScalePan pan) : SimulatedTextScale(pan, linesASecond: 6)
{
    /// <inheritdoc/>
    protected override string Line() => Pan.IsOver || Pan.Faulty
        ? $"wn-------{Pan.Shape.Unit}\r\n"
        : $"wn{Sign('0')}{Magnitude().PadLeft(6, '0')}{Pan.Shape.Unit}\r\n";
}
