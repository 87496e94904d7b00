namespace Simulators.Scales;

/// <summary>A Massa-K terminal in protocol 1: W gives <c>S  +001.234 kg</c>, <c>U</c> in front while the load moves; silent with too much on it.</summary>
internal sealed class MassakP1(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line() => Pan.IsOver || Pan.Faulty
        ? ""
        : $"{(Pan.InMotion ? 'U' : 'S')}  {Sign('+')}{Magnitude().PadLeft(7, '0')} {Pan.Shape.Unit}\r\n";

    /// <inheritdoc/>
    protected override string Obey(string command) => command == "W" ? Line() : "";
}
