using System.Globalization;
using System.Text;

namespace Simulators.Printers;

/// <summary>The label that TSPL commands describe.</summary>
internal sealed class TsplLabel(IPrinterBody body)
{
    private const int DotsPerMillimetre = 8;

    private readonly List<string> _symbols = [];
    private readonly List<string> _lines = [];
    private string? _mark;
    private Dots? _dots;
    private int _rows = 320;

    /// <summary>How many bytes of dots follow a line so far, where it is a whole BITMAP head; else null.</summary>
    public static int? BitmapBytes(List<byte> line)
    {
        var text = Encoding.ASCII.GetString(line.ToArray());
        if (!text.StartsWith("BITMAP ", StringComparison.OrdinalIgnoreCase) || text.Count(one => one == ',') != 5)
        {
            return null;
        }

        var parts = text[7..].Split(',');
        return Number(parts[2], out var width) && Number(parts[3], out var height) ? width * height : null;
    }

    /// <summary>As after switching on.</summary>
    public void Reset() => Clear();

    /// <summary>Obeys one line.</summary>
    /// <returns>False where it is not known or wrong.</returns>
    public bool Obey(byte[] line)
    {
        var text = Encoding.UTF8.GetString(line);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var word = (space < 0 ? text : text[..space]).ToUpperInvariant();
        var rest = space < 0 ? "" : text[(space + 1)..];
        var parts = rest.Split(',');
        switch (word)
        {
            case "SIZE":
                return parts.Length == 2 && Millimetres(parts[1], out _rows);
            case "GAP" or "DIRECTION" or "DENSITY" or "SPEED" or "REFERENCE" or "CODEPAGE" or "SET" or "OFFSET" or "SHIFT":
                return true;
            case "REM":
                _mark = rest;
                return true;
            case "CLS":
                Clear();
                return true;
            case "BITMAP":
                return Bitmap(line);
            case "CASHDRAWER":
                return Number(parts[0], out var pin) && Later(roll => roll.Kick(pin == 0 ? 2 : 5));
            case "CUT":
                body.Cut();
                return true;
            case "BARCODE":
                return Barcode(rest);
            case "QRCODE":
                return Qr(rest);
            case "TEXT":
                return Text(rest);
            case "PRINT":
                return Print(parts);
            default:
                return false;
        }
    }

    private static bool Number(string text, out int number) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Millimetres(string text, out int dots)
    {
        var isRight = decimal.TryParse(text.Replace("mm", "", StringComparison.OrdinalIgnoreCase).Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var millimetres);
        dots = (int)Math.Round(millimetres * DotsPerMillimetre);
        return isRight && dots > 0;
    }

    /// <summary>The parts of a list with quoted text in it.</summary>
    private static List<string> Parts(string rest)
    {
        var parts = new List<string>();
        var current = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] == '\\' && at + 2 < rest.Length && rest[at + 1] == '[' && rest[at + 2] == '"')
            {
                // \["] stands for a quotation mark.
                current.Append('"');
                at += 3;
            }
            else if (rest[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (rest[at] == ',' && !isQuoted)
            {
                parts.Add(current.ToString().Trim());
                current.Clear();
            }
            else
            {
                current.Append(rest[at]);
            }
        }

        parts.Add(current.ToString());
        return parts;
    }

    private Dots Canvas => _dots ??= new Dots(body.Model.WidthDots, _rows);

    private void Clear()
    {
        _dots = null;
        _symbols.Clear();
        _lines.Clear();
        _mark = null;
    }

    private bool Later(Action<PaperRoll> action)
    {
        body.Then(action);
        return true;
    }

    private bool Bitmap(byte[] line)
    {
        var commas = 0;
        var data = 0;
        for (; data < line.Length && commas < 5; data++)
        {
            commas += line[data] == ',' ? 1 : 0;
        }

        var parts = Encoding.ASCII.GetString(line, 7, data - 7).Split(',');
        if (!Number(parts[0], out var x) || !Number(parts[1], out var y) || !Number(parts[2], out var width) || !Number(parts[3], out var height)
            || !Number(parts[4], out var mode) || mode > 2 || width * height != line.Length - data)
        {
            return false;
        }

        var bits = line[data..];
        for (var index = 0; index < bits.Length; index++)
        {
            bits[index] = (byte)(bits[index] ^ 0xFF);
        }

        Canvas.Bits(x, y, width, bits);
        return true;
    }

    private bool Barcode(string rest)
    {
        var parts = Parts(rest);
        if (parts.Count < 9 || !Number(parts[0], out var x) || !Number(parts[1], out var y) || !Number(parts[3], out var height) || !Number(parts[6], out var narrow))
        {
            return false;
        }

        var text = parts[8];
        string? bars;
        switch (parts[2].ToUpperInvariant())
        {
            case "EAN13" or "EAN8":
                text = text.Length is 12 or 7 ? text + BarPatterns.CheckDigit(text) : text;
                bars = BarPatterns.Ean(text);
                break;
            case "128" or "EAN128":
                var isGs1 = parts[2].Equals("EAN128", StringComparison.OrdinalIgnoreCase);
                byte[] data = [.. "{B"u8, .. isGs1 ? "{1"u8 : [], .. Encoding.ASCII.GetBytes(text.Replace("{", "{{", StringComparison.Ordinal).Replace("!102", "{1", StringComparison.Ordinal))];
                if (BarPatterns.ReadCode128(data) is not var (values, read))
                {
                    return false;
                }

                (text, bars) = (read, BarPatterns.Code128(values));
                break;
            default:
                return false;
        }

        if (bars is null)
        {
            return false;
        }

        _symbols.Add($"{(parts[2].StartsWith("EAN1", StringComparison.OrdinalIgnoreCase) && parts[2].Length == 5 ? "ean13" : parts[2].Length == 4 ? "ean8" : "code128")}:{text}");
        Canvas.Bars(x, y, bars, narrow, height);
        return true;
    }

    private bool Qr(string rest)
    {
        var parts = Parts(rest);
        if (parts.Count < 7 || !Number(parts[0], out var x) || !Number(parts[1], out var y) || !Number(parts[3], out var cell))
        {
            return false;
        }

        _symbols.Add($"qr:{parts[^1]}");
        Canvas.Glyph(x, y, 29 * cell, 29 * cell, parts[^1].Aggregate(17, static (sum, one) => unchecked((sum * 31) + one)));
        return true;
    }

    private bool Text(string rest)
    {
        var parts = Parts(rest);
        if (parts.Count < 7 || !Number(parts[0], out var x) || !Number(parts[1], out var y))
        {
            return false;
        }

        _lines.Add(parts[6]);
        for (var index = 0; index < parts[6].Length; index++)
        {
            Canvas.Glyph(x + (index * 12), y, 12, 24, parts[6][index]);
        }

        return true;
    }

    private bool Print(string[] parts)
    {
        if (!Number(parts[0], out var sets) || sets == 0 || (parts.Length > 1 && (!Number(parts[1], out var copies) || copies != 1)))
        {
            return false;
        }

        if (Canvas.WasClipped)
        {
            body.Unknown($"label wider or longer than {body.Model.WidthDots} x {_rows}");
        }

        string[] symbols = [.. _symbols];
        string[] lines = [.. _lines];
        var mark = _mark;
        for (var copy = 0; copy < sets; copy++)
        {
            body.PrintLabel(Canvas.ToRows(), roll =>
            {
                roll.Current.Symbols.AddRange(symbols);
                roll.Current.Lines.AddRange(lines);
                if (mark is not null)
                {
                    roll.Mark(mark);
                }
            });
        }

        return true;
    }
}
