using System.Text;

namespace Simulators.Printers;

/// <summary>The line buffer of an ESC/POS printer: characters gather, and a line end prints them.</summary>
internal sealed class EscPosLine
{
    private const int FontWidth = 12;
    private const int FontHeight = 24;
    private const int DefaultSpacing = 30;

    private static readonly Encoding s_gb18030 = CreateGb18030();

    private readonly IPrinterBody _body;
    private readonly List<(string Text, int Width, int Scale)> _cells = [];
    private readonly List<byte> _character = [];
    private bool _isChinese;
    private int _scale = 1;
    private int _spacing = DefaultSpacing;
    private int _alignment;
    private int _barHeight = 162;
    private int _barModule = 3;
    private int _codePage;

    public EscPosLine(IPrinterBody body) => _body = body;

    private int Used => _cells.Sum(cell => cell.Width);

    /// <summary>As after <c>ESC @</c>: what was in the line is gone.</summary>
    public void Reset()
    {
        _cells.Clear();
        _character.Clear();
        (_isChinese, _scale, _spacing, _alignment, _barHeight, _barModule, _codePage) = (false, 1, DefaultSpacing, 0, 162, 3, 0);
    }

    /// <summary>Takes one byte of text.</summary>
    public void Take(byte one)
    {
        if (_character.Count == 0 && one < 0x20)
        {
            if (one == 0x0A)
            {
                Print(always: true);
            }
            else if (one is not (0x0D or 0x09 or 0x00 or 0x11 or 0x13 or 0x18))
            {
                _body.Unknown($"{one:x2}");
            }

            return;
        }

        if (_character.Count == 0 && (!_isChinese || one < 0x80))
        {
            Add(one < 0x80 ? ((char)one).ToString() : $"<{_codePage}:{one:x2}>", FontWidth);
            return;
        }

        // Double-byte characters, or four bytes where the second is a digit: GB18030-2005, section 5.
        _character.Add(one);
        var length = _character.Count >= 2 && _character[1] is >= 0x30 and <= 0x39 ? 4 : 2;
        if (_character.Count == length)
        {
            Add(s_gb18030.GetString(_character.ToArray()), FontWidth * 2);
            _character.Clear();
        }
    }

