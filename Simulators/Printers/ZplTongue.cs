using System.Globalization;
using System.Text;

namespace Simulators.Printers;

/// <summary>ZPL II, as far as labels of dots, bar codes and text go, and <c>~HS</c>.</summary>
/// <remarks>Source: Zebra ZPL II programming guide: ^XA ^XZ ^PW ^LL ^FO ^GF ^FX ^CI ^BY ^BC ^BE ^B8 ^BQ ^FD ^FS ^PQ ~HS ~JA.</remarks>
internal sealed class ZplTongue(IPrinterBody body) : IPrinterTongue
{
    private const int DefaultRows = 1200;

    private readonly StringBuilder _command = new();
    private readonly StringBuilder _arriving = new();
    private readonly ZplLabel _label = new(body);
    private bool _isIn;
    private int _formatsArrived;
    private int _formatsTaken;

    /// <inheritdoc/>
    public void Arrive(byte one)
    {
        if (one is (byte)'~' or (byte)'^')
        {
            _arriving.Clear();
        }

        if (_arriving.Length < 3 && (one is (byte)'~' or (byte)'^' || _arriving.Length > 0))
        {
            _arriving.Append((char)one);
        }

        if (_arriving.Length == 3)
        {
            var isStatus = _arriving.ToString().Equals("~HS", StringComparison.OrdinalIgnoreCase);
            _formatsArrived += _arriving.ToString().Equals("^XA", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            _arriving.Clear();
            if (isStatus)
            {
                AnswerStatus();
            }
        }
    }

    /// <inheritdoc/>
    public void Take(byte one)
    {
        if (one is (byte)'^' or (byte)'~')
        {
            Obey();
            _command.Append((char)one);
        }
        else if (_command.Length > 0 && one is not ((byte)'\r' or (byte)'\n'))
        {
            _command.Append((char)one);
            if (_command is { Length: 3 } && _command.ToString() is "^XZ" or "^XA")
            {
                Obey();
            }
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _command.Clear();
        _arriving.Clear();
        _label.Clear();
        _isIn = false;
        _formatsTaken = _formatsArrived;
    }

    /// <inheritdoc/>
    public void StateChanged()
    {
    }

    private void Obey()
    {
        if (_command.Length < 3)
        {
            _command.Clear();
            return;
        }

        var code = _command.ToString(0, 3).ToUpperInvariant();
        var rest = _command.ToString(3, _command.Length - 3);
        _command.Clear();
        switch (code)
        {
            case "^XA":
                _formatsTaken++;
                _isIn = true;
                _label.Clear();
                break;
            case "^XZ" when _isIn:
                _isIn = false;
                _label.Print(DefaultRows);
                break;
            case "~HS":
            case "~JA":
                break;
            case var _ when !_isIn:
                body.Unknown(code + rest);
                break;
            default:
                if (!_label.Obey(code, rest))
                {
                    body.Unknown(code + rest[..Math.Min(rest.Length, 24)]);
                }

                break;
        }
    }

    private void AnswerStatus()
    {
        var condition = body.Condition;
        if (!body.Model.Answers.HasFlag(PrinterAnswers.Label)
            || (body.Model.SilentOnFault && (condition.Has(PrinterFault.PaperOut) || condition.Has(PrinterFault.RibbonOut) || condition.Has(PrinterFault.CoverOpen))))
        {
            return;
        }

        // Formats in the receive buffer count, also those that a fault keeps it from reading.
        var waiting = Math.Min(999, _label.Waiting + _formatsArrived - _formatsTaken);
        var answer = new StringBuilder();
        answer.Append(CultureInfo.InvariantCulture, $"\u0002030,{Flag(PrinterFault.PaperOut)},{Flag(PrinterFault.Paused)},1225,{waiting:000},{(body.BytesWaiting >= body.Model.BufferBytes ? 1 : 0)},0,{(_isIn ? 1 : 0)},000,0,0,{Flag(PrinterFault.Overheated)}\u0003\r\n");
        answer.Append(CultureInfo.InvariantCulture, $"\u0002000,0,{Flag(PrinterFault.CoverOpen)},{Flag(PrinterFault.RibbonOut)},0,2,4,0,{_label.Waiting:00000000},1,000\u0003\r\n");
        answer.Append("\u00021234,0\u0003\r\n");
        body.Answer(Encoding.ASCII.GetBytes(answer.ToString()));
    }

    private int Flag(PrinterFault fault) => body.Condition.Has(fault) ? 1 : 0;
}
