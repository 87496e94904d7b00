namespace Simulators.Scales;

/// <summary>A Dini Argeo 3590: READ gives state, scale, weight and tare with their units; ZERO, TARE and C answer OK, or ERR04 where it cannot.</summary>
internal sealed class DiniArgeo(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line()
    {
        var state = Pan.IsOver || Pan.Faulty ? "OL" : Pan.InMotion ? "US" : "ST";
        return $"{state},1,{Signed(),8}{Pan.Shape.Unit},{Text(Pan.Tare),8}{Pan.Shape.Unit}\r\n";
    }

    /// <inheritdoc/>
    protected override string Obey(string command)
    {
        switch (command)
        {
            case "READ":
                return Line();
            case "ZERO" or "TARE" when Pan.InMotion || Pan.IsOver:
                return "ERR04\r\n";
            case "ZERO":
                Pan.Zero();
                return "OK\r\n";
            case "TARE":
                Pan.TakeTare();
                return "OK\r\n";
            case "C":
                Pan.ClearTare();
                return "OK\r\n";
            default:
                return "ERR01\r\n";
        }
    }
}
