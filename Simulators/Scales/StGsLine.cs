namespace Simulators.Scales;

/// <summary>An indicator that sends <c>ST,GS,+   1.240kg</c> CR LF ten times a second.</summary>
/// <remarks>ST stable, US unstable, OL over; GS gross, NT net; sign, seven characters, unit. Source: protocols collected from many makers' indicators.</remarks>
internal sealed class StGsLine(ScalePan pan) : SimulatedTextScale(pan, linesASecond: 10)
{
    /// <inheritdoc/>
    protected override string Line()
    {
        var kind = Pan.IsNet ? "NT" : "GS";
        return Pan.IsOver || Pan.Faulty
            ? $"OL,{kind},+ ------{Pan.Shape.Unit}\r\n"
            : $"{(Pan.InMotion ? "US" : "ST")},{kind},{Sign('+')}{Magnitude(),8}{Pan.Shape.Unit}\r\n";
    }
}
