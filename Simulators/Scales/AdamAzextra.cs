namespace Simulators.Scales;

/// <summary>An Adam AZextra: <c>P</c> gives the weight once for each load, and nothing while there is no new one, none or zero.</summary>
/// <remarks>Source: notes of people who drive one; line 4800-8N1. It would beep where it is asked again about the same load.</remarks>
internal sealed class AdamAzextra(ScalePan pan) : SimulatedTextScale(pan)
{
    private int _given = -1;

    /// <inheritdoc/>
    protected override string Line() => $"{Sign(' ')}{Magnitude(),8} {Pan.Shape.Unit}\r\n";

    /// <inheritdoc/>
    protected override string Obey(string command)
    {
        switch (command)
        {
            case "P" when _given != Pan.Changes && !Pan.InMotion && !Pan.IsOver && !Pan.Faulty && Pan.Shown != 0:
                _given = Pan.Changes;
                return Line();
            case "Z":
                Pan.Zero();
                return "";
            case "T":
                Pan.TakeTare();
                return "";
            default:
                return "";
        }
    }
}
