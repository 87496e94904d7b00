using System.Text;

namespace Simulators.Printers;

/// <summary>Bars of the codes a printer draws itself, as modules: 1 is black.</summary>
/// <remarks>Source: ISO/IEC 15420 (EAN/UPC: sets A, B, C and the parity of the first digit), ISO/IEC 15417 (Code 128: the table of widths).</remarks>
internal static class BarPatterns
{
    private const int Code128Stop = 106;

    private static readonly string[] s_eanA =
        ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"];

    private static readonly string[] s_parity =
        ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"];

    private static readonly string[] s_code128 =
    [
        "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312", "231212", "112232",
        "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122",
        "321221", "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311",
        "211313", "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113",
        "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422",
        "121124", "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111",
        "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141", "214121",
        "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412",
        "211214", "211232", "2331112",
    ];

    /// <summary>The check digit of an EAN of any length, of the digits before it.</summary>
    public static int CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            sum += (digits[^(index + 1)] - '0') * (index % 2 == 0 ? 3 : 1);
        }

        return (10 - (sum % 10)) % 10;
    }

    /// <summary>EAN-13 or EAN-8; null where digits are missing or the check digit is wrong.</summary>
    public static string? Ean(string digits)
    {
        if (digits.Length is not (13 or 8) || !digits.All(char.IsAsciiDigit) || CheckDigit(digits.AsSpan(0, digits.Length - 1)) != digits[^1] - '0')
        {
            return null;
        }

        var parity = digits.Length == 13 ? s_parity[digits[0] - '0'] : "AAAA";
        var left = digits.Length == 13 ? digits[1..7] : digits[..4];
        var bars = new StringBuilder("101");
        for (var index = 0; index < left.Length; index++)
        {
            var a = s_eanA[left[index] - '0'];
            bars.Append(parity[index] == 'A' ? a : Reversed(Inverted(a)));
        }

        bars.Append("01010");
        foreach (var digit in digits[(digits.Length - left.Length)..])
        {
            bars.Append(Inverted(s_eanA[digit - '0']));
        }

        return bars.Append("101").ToString();
    }

    /// <summary>Code 128 of its symbol values, the start included, without check character and stop.</summary>
    public static string Code128(IReadOnlyList<int> values)
    {
        var check = values[0] + values.Skip(1).Select((value, index) => value * (index + 1)).Sum();
        var bars = new StringBuilder();
        foreach (var value in values.Append(check % 103).Append(Code128Stop))
        {
            var isBlack = true;
            foreach (var width in s_code128[value])
            {
                bars.Append(isBlack ? '1' : '0', width - '0');
                isBlack = !isBlack;
            }
        }

        return bars.ToString();
    }

    /// <summary>The symbol values of <c>CODE128</c> as <c>GS k</c> writes it: <c>{A</c>, <c>{B</c>, <c>{C</c> choose the set, <c>{1</c> is FNC1; and the text in words. Null where it is wrong.</summary>
    public static (IReadOnlyList<int> Values, string Text)? ReadCode128(ReadOnlySpan<byte> data)
    {
        var values = new List<int>();
        var text = new StringBuilder();
        var set = '\0';
        for (var index = 0; index < data.Length; index++)
        {
            if (data[index] == '{' && index + 1 < data.Length && data[index + 1] is >= (byte)'A' and <= (byte)'C')
            {
                var next = (char)data[++index];
                values.Add(values.Count == 0 ? 103 + (next - 'A') : next switch { 'A' => 101, 'B' => 100, _ => 99 });
                set = next;
            }
            else if (set == '\0')
            {
                return null;
            }
            else if (data[index] == '{' && index + 1 < data.Length && data[index + 1] == '1')
            {
                index++;
                values.Add(102);
                text.Append("<FNC1>");
            }
            else if (set == 'C')
            {
                if (data[index] > 99)
                {
                    return null;
                }

                values.Add(data[index]);
                text.Append($"{data[index]:00}");
            }
            else
            {
                index += data[index] == '{' ? 1 : 0;
                if (index >= data.Length || data[index] is < 0x20 or > 0x7F)
                {
                    return null;
                }

                values.Add(data[index] - 0x20);
                text.Append((char)data[index]);
            }
        }

        return values.Count < 2 ? null : (values, text.ToString());
    }

    private static string Inverted(string bits) => string.Concat(bits.Select(bit => bit == '0' ? '1' : '0'));

    private static string Reversed(string bits) => string.Concat(bits.Reverse());
}
