using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Printing.Documents.Barcodes;

/// <summary>EAN-13 and EAN-8. Pure.</summary>
/// <remarks>Source: ISO/IEC 15420, GS1 General Specifications section 5.2: number sets A, B and C, quiet zones 11 and 7 modules (7 and 7 of EAN-8).</remarks>
internal static class EanSymbol
{
    /// <summary>Number set A, seven modules a digit, black is 1; set C is its opposite, set B is set C backwards.</summary>
    private static readonly byte[] s_setA = [0b0001101, 0b0011001, 0b0010011, 0b0111101, 0b0100011, 0b0110001, 0b0101111, 0b0111011, 0b0110111, 0b0001011];

    /// <summary>By the first digit of an EAN-13: which of the next six are in set B.</summary>
    private static readonly byte[] s_firstDigit = [0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010];

    /// <summary>Draws a code.</summary>
    /// <param name="digits">13 or 8 digits, the last their check digit.</param>
    /// <exception cref="PrintDocumentException">Another length, other characters, or a wrong check digit.</exception>
    public static BarSymbol Of(string digits)
    {
        if (digits.Length is not (13 or 8) || !CheckDigits.AreDigits(digits))
        {
            throw new PrintDocumentException($"\"{digits}\" is no EAN; expected 13 or 8 digits.");
        }

        if (!CheckDigits.HasMod10(digits))
        {
            throw new PrintDocumentException($"\"{digits}\" has the check digit {digits[^1]}; {CheckDigits.Mod10(digits.AsSpan(..^1))} belongs to it.");
        }

        var isLong = digits.Length == 13;
        var body = isLong ? digits[1..] : digits;
        var half = body.Length / 2;
        var inSetB = isLong ? s_firstDigit[digits[0] - '0'] : 0;
        var modules = new List<bool>(95);
        var guards = new HashSet<int>();
        var places = new List<(char, decimal)>(13);
        if (isLong)
        {
            places.Add((digits[0], -7m));
        }

        AddGuard(modules, guards, "101");
        for (var i = 0; i < body.Length; i++)
        {
            if (i == half)
            {
                AddGuard(modules, guards, "01010");
            }

            places.Add((body[i], modules.Count + 3.5m));
            Add(modules, body[i] - '0', i >= half ? 'C' : (inSetB & (1 << (half - 1 - i))) != 0 ? 'B' : 'A');
        }

        AddGuard(modules, guards, "101");
        return new BarSymbol(modules, isLong ? 11 : 7, 7, digits, guards, places);
    }

    private static void Add(List<bool> modules, int digit, char set)
    {
        for (var i = 0; i < 7; i++)
        {
            var bit = set == 'B' ? i : 6 - i;
            modules.Add(((s_setA[digit] >> bit) & 1) == (set == 'A' ? 1 : 0));
        }
    }

    private static void AddGuard(List<bool> modules, HashSet<int> guards, string pattern)
    {
        foreach (var module in pattern)
        {
            guards.Add(modules.Count);
            modules.Add(module == '1');
        }
    }
}
