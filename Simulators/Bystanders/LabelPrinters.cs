using System.Buffers;
using System.Text;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>A label printer that speaks ZPL: commands begin with <c>^</c> or <c>~</c>, all else is ignored between formats.</summary>
/// <remarks><c>~HS</c> is answered by three lines of status; <c>^XZ</c> prints the format; <c>~JC</c>, <c>~WC</c> and the like move labels. Source: Zebra ZPL II guide.</remarks>
internal sealed class ZplPrinter(GroundTruth truth) : Bystander(truth)
{
    private static readonly string[] s_moves = ["~JC", "~WC", "~PH", "~PR", "~JG", "~JF"];

    private readonly StringBuilder _command = new();
    private bool _inFormat;

    /// <inheritdoc/>
    public override string? Left => _inFormat ? "a format is left open" : null;

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        if (one is (byte)'^' or (byte)'~')
        {
            _command.Clear();
        }
        else if (_command.Length == 0)
        {
            return;
        }

        _command.Append(char.ToUpperInvariant((char)one));
        if (_command.Length < 3)
        {
            return;
        }

        var command = _command.ToString();
        _command.Clear();
        switch (command)
        {
            case "^XA":
                _inFormat = true;
                break;
            case "^XZ" when _inFormat:
                _inFormat = false;
                Does("prints a label");
                break;
            case "~HS":
                Write(output, "\u0002030,0,0,1225,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,4,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n");
                break;
            case var _ when s_moves.Contains(command):
                Does($"moves labels ({command})");
                break;
        }
    }
}

/// <summary>A label printer that speaks TSPL: a command a line; immediate commands begin with ESC <c>!</c>.</summary>
/// <remarks><c>ESC ! ?</c> is answered by one status byte. A line it does not know is dropped. Source: TSC TSPL/TSPL2 programming manual.</remarks>
internal sealed class TsplPrinter(GroundTruth truth) : Bystander(truth)
{
    private static readonly string[] s_acts = ["PRINT", "SELFTEST", "FEED", "BACKFEED", "FORMFEED", "HOME", "CUT", "SOUND", "EOP", "RUN", "GAPDETECT", "AUTODETECT", "INITIALPRINTER"];

    private readonly StringBuilder _line = new();
    private readonly List<byte> _escape = [];

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        if (_escape.Count > 0 || one == 0x1B)
        {
            _escape.Add(one);
            if (_escape is [0x1B, not (byte)'!'])
            {
                _escape.Clear();
            }
            else if (_escape.Count == 3)
            {
                Obey(output);
            }
        }
        else if (one is 0x0A or 0x0D)
        {
            var word = _line.ToString().Split(' ', ',')[0].ToUpperInvariant();
            _line.Clear();
            if (s_acts.Contains(word))
            {
                Does($"does {word}");
            }
        }
        else if (_line.Length < 256 && HasShape(one))
        {
            _line.Append((char)one);
        }
    }

    private void Obey(IBufferWriter<byte> output)
    {
        switch (_escape[2])
        {
            case (byte)'?':
                output.Write("\0"u8);
                break;
            case (byte)'F' or (byte)'R':
                Does("feeds or restarts");
                break;
        }

        _escape.Clear();
    }
}
