namespace Simulators.Scales;

/// <summary>A Toledo TI400 in P08, on demand: <c>S   09.076 kg</c>, <c>S I</c> in motion, <c>S I +</c> with too much on it, <c>S I -</c> below zero.</summary>
internal sealed class ToledoTi400P08(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line()
    {
        if (Pan.InMotion || Pan.Faulty)
        {
            return "S I\r\n";
        }

        return Pan.IsOver ? "S I +\r\n" : Pan.Shown < 0 ? "S I -\r\n" : $"S   {Text(Pan.Shown).PadLeft(6, '0')} {Pan.Shape.Unit}\r\n";
    }

    /// <inheritdoc/>
    protected override string Obey(string command) => command == "S" ? Line() : "";
}
