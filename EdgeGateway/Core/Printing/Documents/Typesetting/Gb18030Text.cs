using System.Text;

namespace EdgeGateway.Core.Printing.Documents.Typesetting;

/// <summary>What a printer's own Chinese font takes: characters of one byte (a column) and of two (two columns). Pure.</summary>
/// <remarks>
/// Characters that GB18030 writes with four bytes are not in such fonts, and a printer that knows GBK only prints their bytes as signs of their own:
/// U+00A5 becomes <c>81 30 84 36</c> and reads "0 6" on paper. So ¥ is sent as U+FFE5 (<c>A3 A4</c>), and a line with any other such character is drawn.
/// </remarks>
internal static class Gb18030Text
{
    private static readonly Encoding s_encoding = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The text with the yen sign that these fonts have.</summary>
    public static string Prepare(string text) => text.Replace('¥', '￥');

    /// <summary>Whether every character of a prepared text is one of one or two bytes.</summary>
    public static bool Has(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || (rune.IsAscii && Rune.IsControl(rune)) || Bytes(rune.ToString()) > 2)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Columns of a text element.</summary>
    public static int Columns(string element) => Math.Min(2 * element.Length, Bytes(element));

    private static int Bytes(string element)
    {
        try
        {
            return s_encoding.GetByteCount(element);
        }
        catch (EncoderFallbackException)
        {
            return int.MaxValue;
        }
    }
}
