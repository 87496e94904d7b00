using System.Text;

namespace Simulators.Printers;

/// <summary>TSPL, as far as labels of dots, bar codes and text go, and its status bytes.</summary>
/// <remarks>
/// Source: TSC TSPL/TSPL2 programming manual: SIZE, GAP, CLS, BITMAP (a 0 bit is black in mode 0), BARCODE, QRCODE, TEXT, PRINT, REM, CASHDRAWER, ESC ! ?, ESC ! S.
/// </remarks>
internal sealed class TsplTongue(IPrinterBody body) : IPrinterTongue
{
    private readonly List<byte> _line = [];
    private readonly List<byte> _arriving = [];
    private readonly TsplLabel _label = new(body);
    private int _binary;
    private int _escape;

    /// <inheritdoc/>
    public void Arrive(byte one)
    {
        _arriving.Add(one);
        switch (_arriving)
        {
            case [0x1B] or [0x1B, (byte)'!']:
                return;
            case [0x1B, (byte)'!', (byte)'?'] when MayAnswer:
                body.Answer(ShortStatus());
                break;
            case [0x1B, (byte)'!', (byte)'S'] when MayAnswer:
                body.Answer(0x02, Message(), (byte)0x40, Error3(), Error4(), 0x03, 0x0D, 0x0A);
                break;
        }

        _arriving.Clear();
        if (one == 0x1B)
        {
            _arriving.Add(one);
        }
    }

    /// <inheritdoc/>
    public void Take(byte one)
    {
        if (_binary > 0)
        {
            _line.Add(one);
            if (--_binary == 0)
            {
                Obey();
            }

            return;
        }

        if (_escape > 0 || (one == 0x1B && _line.Count == 0))
        {
            _escape = (_escape + 1) % 3;
            return;
        }

        if (one is 0x0A or 0x0D)
        {
            Obey();
            return;
        }

        _line.Add(one);
        if (one == ',' && TsplLabel.BitmapBytes(_line) is { } bytes)
        {
            _binary = bytes;
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _line.Clear();
        _arriving.Clear();
        (_binary, _escape) = (0, 0);
        _label.Reset();
    }

    /// <inheritdoc/>
    public void StateChanged()
    {
    }

    private bool MayAnswer => body.Model.Answers.HasFlag(PrinterAnswers.Label) && !(body.Model.SilentOnFault && body.Condition.IsStopped);

    private void Obey()
    {
        if (_line.Count == 0)
        {
            return;
        }

        var line = _line.ToArray();
        _line.Clear();
        if (!_label.Obey(line))
        {
            body.Unknown(Encoding.ASCII.GetString(line, 0, Math.Min(line.Length, 40)));
        }
    }

    private byte ShortStatus()
    {
        var condition = body.Condition;
        return (byte)((condition.Has(PrinterFault.CoverOpen) ? 0x01 : 0) | (condition.CutterStuck ? 0x02 : 0) | (condition.Has(PrinterFault.PaperOut) ? 0x04 : 0)
            | (condition.Has(PrinterFault.RibbonOut) ? 0x08 : 0) | (condition.Has(PrinterFault.Paused) ? 0x10 : 0) | (body.IsBusy && !condition.IsStopped ? 0x20 : 0)
            | (condition.Has(PrinterFault.Overheated) || condition.Has(PrinterFault.Unrecoverable) ? 0x80 : 0));
    }

    private byte Message()
    {
        var condition = body.Condition;
        return (byte)(condition.Has(PrinterFault.Paused) ? '`' : condition.IsStopped ? 'E' : body.IsBusy ? 'P' : '@');
    }

    private byte Error3() => (byte)(0x40 | (body.Condition.Has(PrinterFault.Overheated) ? 0x01 : 0) | (body.Condition.CutterStuck ? 0x08 : 0));

    private byte Error4() => (byte)(0x40 | (body.Condition.Has(PrinterFault.PaperOut) ? 0x01 : 0) | (body.Condition.Has(PrinterFault.RibbonOut) ? 0x04 : 0)
        | (body.Condition.Has(PrinterFault.CoverOpen) ? 0x20 : 0));
}
