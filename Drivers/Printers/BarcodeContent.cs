using System.Text;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Scanning;

namespace Drivers.Printers;

/// <summary>Checks what a bar code is to hold and splits it for a printer that draws it itself.</summary>
internal static class BarcodeContent
{
    /// <summary>Most bytes of a QR code at correction level M, version 40 (ISO/IEC 18004, table 7).</summary>
    private const int MostQrBytes = 2331;

    /// <summary>Most symbol characters that fit any head in sight.</summary>
    private const int MostCode128 = 80;

    /// <summary>First digits of the identifiers whose length is fixed, so that no FNC1 follows them (GS1 General Specifications, figure 7.8.5-2).</summary>
    private static readonly string[] s_fixedLength =
        ["00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "31", "32", "33", "34", "35", "36", "41"];

    /// <summary>The digits of an EAN-13 or EAN-8, check digit included.</summary>
    /// <exception cref="PrintDocumentException">They are not so many digits, or the check digit is wrong.</exception>
    public static string Ean(BarcodePart part)
    {
        int length = part.Symbology == BarcodeSymbology.Ean13 ? 13 : 8;
        if (part.Data.Length != length || !CheckDigits.AreDigits(part.Data))
            throw new PrintDocumentException($"'{part.Data}': an EAN-{length} is {length} digits with its check digit");
        if (!CheckDigits.HasMod10(part.Data))
        {
            throw new PrintDocumentException(
                $"'{part.Data}': the check digit of this EAN-{length} must be {CheckDigits.Mod10(part.Data.AsSpan(0, length - 1))}");
        }
        return part.Data;
    }

    /// <summary>Text of a Code 128: ASCII from space to tilde, 1 to 80 characters.</summary>
    /// <exception cref="PrintDocumentException">It is not.</exception>
    public static string Code128(BarcodePart part)
    {
        if (part.Data.Length is 0 or > MostCode128)
            throw new PrintDocumentException($"'{part.Data}': a Code 128 holds 1 to {MostCode128} characters; {part.Data.Length} came");
        int foreign = part.Data.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (foreign >= 0)
            throw new PrintDocumentException($"'{part.Data}': a Code 128 holds ASCII only; '{part.Data[foreign]}' (U+{(int)part.Data[foreign]:X4}) is none");
        return part.Data;
    }

    /// <summary>The elements of a GS1-128 without parentheses, with U+001D where an FNC1 must stand between two of them.</summary>
    /// <exception cref="PrintDocumentException">It has no parentheses, or an element is not valid.</exception>
    public static string Gs1(BarcodePart part)
    {
        var joined = new StringBuilder();
        string text = part.Data;
        bool needsSeparator = false;
        for (int at = 0; at < text.Length;)
        {
            int close = text.IndexOf(')', at);
            if (text[at] != '(' || close < 0)
                throw new PrintDocumentException($"'{text}': a GS1-128 is written as (01)09521234543213(3103)001250");
            string ai = text[(at + 1)..close];
            int next = NextElement(text, close + 1);
            if (needsSeparator)
                joined.Append(Gs1Parser.Separator);
            joined.Append(ai).Append(text, close + 1, next - close - 1);
            needsSeparator = ai.Length < 2 || !s_fixedLength.Contains(ai[..2]);
            at = next;
        }
        // The year only decides the century of dates; that they are dates holds in any.
        Gs1Message message = Gs1Parser.Parse(joined.ToString(), thisYear: 2026);
        if (joined.Length is 0 or > MostCode128)
            throw new PrintDocumentException($"'{text}': a GS1-128 holds 1 to {MostCode128} characters");
        if (message.Errors.Count > 0)
            throw new PrintDocumentException($"'{text}': {string.Join("; ", message.Errors.Select(error => error.Message))}");
        return joined.ToString();
    }

    /// <summary>The bytes of a QR code: UTF-8, 1 to 2331.</summary>
    /// <exception cref="PrintDocumentException">Too many or none.</exception>
    public static byte[] Qr(BarcodePart part)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(part.Data);
        return bytes.Length is > 0 and <= MostQrBytes
            ? bytes
            : throw new PrintDocumentException($"a QR code holds 1 to {MostQrBytes} bytes of UTF-8; {bytes.Length} came");
    }

    /// <summary>Splits text into runs that fit code set C (an even number of digits, at least 4) and the rest for set B. U+001D stands for FNC1.</summary>
    public static List<(bool IsPairs, string Text)> CodeSets(string text)
    {
        var runs = new List<(bool IsPairs, string Text)>();
        for (int at = 0; at < text.Length;)
        {
            int digits = 0;
            while (at + digits < text.Length && char.IsAsciiDigit(text[at + digits]))
                digits++;
            bool isPairs = digits >= 4;
            int length = isPairs ? digits - (digits % 2) : Math.Max(1, digits);
            string run = text.Substring(at, length);
            if (runs.Count > 0 && !isPairs && !runs[^1].IsPairs)
                runs[^1] = (false, runs[^1].Text + run);
            else
                runs.Add((isPairs, run));
            at += length;
        }
        return runs;
    }

    private static int NextElement(string text, int from)
    {
        // A parenthesis can be content of an element too; what begins an element is ( and two to four digits and ).
        for (int at = from; at < text.Length; at++)
        {
            if (text[at] != '(')
                continue;
            int close = text.IndexOf(')', at);
            if (close - at is >= 3 and <= 5 && CheckDigits.AreDigits(text.AsSpan(at + 1, close - at - 1)))
                return at;
        }
        return text.Length;
    }
}
