using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Documents.Barcodes;
using EdgeGateway.Core.Scanning;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Printing;

public sealed class BarSymbolTests
{
    [Fact]
    public void Ean13_HasTheModulesOfTheStandard() =>
        Assert.Equal(
            "101" + "0001101" + "0011001" + "0011011" + "0100001" + "0100011" + "0111001"
            + "01010" + "1010000" + "1000100" + "1001000" + "1110100" + "1110010" + "1000010" + "101",
            Bits(EanSymbol.Of("2012345678903")));

    [Theory]
    [InlineData("6901234567893", "check digit 3; 2")]
    [InlineData("690123456789", "expected 13 or 8 digits")]
    [InlineData("69012345678AB", "expected 13 or 8 digits")]
    public void Ean_ThatIsNone_IsRefusedWithTheReason(string digits, string reason) =>
        Assert.Contains(reason, Assert.Throws<PrintDocumentException>(() => EanSymbol.Of(digits)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1234", "105 12 34")]
    [InlineData("123", "105 12 100 19")]
    [InlineData("AB", "103 33 34")]
    [InlineData("ab", "104 65 66")]
    [InlineData("AB123456", "103 33 34 99 12 34 56")]
    [InlineData("ABc\t", "104 33 34 67 101 73")]
    [InlineData("a\u00011a", "104 65 98 65 17 65")]
    public void Code128_UsesTheFewestSymbolCharacters(string text, string values)
    {
        var made = Code128Symbol.Values(text);
        Assert.Equal(values.Split(' ').Length, made.Count);
        Assert.Equal(text, Read(made));
        if (!text.Any(char.IsAsciiLetterUpper) && text != "123")
        {
            Assert.Equal(values, string.Join(' ', made));
        }
    }

    [Fact]
    public void Code128_AnyAscii_ReadsBackAndIsNeverLongerThanOneSetAlone() =>
        Prop.ForAll(Gen.Choose(0, 127).Select(c => (char)c).ListOf().Where(list => list.Count is > 0 and <= 80).ToArbitrary(), list =>
        {
            var text = string.Concat(list);
            var values = Code128Symbol.Values(text);
            Assert.Equal(text, Read(values));
            Assert.True(values.Count <= (2 * text.Length) + 1);
            Assert.Equal(((values.Count + 2) * 11) + 2, Code128Symbol.Of(text, text).Modules.Count);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("(01)09521234543213(3103)001250(10)ABC123", "0109521234543213310300125010ABC123")]
    [InlineData("(10)ABC123(01)09521234543213", "10ABC123\u001d0109521234543213")]
    public void Gs1_ElementStrings_AreJoinedWithSeparatorsOnlyWhereTheyBelong(string elements, string data) => Assert.Equal(data, Gs1Symbol.Join(elements));

    [Theory]
    [InlineData("(01)09521234543214", "check digit")]
    [InlineData("(3103)1250", "expected 6")]
    [InlineData("0109521234543213", "expected such as")]
    [InlineData("(01)09521234543213(10)12345678901234567890(21)12345678901234567890", "holds 48")]
    public void Gs1_WrongElements_AreRefusedWithTheReason(string elements, string reason) =>
        Assert.Contains(reason, Assert.Throws<PrintDocumentException>(() => Gs1Symbol.Of(elements, 2026)).Message, StringComparison.Ordinal);

    [Fact]
    public void Qr_TooLongOrEmpty_IsRefused()
    {
        Assert.Throws<PrintDocumentException>(() => QrSymbol.Of(""));
        Assert.Throws<PrintDocumentException>(() => QrSymbol.Of(new string('中', 201)));
        Assert.Equal(21, QrSymbol.Of("A").Count);
    }

    /// <summary>Reads symbol characters by the rules of the standard, apart from the encoder's.</summary>
    private static string Read(List<int> values)
    {
        var (set, shift, text) = ("ABC"[values[0] - 103], false, "");
        foreach (var value in values.Skip(1))
        {
            var now = shift ? (set == 'A' ? 'B' : 'A') : set;
            shift = false;
            if (set == 'C' && value < 100)
            {
                text += value.ToString("00", System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (value < 96)
            {
                text += now == 'A' && value >= 64 ? (char)(value - 64) : (char)(value + 32);
            }
            else
            {
                (set, shift) = value switch { 98 => (set, true), 99 => ('C', false), 100 => ('B', false), 101 => ('A', false), _ => throw new InvalidOperationException($"{value}") };
            }
        }

        return text;
    }

    private static string Bits(BarSymbol symbol) => string.Concat(symbol.Modules.Select(module => module ? '1' : '0'));
}
