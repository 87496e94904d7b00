using System.Text;

namespace Simulators.Printers;

/// <summary>ESC/POS as Epson's reference has it: text lines, raster, bar codes, cutter, drawer, status.</summary>
/// <remarks>
/// A sheet of paper ends at a cut or where <c>ESC @</c> begins the next job. Real-time commands are looked for in every byte that arrives, raster data
/// included, as the reference warns. The font is blocks (<see cref="Dots.Glyph"/>); what was written is kept as text. A QR code is drawn as a block of its
/// size and kept as text.
/// </remarks>
internal sealed class EscPosTongue(IPrinterBody body) : IPrinterTongue
{
    private readonly List<byte> _command = [];
    private readonly List<byte> _arriving = [];
    private readonly EscPosLine _line = new(body);
    private byte[] _lastAutomatic = [];
    private int _length;
    private int _automatic;
    private bool _kicksAtOnce = true;
    private byte[] _stored = [];
    private (int Width, int Height) _storedSize;
    private byte[] _qr = [];
    private int _qrModule = 3;

    /// <inheritdoc/>
    public void Arrive(byte one)
    {
        _arriving.Add(one);
        if (_arriving[0] != 0x10)
        {
            _arriving.Clear();
            return;
        }

        switch (_arriving)
        {
            case [_] or [_, 0x04] or [_, 0x05] or [_, 0x14] or [_, 0x14, 1] or [_, 0x14, 1, _]:
                return;
            case [_, 0x04, >= 1 and <= 4] when body.Model.Answers.HasFlag(PrinterAnswers.RealTime):
                body.Answer(EscPosStatus.RealTime(body.Condition, one));
                break;
            case [_, 0x14, 1, <= 1, >= 1 and <= 8] when _kicksAtOnce:
                body.KickNow(_arriving[3] == 0 ? 2 : 5);
                break;
        }

        _arriving.Clear();
        if (one == 0x10)
        {
            _arriving.Add(one);
        }
    }

    /// <inheritdoc/>
    public void Take(byte one)
    {
        if (_command.Count == 0 && one is not (0x10 or 0x1B or 0x1C or 0x1D))
        {
            _line.Take(one);
            return;
        }

        _command.Add(one);
        _length = _length > 0 ? _length : EscPosLengths.Of(_command, body.Model.ShortDrawerKick);
        if (_length == EscPosLengths.None)
        {
            body.Unknown(Convert.ToHexStringLower(_command.ToArray()));
        }
        else if (_length == EscPosLengths.More || _command.Count < _length)
        {
            return;
        }
        else
        {
            Obey(_command.ToArray());
        }

        _command.Clear();
        _length = 0;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _command.Clear();
        _arriving.Clear();
        _length = 0;
        _automatic = 0;
        _kicksAtOnce = true;
        _stored = _qr = [];
        _line.Reset();
    }

    /// <inheritdoc/>
    public void StateChanged()
    {
        var now = EscPosStatus.Automatic(body.Condition);
        if (_automatic != 0 && !now.AsSpan().SequenceEqual(_lastAutomatic))
        {
            _lastAutomatic = now;
            body.Answer(now);
        }
    }

