namespace Simulators.Scales;

/// <summary>A Mettler Toledo scale speaking MT-SICS: S and SI, Z, T, TA, TAC, I0 to I5 and @; ES, EL and the states I, + and -.</summary>
/// <remarks>A weight stands right-justified in ten characters, a blank and the unit behind it. Source: MT-SICS reference, levels 0 and 1.</remarks>
internal sealed class MtSics(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line() => Weigh("S", dynamic: true);

    /// <inheritdoc/>
    protected override string Obey(string command) => command switch
    {
        "@" or "I4" => "I4 A \"1126493049\"\r\n",
        "SI" => Weigh("S", dynamic: true),
        "S" => Weigh("S", dynamic: false),
        "Z" => Zero(),
        "T" => Tare(),
        "TA" => $"TA A {Text(Pan.Tare),10} {Pan.Shape.Unit}\r\n",
        "TAC" => ClearTare(),
        "I0" => "I0 B 0 \"S\"\r\nI0 B 0 \"SI\"\r\nI0 A 0 \"Z\"\r\n",
        "I1" => "I1 A \"01\" \"2.30\" \"2.22\" \"\" \"\"\r\n",
        "I2" => "I2 A \"Counter 15 kg\"\r\n",
        "I3" => "I3 A \"1.10 10.28.0.493.142\"\r\n",
        "I5" => "I5 A \"12345678A\"\r\n",
        _ => "ES\r\n",
    };

    private string Weigh(string name, bool dynamic)
    {
        if (Pan.Faulty)
        {
            return $"{name} I\r\n";
        }

        if (Pan.IsOver)
        {
            return $"{name} +\r\n";
        }

        return Pan.InMotion && !dynamic
            ? $"{name} I\r\n"
            : $"{name} {(Pan.InMotion ? 'D' : 'S')} {Signed(),10} {Pan.Shape.Unit}\r\n";
    }

    private string Zero()
    {
        if (Pan.InMotion || Pan.Faulty)
        {
            return "Z I\r\n";
        }

        Pan.Zero();
        return Pan.Gross == 0 ? "Z A\r\n" : Pan.Gross > 0 ? "Z +\r\n" : "Z -\r\n";
    }

    private string Tare()
    {
        if (Pan.InMotion || Pan.Faulty)
        {
            return "T I\r\n";
        }

        if (Pan.IsOver || Pan.Gross < 0)
        {
            return Pan.IsOver ? "T +\r\n" : "T -\r\n";
        }

        Pan.TakeTare();
        return $"T S {Text(Pan.Tare),10} {Pan.Shape.Unit}\r\n";
    }

    private string ClearTare()
    {
        Pan.ClearTare();
        return "TAC A\r\n";
    }
}
