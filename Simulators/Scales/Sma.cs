using System.Globalization;

namespace Simulators.Scales;

/// <summary>A scale speaking SMA SCP-0499: LF, status, range, kind, motion, one blank, ten of weight, three of unit, CR.</summary>
/// <remarks>
/// W weight, Z zero, T tare or with a number a known one, C clear tare, M the tare, A what it is; what it does not know is answered <c>?</c>. A zero or tare
/// that is refused is answered once with status E or T and dashes. Source: SMA SCP-0499.
/// </remarks>
internal sealed class Sma(ScalePan pan) : SimulatedTextScale(pan)
{
    private const string Dashes = "----------";

    /// <inheritdoc/>
    protected override string Line()
    {
        var status = Pan.IsOver ? 'O' : Pan.Faulty ? 'I' : Pan.Shown < 0 && !Pan.IsNet ? 'U' : Pan.Gross == 0 ? 'Z' : ' ';
        return Frame(status, Pan.IsNet ? 'N' : 'G', Pan.IsOver || Pan.Faulty ? Dashes : Signed().PadLeft(10));
    }

    /// <inheritdoc/>
    protected override string Obey(string command)
    {
        switch (command[0])
        {
            case 'W' when command.Length == 1:
                return Line();
            case 'Z' when command.Length == 1:
                Pan.Zero();
                return Pan.InMotion || Pan.Gross != 0 ? Frame('E', Pan.IsNet ? 'N' : 'G', Dashes) : Line();
            case 'T' when Pan.InMotion || Pan.IsOver:
                return Frame('T', Pan.IsNet ? 'N' : 'G', Dashes);
            case 'T' when command.Length == 1:
                Pan.TakeTare();
                return Line();
            case 'T' when decimal.TryParse(command.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tare):
                Pan.PresetTare(tare);
                return Line();
            case 'C' when command.Length == 1:
                Pan.ClearTare();
                return Line();
            case 'M' when command.Length == 1:
                return Frame(' ', 'T', Text(Pan.Tare).PadLeft(10));
            case 'A' when command.Length == 1:
                return "\nSMA:2/1.0\r";
            default:
                return "\n?\r";
        }
    }

    private string Frame(char status, char kind, string weight) =>
        $"\n{status}1{kind}{(Pan.InMotion ? 'M' : ' ')} {weight}{Pan.Shape.Unit.PadRight(3, '_')}\r";
}
