using System.Text;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Dots as the data of <c>^GFA</c>: hex digits with repeat counts.</summary>
/// <remarks>
/// G to Y stand for 1 to 19 of the digit behind them, g to z for 20 to 400; a comma fills the row with 0, an exclamation mark with F, a colon repeats the row
/// before. Source: Zebra ZPL II programming guide, "Alternative data compression scheme for ~DG and ~DB commands".
/// </remarks>
internal static class ZplGraphic
{
    private const string Digits = "0123456789ABCDEF";

    /// <summary>The field, without its end.</summary>
    public static void Write(StringBuilder label, MonoBitmap bitmap)
    {
        int total = bitmap.Stride * bitmap.Height;
        label.Append(System.Globalization.CultureInfo.InvariantCulture, $"^GFA,{total},{total},{bitmap.Stride},");
        ReadOnlySpan<byte> rows = bitmap.Rows.Span;
        for (int y = 0; y < bitmap.Height; y++)
        {
            ReadOnlySpan<byte> row = rows.Slice(y * bitmap.Stride, bitmap.Stride);
            if (y > 0 && row.SequenceEqual(rows.Slice((y - 1) * bitmap.Stride, bitmap.Stride)))
                label.Append(':');
            else
                Row(label, row);
        }
    }

    private static void Row(StringBuilder label, ReadOnlySpan<byte> row)
    {
        int count = row.Length * 2;
        int end = count;
        int last = Digit(row, count - 1);
        char? fill = last switch { 0 => ',', 15 => '!', _ => null };
        while (fill is not null && end > 0 && Digit(row, end - 1) == last)
            end--;
        for (int at = 0; at < end;)
        {
            int digit = Digit(row, at);
            int run = 1;
            while (at + run < end && Digit(row, at + run) == digit)
                run++;
            at += run;
            Repeat(label, run);
            label.Append(Digits[digit]);
        }
        if (fill is not null)
            label.Append(fill.Value);
    }

    /// <summary>A run of one digit needs no count, one of two none shorter than itself.</summary>
    private static void Repeat(StringBuilder label, int run)
    {
        int left = run;
        for (; left > 400; left -= 400)
            label.Append('z');
        if (left >= 20)
            label.Append((char)('g' + (left / 20) - 1));
        if (left % 20 > 0 && run > 1)
            label.Append((char)('G' + (left % 20) - 1));
    }

    private static int Digit(ReadOnlySpan<byte> row, int at) => at % 2 == 0 ? row[at / 2] >> 4 : row[at / 2] & 0xF;
}
