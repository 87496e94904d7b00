namespace Simulators.Scales;

/// <summary>A quality-control scale that sends <c>+007.12/3 G S</c>: sign, weight, slash, how far from rest, unit, mode. It stops with too much on it.</summary>
internal sealed class WeightQa(ScalePan pan) : SimulatedTextScale(pan, linesASecond: 5)
{
    /// <inheritdoc/>
    protected override string Line() => Pan.IsOver || Pan.Faulty
        ? ""
        : $"{Sign('+')}{Magnitude().PadLeft(7, '0')}/{(Pan.InMotion ? 5 : 0)} {Pan.Shape.Unit.ToUpperInvariant()} {(Pan.IsNet ? 'N' : 'S')}\r\n";
}