    private void Obey(byte[] command)
    {
        switch (command)
        {
            case [0x10, ..]:
                break;
            case [0x1B, (byte)'@']:
                _line.Reset();
                _stored = _qr = [];
                body.Then(static roll => roll.Finish(SheetEnd.NextJob));
                break;
            case [0x1B, (byte)'p', var pin, ..] when pin is 0 or 1 or (byte)'0' or (byte)'1':
                body.Then(roll => roll.Kick(pin is 0 or (byte)'0' ? 2 : 5));
                break;
            case [0x1B, (byte)'i' or (byte)'m']:
                Cut();
                break;
            case [0x1D, (byte)'V', _]:
                Cut();
                break;
            case [0x1D, (byte)'V', _, var feed]:
                _line.Feed(feed);
                Cut();
                break;
            case [0x1D, (byte)'a', var n] when body.Model.Answers.HasFlag(PrinterAnswers.Automatic):
                _automatic = n;
                _lastAutomatic = EscPosStatus.Automatic(body.Condition);
                if (n != 0)
                {
                    body.Answer(_lastAutomatic);
                }

                break;
            case [0x1D, (byte)'r', var n] when body.Model.Answers.HasFlag(PrinterAnswers.Queued):
                body.Then(_ => body.Answer(EscPosStatus.Queued(body.Condition, n)));
                break;
            case [0x1D, (byte)'I', var n] when body.Model.Answers.HasFlag(PrinterAnswers.Identity):
                Identify(n);
                break;
            case [0x1D, (byte)'a' or (byte)'r' or (byte)'I', _]:
                break;
            case [0x1D, (byte)'v', (byte)'0', var mode, ..] when mode is <= 3 or (>= (byte)'0' and <= (byte)'3'):
                var bytesPerRow = command[4] + (command[5] << 8);
                _line.Raster(bytesPerRow * 8, command[6] + (command[7] << 8), command.AsSpan(8), 1 + (mode & 1), 1 + ((mode >> 1) & 1));
                break;
            case [0x1D, (byte)'(', var letter, _, _, .. var parameters]:
                Group((char)letter, parameters);
                break;
            case [0x1D, (byte)'k', var symbology, ..]:
                _line.Barcode(symbology, symbology <= 6 ? command.AsSpan(3, command.Length - 4) : command.AsSpan(4));
                break;
            default:
                if (!_line.Obey(command))
                {
                    body.Unknown(Convert.ToHexStringLower(command.AsSpan(0, Math.Min(command.Length, 16))));
                }

                break;
        }
    }

    private void Cut()
    {
        _line.Print();
        if (body.Model.HasCutter)
        {
            body.Cut();
        }
    }

    private void Identify(int n)
    {
        if (n is >= 65 and <= 69)
        {
            byte[] text = [0x5F, .. Encoding.ASCII.GetBytes(n switch { 65 => "1.00", 66 => "VIRTUAL", 67 => "VP-80", 68 => "000001", _ => "GB18030" }), 0];
            body.Then(_ => body.Answer(text));
        }
        else
        {
            body.Then(_ => body.Answer((byte)(n is 1 or 49 ? 0x20 : 0x02)));
        }
    }

    private void Group(char letter, byte[] parameters)
    {
        switch (letter, parameters)
        {
            case ('H', [48, 48, var a, var b, var c, var d]):
                if (body.Model.Answers.HasFlag(PrinterAnswers.ProcessId))
                {
                    body.Then(roll =>
                    {
                        roll.Mark(Encoding.ASCII.GetString([a, b, c, d]));
                        body.Answer(0x37, 0x22, a, b, c, d, 0);
                    });
                }

                break;
            case ('D', [20, .. var pairs]):
                for (var index = 0; index + 1 < pairs.Length; index += 2)
                {
                    _kicksAtOnce = pairs[index] == 1 ? pairs[index + 1] is 1 or (byte)'1' : _kicksAtOnce;
                }

                break;
            case ('L', [48, 112, 48, _, _, _, var xl, var xh, var yl, var yh, .. var dots]):
                _stored = dots;
                _storedSize = (xl + (xh << 8), yl + (yh << 8));
                break;
            case ('L', [48, 2 or 50]):
                _line.Raster(_storedSize.Width, _storedSize.Height, _stored, 1, 1);
                _stored = [];
                break;
            case ('k', [49, 65, 49 or 50 or 51, 0]):
            case ('k', [49, 69, >= 48 and <= 51]):
                break;
            case ('k', [49, 67, >= 1 and <= 16 and var module]):
                _qrModule = module;
                break;
            case ('k', [49, 80, 48, .. var data]):
                _qr = data;
                break;
            case ('k', [49, 81, 48]):
                _line.Symbol("qr", Encoding.UTF8.GetString(_qr), 29 * _qrModule, 29 * _qrModule, null);
                break;
            default:
                body.Unknown($"1d28{(int)letter:x2}:{Convert.ToHexStringLower(parameters.AsSpan(0, Math.Min(parameters.Length, 8)))}");
                break;
        }
    }
}