    /// <summary>Obeys a command about text and paper.</summary>
    /// <returns>False where there is none such.</returns>
    public bool Obey(byte[] command)
    {
        switch (command)
        {
            case [0x1B, (byte)'!', var n]:
                _scale = (n & 0x30) != 0 ? 2 : 1;
                return true;
            case [0x1D, (byte)'!', var n]:
                _scale = (n & 7) + 1;
                return true;
            case [0x1B, (byte)'a', var n]:
                _alignment = n & 3;
                return true;
            case [0x1B, (byte)'2']:
                _spacing = DefaultSpacing;
                return true;
            case [0x1B, (byte)'3', var n]:
                _spacing = n;
                return true;
            case [0x1B, (byte)'J', var n]:
                Print();
                Feed(n);
                return true;
            case [0x1B, (byte)'d', var n]:
                Print();
                Feed(n * _spacing);
                return true;
            case [0x1B, (byte)'t', var n]:
                _codePage = n;
                return true;
            case [0x1C, (byte)'&']:
                _isChinese = true;
                return true;
            case [0x1C, (byte)'.']:
                _isChinese = false;
                return true;
            case [0x1D, (byte)'h', > 0 and var n]:
                _barHeight = n;
                return true;
            case [0x1D, (byte)'w', >= 1 and <= 6 and var n]:
                _barModule = n;
                return true;
            case [0x1B, (byte)'E' or (byte)'G' or (byte)'-' or (byte)'M' or (byte)'R' or (byte)'{' or (byte)' ' or (byte)'=', _]:
            case [0x1D, (byte)'H' or (byte)'f' or (byte)'B', _]:
            case [0x1D, (byte)'L' or (byte)'W' or (byte)'P', ..]:
            case [0x1C, (byte)'C' or (byte)'!' or (byte)'-' or (byte)'S', ..]:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Feeds empty paper.</summary>
    public void Feed(int rows) => _body.Print(Enumerable.Repeat<byte[]?>(null, rows));

    /// <summary>Prints what is in the line.</summary>
    public void Print(bool always = false)
    {
        if (_cells.Count == 0)
        {
            Feed(always ? _spacing : 0);
            return;
        }

        var height = _cells.Max(cell => cell.Scale) * FontHeight;
        var dots = new Dots(_body.Model.WidthDots, Math.Max(height, _spacing));
        var x = Left(Used);
        foreach (var (text, width, scale) in _cells)
        {
            dots.Glyph(x, height - (scale * FontHeight), width, scale * FontHeight, text.Length == 1 ? text[0] : char.ConvertToUtf32(text, 0) + text.Length);
            x += width;
        }

        var line = string.Concat(_cells.Select(cell => cell.Text));
        _cells.Clear();
        _body.Then(roll => roll.Current.Lines.Add(line));
        _body.Print(dots.ToRows());
    }

    /// <summary>Prints dots; not in the middle of a line.</summary>
    public void Raster(int width, int height, ReadOnlySpan<byte> bits, int scaleX, int scaleY)
    {
        var bytesPerRow = (width + 7) / 8;
        if (_cells.Count > 0 || bits.Length != bytesPerRow * height || height == 0 || scaleX * scaleY != 1)
        {
            _body.Unknown($"raster of {width} x {height} with {bits.Length} bytes");
            return;
        }

        var dots = new Dots(_body.Model.WidthDots, height);
        dots.Bits(Left(width), 0, bytesPerRow, bits);
        if (dots.WasClipped)
        {
            _body.Unknown($"raster of {width} dots on a head of {_body.Model.WidthDots}");
        }

        _body.Print(dots.ToRows());
    }

    /// <summary>Prints a bar code of <c>GS k</c>.</summary>
    public void Barcode(int symbology, ReadOnlySpan<byte> data)
    {
        var text = Encoding.ASCII.GetString(data);
        string? bars = null;
        switch (symbology)
        {
            case 2 or 67 or 3 or 68:
                text = text.Length is 12 or 7 ? text + BarPatterns.CheckDigit(text) : text;
                bars = text.Length == (symbology is 2 or 67 ? 13 : 8) ? BarPatterns.Ean(text) : null;
                break;
            case 73 when BarPatterns.ReadCode128(data) is var (values, read):
                (text, bars) = (read, BarPatterns.Code128(values));
                break;
        }

        if (bars is null)
        {
            _body.Unknown($"bar code {symbology}:{text}");
            return;
        }

        Symbol(symbology switch { 2 or 67 => "ean13", 3 or 68 => "ean8", _ => "code128" }, text, bars.Length * _barModule, _barHeight, bars);
    }

    /// <summary>Prints a symbol, as bars or as a block of its size.</summary>
    public void Symbol(string name, string text, int width, int height, string? bars)
    {
        var dots = new Dots(_body.Model.WidthDots, height);
        if (bars is not null)
        {
            dots.Bars(Left(width), 0, bars, _barModule, height);
        }
        else
        {
            var code = text.Aggregate(17, static (hash, one) => unchecked((hash * 31) + one));
            dots.Glyph(Left(width), 0, width, height, code);
        }

        if (dots.WasClipped)
        {
            _body.Unknown($"{name} of {width} dots on a head of {_body.Model.WidthDots}");
            return;
        }

        _body.Then(roll => roll.Current.Symbols.Add($"{name}:{text}"));
        _body.Print(dots.ToRows());
    }

    private static Encoding CreateGb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030");
    }

    private int Left(int width) => _alignment switch
    {
        1 => Math.Max(0, (_body.Model.WidthDots - width) / 2),
        2 => Math.Max(0, _body.Model.WidthDots - width),
        _ => 0,
    };

    private void Add(string text, int width)
    {
        var cell = width * _scale;
        if (Used + cell > _body.Model.WidthDots)
        {
            Print();
        }

        _cells.Add((text, cell, _scale));
    }
}
