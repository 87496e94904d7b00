namespace Simulators.Scales;

/// <summary>An A&amp;D scale in the standard format: <c>ST,+0001.250 kg</c>; Q, S, SI, Z, T, R, C, and EC,E01 for what it does not know.</summary>
internal sealed class AndStandard(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line() => Pan.IsOver
        ? "OL,+9999999E+19\r\n"
        : $"{(Pan.InMotion ? "US" : "ST")},{Sign('+')}{Magnitude().PadLeft(8, '0')}{Pan.Shape.Unit,3}\r\n";

    /// <inheritdoc/>
    protected override string Obey(string command)
    {
        switch (command)
        {
            case "Q" or "SI":
                return Pan.Faulty ? "EC,E02\r\n" : Line();
            case "S":
                return Pan.InMotion ? "EC,E11\r\n" : Line();
            case "Z" or "R":
                Pan.Zero();
                return "";
            case "T":
                Pan.TakeTare();
                return "";
            case "C":
                return "";
            default:
                return "EC,E01\r\n";
        }
    }
}
