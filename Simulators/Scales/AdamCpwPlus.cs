namespace Simulators.Scales;

/// <summary>An Adam CPWplus: <c>G</c> gives <c>G     +   2.00 kg</c>, <c>N</c> the net weight the same way, Z zeroes, T tares.</summary>
/// <remarks>
/// Source: CPWplus manual p. 16. What it answers while the load moves is not there: here nothing, as it prints only settled weights. Out of range
/// the display's carets are sent, as on Adam MDW.
/// </remarks>
internal sealed class AdamCpwPlus(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line() => "";

    /// <inheritdoc/>
    protected override string Obey(string command)
    {
        switch (command)
        {
            case "G":
                return Weight('G', Pan.Gross);
            case "N":
                return Weight('N', Pan.Shown);
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

    private string Weight(char name, decimal weight)
    {
        if (Pan.InMotion)
        {
            return "";
        }

        return Pan.IsOver || Pan.Faulty
            ? $"{name}      ^^^^^^ {Pan.Shape.Unit}\r\n"
            : $"{name}     {(weight < 0 ? '-' : '+')}{Text(Math.Abs(weight)),7} {Pan.Shape.Unit}\r\n";
    }
}
