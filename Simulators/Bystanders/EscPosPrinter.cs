using System.Buffers;
using System.Text;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>A receipt printer that speaks ESC/POS. A mute one is a clone that never answers.</summary>
/// <remarks>
/// Characters gather in the line buffer; LF and CR (as clones with "CR = LF" have it) print it, a full line prints itself, with an empty buffer the paper
/// feeds. <c>ESC = n</c>: bit 0 of n selects the printer; deselected it ignores everything but DLE EOT and <c>ESC =</c>. <c>DLE EOT n</c> is answered
/// at once. <c>ESC @</c> empties the buffer. <c>ESC p</c> opens the drawer, <c>ESC d/J</c> feed, <c>GS V</c> cuts. An ESC or GS with a byte it does not
/// know is dropped with that byte. Source: Epson ESC/POS reference (ESC =, DLE EOT, ESC @, LF, CR).
/// </remarks>
internal sealed class EscPosPrinter(GroundTruth truth, bool mute) : Bystander(truth)
{
    private const int LineLength = 48;

    private readonly StringBuilder _line = new();
    private readonly List<byte> _command = [];
    private bool _selected = true;

    /// <inheritdoc/>
    public override string? Left => (_line.Length, _selected) switch
    {
        (0, true) => null,
        (0, false) => "the printer is left deselected",
        _ => $"'{_line}' is left in the line buffer",
    };

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        if (_command.Count > 0 || one is 0x10 or 0x1B or 0x1C or 0x1D)
        {
            _command.Add(one);
            if (_command.Count >= Length())
            {
                Obey(output);
                _command.Clear();
            }

            return;
        }

        if (!_selected)
        {
            return;
        }

        if (one is 0x0A or 0x0C or 0x0D)
        {
            Print();
        }
        else if (HasShape(one))
        {
            _line.Append((char)one);
            if (_line.Length == LineLength)
            {
                Print();
            }
        }
    }

    private int Length() => _command switch
    {
        [_] => 2,
        [0x10, 0x04 or 0x05, ..] => 3,
        [0x10, 0x14, ..] => 5,
        [0x1B, (byte)'=' or (byte)'d' or (byte)'J' or (byte)'!' or (byte)'a' or (byte)'t' or (byte)'E' or (byte)'-' or (byte)'M', ..] => 3,
        [0x1B, (byte)'p', ..] => 5,
        [0x1D, (byte)'V' or (byte)'r' or (byte)'I' or (byte)'a' or (byte)'!', ..] => 3,
        _ => 2,
    };

    private void Obey(IBufferWriter<byte> output)
    {
        switch (_command)
        {
            case [0x10, 0x04, >= 1 and <= 4] when !mute:
                output.Write("\u0016"u8);
                break;
            case [0x1B, (byte)'=', var n]:
                _selected = (n & 1) == 1;
                break;
            case var _ when !_selected:
                break;
            case [0x1B, (byte)'@']:
                _line.Clear();
                break;
            case [0x1B, (byte)'p', ..]:
                Does("opens the drawer");
                break;
            case [0x1B, (byte)'d' or (byte)'J', _]:
                Does("feeds paper");
                break;
            case [0x1B, (byte)'i' or (byte)'m']:
            case [0x1D, (byte)'V', _]:
                Does("cuts the paper");
                break;
        }
    }

    private void Print()
    {
        Does(_line.Length == 0 ? "feeds paper" : $"prints '{_line}'");
        _line.Clear();
    }
}
