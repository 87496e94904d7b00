namespace Simulators.Scales;

/// <summary>An Ohaus scale: weight right-justified in 12 with its minus, blank, unit in 5, <c>?</c> while it moves, legend. P, IP, Z and T.</summary>
/// <remarks>Source: Ohaus RS232 manual p. 5; the errors 8.3 (over) and 8.4 (under) of its list.</remarks>
internal sealed class Ohaus(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line() => Pan.IsOver || Pan.Faulty
        ? "Err 8.3\r\n"
        : $"{Signed(),12} {Pan.Shape.Unit,-5}{(Pan.InMotion ? '?' : ' ')}{(Pan.IsNet ? "  N" : "")}\r\n";

    /// <inheritdoc/>
    protected override string Obey(string command)
    {
        switch (command)
        {
            case "IP":
                return Line();
            case "P":
                return Pan.InMotion ? "" : Line();
            case "Z":
                Pan.Zero();
                return "";
            case "T":
                Pan.TakeTare();
                return "";
            default:
                return "ES\r\n";
        }
    }
}
