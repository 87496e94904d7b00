using System.Buffers;
using System.Globalization;
using Simulators.Session;

namespace Simulators.Scales;

/// <summary>A Magellan scanner scale on a single cable: S14 CR is answered with the state, scans come by themselves.</summary>
/// <remarks>
/// S140 not ready, S141 in motion, S142 over capacity, S143 stable zero, S144 and digits, S145 below zero; four digits are hundredths of a pound, five
/// are grams. S11 CR is answered with the next stable weight above zero. S334 CR beeps, S10 CR resets. A scan: S08, letter (F EAN-13), digits, CR. The
/// script line <c>scan 4006381333931</c> scans an EAN-13. Source: Datalogic KA-01089.
/// </remarks>
internal sealed class MagellanSingleCable(ScalePan pan) : SimulatedScale(pan)
{
    private string _line = "";
    private string? _scan;
    private bool _awaitsStable;

    /// <summary>How often it has beeped.</summary>
    public int Beeps { get; private set; }

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        if (_scan is not null)
        {
            Write(output, $"S08F{_scan}\r");
            _scan = null;
        }

        if (_awaitsStable && State() == '4')
        {
            _awaitsStable = false;
            Write(output, $"S11{Weight()}\r");
        }
    }

    /// <inheritdoc/>
    public override string? Apply(ScriptLine line)
    {
        if (line.Verb != "scan")
        {
            return base.Apply(line);
        }

        if (line.Text.Length != 13 || !line.Text.All(char.IsAsciiDigit))
        {
            return $"scan: expected thirteen digits, came '{line.Text}'";
        }

        _scan = line.Text;
        return null;
    }

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        var value = (char)(one & 0x7F);
        if (value != '\r')
        {
            _line = value == 'S' || _line.Length > 8 ? value.ToString() : _line + value;
            return;
        }

        switch (_line)
        {
            case "S14":
                Write(output, State() is var state && state == '4' ? $"S144{Weight()}\r" : $"S14{state}\r");
                break;
            case "S11":
                _awaitsStable = true;
                break;
            case "S334":
                Beeps++;
                break;
            case "S10":
                _awaitsStable = false;
                break;
        }

        _line = "";
    }

    private char State() =>
        Pan.Faulty ? '0'
        : Pan.IsOver ? '2'
        : Pan.InMotion ? '1'
        : Pan.Shown == 0 ? '3'
        : Pan.Shown < 0 ? '5'
        : '4';

    private string Weight() => Digits(Pan.Shown, Pan.Shape.Unit == "lb" ? 4 : 5);
}
