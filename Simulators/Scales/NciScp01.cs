namespace Simulators.Scales;

/// <summary>An NCI scale speaking SCP-01: W weight, S status, Z zero, T tare, each letter with a CR; <c>?</c> for what it does not know.</summary>
/// <remarks>
/// LF weight unit CR LF status CR ETX; in motion and out of range the status alone. Status: s1 bit 0 motion, 1 at zero, 3 EEPROM error; s2 bit 0 under,
/// 1 over, 6 more follow; s3 bit 2 net. Bits 4 and 5 are always 1. Source: NCI SCP-01.
/// </remarks>
internal sealed class NciScp01(ScalePan pan) : SimulatedTextScale(pan)
{
    /// <inheritdoc/>
    protected override string Line() => Pan.InMotion || Pan.IsOver || Pan.Faulty || Pan.Shown < 0
        ? $"\n{Status()}\r\u0003"
        : $"\n{Text(Pan.Shown).PadLeft(6, '0')}{Pan.Shape.Unit.ToUpperInvariant()}\r\n{Status()}\r\u0003";

    /// <inheritdoc/>
    protected override string Obey(string command)
    {
        switch (command)
        {
            case "W":
                return Line();
            case "Z":
                Pan.Zero();
                break;
            case "T":
                Pan.TakeTare();
                break;
            case "S":
                break;
            default:
                return "\n?\r\u0003";
        }

        return $"\n{Status()}\r\u0003";
    }

    private string Status()
    {
        var first = 0x30 | (Pan.InMotion ? 0x01 : 0) | (Pan.Gross == 0 ? 0x02 : 0) | (Pan.Faulty ? 0x08 : 0);
        var second = 0x70 | (Pan.Shown < 0 ? 0x01 : 0) | (Pan.IsOver ? 0x02 : 0);
        var third = 0x30 | (Pan.IsNet ? 0x04 : 0);
        return $"{(char)first}{(char)second}{(char)third}";
    }
}
