namespace Simulators.Scales;

/// <summary>A Toledo price scale in its ECR stream: STX, weight in 7, unit in capitals, price and amount in 8 each, CR LF; only settled weights.</summary>
/// <remarks>The frame has no place for motion or faults; this one sends nothing then.</remarks>
internal sealed class ToledoEcrStream(ScalePan pan) : SimulatedTextScale(pan, linesASecond: 5)
{
    /// <inheritdoc/>
    protected override string Line() => Pan.InMotion || Pan.IsOver || Pan.Faulty
        ? ""
        : $"\u0002{Signed(),7} {Pan.Shape.Unit.ToUpperInvariant(),2}    0.00    0.00\r\n";
}
