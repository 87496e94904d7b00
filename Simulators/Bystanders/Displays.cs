using System.Buffers;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>Which commands a customer display knows.</summary>
internal enum DisplayKind
{
    /// <summary>Epson DM-D: ESC/POS display commands. <c>ESC = n</c> takes 1 to 3; bit 1 selects the display.</summary>
    EscPos,

    /// <summary>CD5220: <c>ESC = n</c> takes any n; bit 1 selects the display; <c>ESC Q A</c> writes a line.</summary>
    Cd5220,

    /// <summary>Shows whatever has a shape, and knows no selection.</summary>
    Plain,
}

/// <summary>A customer display: two lines of twenty. It never answers.</summary>
/// <remarks>
/// What it shows is noted character by character. 0C clears, CAN (18) clears the line, ESC @ starts anew (and clears); with a display that shows something
/// these are effects too. An ESC with a byte it does not know is dropped with that byte; a plain display drops only the ESC. Sources: Epson DM-D110 user's manual (ESC =:
/// 1 printer, 2 display, 3 both), CD5220 command list.
/// </remarks>
internal sealed class CustomerDisplay(GroundTruth truth, DisplayKind kind) : Bystander(truth)
{
    private readonly List<byte> _command = [];
    private bool _selected = true;

    /// <inheritdoc/>
    public override string? Left => _selected ? null : "the display is left deselected";

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        if (kind != DisplayKind.Plain && (_command.Count > 0 || one is 0x1B or 0x1F))
        {
            _command.Add(one);
            if (_command.Count >= Length())
            {
                Obey();
                _command.Clear();
            }

            return;
        }

        if (!_selected)
        {
            return;
        }

        if (one is 0x0C or 0x18)
        {
            Does("clears what it shows");
        }
        else if (one == 0x07 && kind != DisplayKind.Plain)
        {
            Does("beeps");
        }
        else if (HasShape(one))
        {
            Does($"shows '{(char)one}'");
        }
    }

    private int Length() => _command switch
    {
        [_] => 2,
        [0x1B, (byte)'=', ..] => 3,
        [0x1B, (byte)'Q', (byte)'A' or (byte)'B' or (byte)'D', .., 0x0D] => _command.Count,
        [0x1B, (byte)'Q', (byte)'A' or (byte)'B' or (byte)'D', ..] when _selected => _command.Count + 1,
        [0x1B, (byte)'Q', ..] => 3,
        [0x1B, (byte)'l', ..] => 4,
        [0x1F, 0x24, ..] => 4,
        [0x1F, (byte)'X' or (byte)'C' or (byte)'E' or (byte)'T', ..] => 3,
        _ => 2,
    };

    private void Obey()
    {
        switch (_command)
        {
            case [0x1B, (byte)'=', var n] when kind == DisplayKind.Cd5220 || n is >= 1 and <= 3:
                _selected = (n & 2) == 2;
                break;
            case var _ when !_selected:
                break;
            case [0x1B, (byte)'@']:
                Does("clears what it shows");
                break;
            case [0x1B, (byte)'Q', ..]:
                Does("shows a line");
                break;
            case [0x1F, (byte)'@' or 0x01 or 0x02 or 0x03, ..]:
                Does("tests itself or changes its mode");
                break;
        }
    }
}
