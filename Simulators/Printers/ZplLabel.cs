using System.Globalization;
using System.Text;

namespace Simulators.Printers;

/// <summary>The label that ZPL commands describe, from <c>^XA</c> to <c>^XZ</c>.</summary>
internal sealed class ZplLabel(IPrinterBody body)
{
    private readonly List<Action<Dots>> _fields = [];
    private readonly List<string> _marks = [];
    private readonly List<string> _symbols = [];
    private readonly List<string> _lines = [];
    private (int X, int Y) _origin;
    private (string Code, string Parameters)? _font;
    private char? _hex;
    private int _module = 2;
    private int _barHeight = 10;
    private int _width;
    private int _rows;
    private int _copies = 1;

    /// <summary>Labels that are not on paper yet.</summary>
    public int Waiting { get; private set; }

    /// <summary>Begins a label.</summary>
    public void Clear()
    {
        _fields.Clear();
        _marks.Clear();
        _symbols.Clear();
        _lines.Clear();
        (_origin, _font, _copies, _module, _barHeight) = ((0, 0), null, 1, 2, 10);
        if (!body.IsBusy)
        {
            Waiting = 0;
        }
    }

    /// <summary>Obeys a command within a label.</summary>
    /// <returns>False where it is not known or wrong.</returns>
    public bool Obey(string code, string rest)
    {
        var numbers = rest.Split(',');
        switch (code)
        {
            case "^PW":
                return Number(rest, out _width);
            case "^LL":
                return Number(rest, out _rows);
            case "^PQ":
                return Number(numbers[0], out _copies) && _copies > 0;
            case "^FX":
                _marks.Add(rest);
                return true;
            case "^CI" or "^LH" or "^LT" or "^MM" or "^MN" or "^PO" or "^PR" or "^MD" or "^LS" or "^PM" or "^JZ":
                return true;
            case "^FH":
                _hex = rest.Length > 0 ? rest[0] : '_';
                return true;
            case "^FO":
                return numbers.Length >= 2 && Number(numbers[0], out _origin.X) && Number(numbers[1], out _origin.Y);
            case "^GF":
                return Graphic(rest);
            case "^BY":
                return Number(numbers[0], out _module) && (numbers.Length < 3 || numbers[2].Length == 0 || Number(numbers[2], out _barHeight));
            case "^FS":
                (_font, _hex) = (null, null);
                return true;
            case "^FD":
                return Field(_hex is { } mark ? Unescaped(rest, mark) : rest);
            case var _ when code[1] is 'B' or 'A':
                _font = (code, rest);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Prints it as often as it wants.</summary>
    public void Print(int defaultRows)
    {
        var dots = new Dots(body.Model.WidthDots, _rows > 0 ? _rows : defaultRows);
        _fields.ForEach(draw => draw(dots));
        if (dots.WasClipped || _width > body.Model.WidthDots)
        {
            body.Unknown($"label wider or longer than {_width} x {_rows} on a head of {body.Model.WidthDots}");
        }

        string[] marks = [.. _marks];
        string[] symbols = [.. _symbols];
        string[] lines = [.. _lines];
        for (var copy = 0; copy < _copies; copy++)
        {
            Waiting++;
            body.PrintLabel(dots.ToRows(), roll =>
            {
                Waiting = Math.Max(0, Waiting - 1);
                roll.Current.Symbols.AddRange(symbols);
                roll.Current.Lines.AddRange(lines);
                foreach (var mark in marks)
                {
                    roll.Mark(mark);
                }
            });
        }
    }

    /// <summary>With <c>^FH</c> a mark and two hex digits stand for a byte.</summary>
    private static string Unescaped(string text, char mark)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == mark && at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var one))
            {
                plain.Append((char)one);
                at += 2;
            }
            else
            {
                plain.Append(text[at]);
            }
        }

        return plain.ToString();
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary><c>^GFA,b,c,d,data</c>: b bytes sent, c bytes of the field, d bytes a row; data as hex with repeat counts, a comma fills a row with 0, ! with 1, : repeats it.</summary>
    private bool Graphic(string rest)
    {
        var parts = rest.Split(',', 5);
        if (parts.Length < 5 || parts[0] != "A" || !Number(parts[2], out var total) || !Number(parts[3], out var bytesPerRow)
            || bytesPerRow == 0 || total % bytesPerRow != 0)
        {
            return false;
        }

        var digits = new StringBuilder(total * 2);
        var rowDigits = bytesPerRow * 2;
        var repeat = 0;
        foreach (var one in parts[4])
        {
            switch (one)
            {
                case >= 'G' and <= 'Y':
                    repeat += one - 'G' + 1;
                    break;
                case >= 'g' and <= 'z':
                    repeat += (one - 'g' + 1) * 20;
                    break;
                case ',' or '!':
                    digits.Append(one == ',' ? '0' : 'F', rowDigits - (digits.Length % rowDigits));
                    break;
                case ':':
                    if (digits.Length < rowDigits || digits.Length % rowDigits != 0)
                    {
                        return false;
                    }

                    digits.Append(digits.ToString(digits.Length - rowDigits, rowDigits));
                    break;
                case var _ when char.IsAsciiHexDigit(one):
                    digits.Append(one, Math.Max(1, repeat));
                    repeat = 0;
                    break;
                default:
                    return false;
            }
        }

        if (digits.Length != total * 2)
        {
            return false;
        }

        var bits = Convert.FromHexString(digits.ToString());
        var (x, y) = _origin;
        _fields.Add(dots => dots.Bits(x, y, bytesPerRow, bits));
        return true;
    }

    private bool Field(string data)
    {
        var (x, y) = _origin;
        var text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(data));
        var (code, parameters) = _font ?? ("", "");
        var height = parameters.Split(',') is [_, var given, ..] && Number(given, out var rows) ? rows : _barHeight;
        string? bars;
        switch (code)
        {
            case "^BE" or "^B8":
                text = text.Length is 12 or 7 ? text + BarPatterns.CheckDigit(text) : text;
                bars = BarPatterns.Ean(text);
                break;
            case "^BC":
                bars = Code128(ref text);
                break;
            case "^BQ":
                if (text.Length < 4 || text[2] != ',' && text[3] != ',')
                {
                    return false;
                }

                text = text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..];
                _symbols.Add($"qr:{text}");
                var magnification = parameters.Split(',') is [_, _, var size, ..] && Number(size, out var times) ? times : 3;
                var hash = text.Aggregate(17, static (sum, one) => unchecked((sum * 31) + one));
                _fields.Add(dots => dots.Glyph(x, y + 10, 29 * magnification, 29 * magnification, hash));
                return true;
            default:
                _lines.Add(text);
                _fields.Add(dots =>
                {
                    for (var index = 0; index < text.Length; index++)
                    {
                        dots.Glyph(x + (index * 12), y, 12, 24, text[index]);
                    }
                });
                return true;
        }

        if (bars is null)
        {
            return false;
        }

        var module = _module;
        _symbols.Add($"{code switch { "^BE" => "ean13", "^B8" => "ean8", _ => "code128" }}:{text}");
        _fields.Add(dots => dots.Bars(x, y, bars, module, height));
        return true;
    }

    /// <summary><c>^BC</c> in mode N with start codes <c>&gt;:</c> (set B), <c>&gt;;</c> (set C) and FNC1 <c>&gt;8</c>.</summary>
    private static string? Code128(ref string text)
    {
        var bytes = new List<byte>();
        var isC = false;
        var at = 0;
        if (!text.StartsWith('>'))
        {
            bytes.AddRange("{B"u8);
        }

        while (at < text.Length)
        {
            if (text[at] == '>' && at + 1 < text.Length)
            {
                switch (text[at + 1])
                {
                    case ':' or '6':
                        isC = false;
                        bytes.AddRange("{B"u8);
                        break;
                    case ';' or '5':
                        isC = true;
                        bytes.AddRange("{C"u8);
                        break;
                    case '8':
                        bytes.AddRange("{1"u8);
                        break;
                    case '0':
                        bytes.Add((byte)'>');
                        break;
                    default:
                        return null;
                }

                at += 2;
            }
            else if (isC)
            {
                if (at + 1 >= text.Length || !char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1]))
                {
                    return null;
                }

                bytes.Add((byte)(((text[at] - '0') * 10) + text[at + 1] - '0'));
                at += 2;
            }
            else
            {
                bytes.AddRange(text[at] == '{' ? "{{"u8 : [(byte)text[at]]);
                at++;
            }
        }

        if (BarPatterns.ReadCode128(bytes.ToArray()) is not var (values, read))
        {
            return null;
        }

        text = read;
        return BarPatterns.Code128(values);
    }
}
