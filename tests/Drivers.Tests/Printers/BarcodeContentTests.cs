using Drivers.Printers;
using EdgeGateway.Core.Printing;

namespace Drivers.Tests.Printers;

/// <summary>What a bar code may hold, at its edges.</summary>
public sealed class BarcodeContentTests
{
    [Theory]
    [InlineData(BarcodeSymbology.Ean13, "211234501250", "an EAN-13 is 13 digits")]
    [InlineData(BarcodeSymbology.Ean13, "21123450125o6", "an EAN-13 is 13 digits")]
    [InlineData(BarcodeSymbology.Ean8, "9638507", "an EAN-8 is 8 digits")]
    [InlineData(BarcodeSymbology.Ean8, "96385075", "the check digit of this EAN-8 must be 4")]
    public void Ean_WithWrongDigits_IsRefused(BarcodeSymbology symbology, string data, string words) => Refused(() => BarcodeContent.Ean(new(symbology, data)), words);

    [Theory]
    [InlineData("", "1 to 80 characters; 0 came")]
    [InlineData("81", "1 to 80 characters; 81 came")]
    [InlineData("a\u001f", "(U+001F)")]
    [InlineData("a\u007f", "(U+007F)")]
    public void Code128_OfWhatItCannotHold_IsRefused(string data, string words) =>
        Refused(() => BarcodeContent.Code128(new(BarcodeSymbology.Code128, data == "81" ? new string('a', 81) : data)), words);

    [Fact]
    public void Code128_FromSpaceToTildeAndEightyOfThem_IsItself()
    {
        Assert.Equal(" ~", BarcodeContent.Code128(new(BarcodeSymbology.Code128, " ~")));
        Assert.Equal(80, BarcodeContent.Code128(new(BarcodeSymbology.Code128, new string('a', 80))).Length);
    }

    [Theory]
    [InlineData("(10)A(BC)D", "10A(BC)D")]
    [InlineData("(10)A(1)D", "10A(1)D")]
    [InlineData("(10)A123)B", "10A123)B")]
    [InlineData("(10)A(1", "10A(1")]
    [InlineData("(21)A(10)B", "21A\u001d10B")]
    [InlineData("(01)09521234543213(10)B", "010952123454321310B")]
    public void Gs1_ParenthesesInAnElement_AreItsContent(string data, string expected) => Assert.Equal(expected, BarcodeContent.Gs1(new(BarcodeSymbology.Gs1128, data)));

    [Theory]
    [InlineData("", "1 to 80 characters")]
    [InlineData("10A", "is written as")]
    [InlineData("(10A", "is written as")]
    [InlineData(")10(A", "is written as")]
    [InlineData("(", "is written as")]
    public void Gs1_WithoutElements_IsRefused(string data, string words) => Refused(() => BarcodeContent.Gs1(new(BarcodeSymbology.Gs1128, data)), words);

    [Fact]
    public void Gs1_OfEightyCharacters_FitsAndOneMoreDoesNot()
    {
        string most = $"(240){new string('a', 30)}(21){new string('b', 20)}(10){new string('c', 20)}";
        string joined = BarcodeContent.Gs1(new(BarcodeSymbology.Gs1128, most));
        Assert.Equal(79, joined.Length);
        string eighty = most.Replace("(10)", "(241)", StringComparison.Ordinal);
        Assert.Equal(80, BarcodeContent.Gs1(new(BarcodeSymbology.Gs1128, eighty)).Length);
        Refused(() => BarcodeContent.Gs1(new(BarcodeSymbology.Gs1128, eighty + "c")), "1 to 80 characters");
    }

    [Fact]
    public void Qr_OfItsMostBytes_FitsAndOneMoreDoesNot()
    {
        Assert.Equal(2331, BarcodeContent.Qr(new(BarcodeSymbology.Qr, new string('a', 2331))).Length);
        Refused(() => BarcodeContent.Qr(new(BarcodeSymbology.Qr, new string('a', 2332))), "2332 came");
        Refused(() => BarcodeContent.Qr(new(BarcodeSymbology.Qr, new string('中', 778))), "2334 came");
    }

    [Theory]
    [InlineData("123", "B123")]
    [InlineData("1234", "C1234")]
    [InlineData("12345", "C1234 B5")]
    [InlineData("12345A", "C1234 B5A")]
    [InlineData("A12B", "BA12B")]
    [InlineData("A1234B123456", "BA C1234 BB C123456")]
    public void CodeSets_AreRunsOfPairsAndTheRest(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', BarcodeContent.CodeSets(text).Select(run => (run.IsPairs ? "C" : "B") + run.Text)));

    [Theory]
    [InlineData("1234", false, ">;1234")]
    [InlineData("A>B", false, ">:A>0B")]
    [InlineData("AB1234CD5678", false, ">:AB>51234>6CD>55678")]
    [InlineData("0112", true, ">;>80112")]
    [InlineData("10A\u001d21B", true, ">:>810A>821B")]
    [InlineData("_^~", false, ">:_5F_5E_7E")]
    public void ZplCode128_ChoosesItsSets(string text, bool isGs1, string field) => Assert.Equal(field, ZplLanguage.Code128(text, isGs1));

    private static void Refused(Action act, string words) => Assert.Contains(words, Assert.Throws<PrintDocumentException>(act).Message, StringComparison.Ordinal);
}
