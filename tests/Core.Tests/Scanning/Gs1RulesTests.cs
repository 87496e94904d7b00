using EdgeGateway.Core.Scanning;

namespace Core.Tests.Scanning;

/// <summary>Each rule at its edges, by the GS1 General Specifications section 3 (the identifiers named) and 7.12 (years of two digits).</summary>
public sealed class Gs1RulesTests
{
    private const int Year = 2026;

    [Theory]
    [InlineData("date", "260228", "260229 260200 261301 260001")]
    [InlineData("date0", "260200 260228", "260229 260232")]
    [InlineData("datetime", "2602280000 2602282359", "2602290000 2602282400 2602280060")]
    [InlineData("datetime0", "2602000000 2602282359 2602289999", "2602290000 2602282400 2602290060 2602299999")]
    [InlineData("datehour", "26022800 26022823", "26022824 26022923 26020014")]
    [InlineData("time", "0000 2359 2300", "2400 2360")]
    [InlineData("minutes", "00 59 0000 5959 0059", "60 0060 6000 000 123456")]
    [InlineData("longdate", "20260228 20260200 19000101 00010101", "20260229 20261301 00000101")]
    [InlineData("longdatetime", "202602282359 202602000000", "202602292359 202602282400 202602280060")]
    public void Dates(string rule, string right, string wrong) => Holds(rule, right, wrong, ScanFaults.Date);

    [Theory]
    [InlineData("flag", "0 1", "2 9")]
    [InlineData("hyphen", "-", "+ 0")]
    [InlineData("zero", "0", "1 9")]
    [InlineData("nonzero", "0001 10", "0 0000")]
    [InlineData("winding", "0 1 9", "2 8")]
    [InlineData("sex", "0 1 2 9", "3 8")]
    [InlineData("nozeroprefix", "0 1 10", "00 01")]
    [InlineData("pieces", "0101 0102 9999", "0001 0201 0000")]
    [InlineData("sequence", "1/1 1/2 9/9", "0/1 2/1 1-2 a/2 1/a :/; 1/:")]
    [InlineData("latitude", "0000000000 1800000000", "1800000001")]
    [InlineData("longitude", "0000000000 3600000000", "3600000001")]
    public void Numbers(string rule, string right, string wrong) => Holds(rule, right, wrong, ScanFaults.Value);

    [Theory]
    [InlineData("country", "156 528", "000 999")]
    [InlineData("country999", "156 999", "000 998")]
    [InlineData("countries", "156 156158528", "156000 000156")]
    [InlineData("alpha2", "CN TW", "XX ZZ")]
    [InlineData("currency", "156 978", "000 001")]
    [InlineData("media", "01 10 80 99", "00 11 79")]
    public void Lists(string rule, string right, string wrong) => Holds(rule, right, wrong, ScanFaults.List);

    [Theory]
    [InlineData("check", "09521234543213 17", "09521234543212 18", ScanFaults.CheckDigit)]
    [InlineData("pair", "1987654Ad4X4bL5ttr2310c2K !22", "1987654Ad4X4bL5ttr2310c2L 22 #22", ScanFaults.CheckDigit)]
    [InlineData("iban", "GB82WEST12345698765432", "GB82WEST12345698765433", ScanFaults.CheckDigit)]
    [InlineData("key", "9521 9521A", "952 952A A521", ScanFaults.Key)]
    [InlineData("countries", "156", "15 1561", ScanFaults.Length)]
    [InlineData("percent", "a %41 a%e4b%0A %41%42", "% %4 %4g a%41% %41%g1", ScanFaults.Characters)]
    public void Others(string rule, string right, string wrong, string code) => Holds(rule, right, wrong, code);

    [Fact]
    public void ARuleThatThereIsNot_IsNoRightData() => Assert.Throws<ArgumentException>(() => Gs1Rules.Check("of mine", "1", Year));

    [Theory]
    [InlineData(76, 2026, 2076)]
    [InlineData(77, 2026, 1977)]
    [InlineData(0, 2026, 2000)]
    [InlineData(99, 2026, 1999)]
    [InlineData(49, 2099, 2149)]
    [InlineData(50, 2099, 2050)]
    [InlineData(0, 2050, 2100)]
    [InlineData(0, 2049, 2000)]
    public void YearOf_IsTheNearest(int twoDigits, int thisYear, int expected) => Assert.Equal(expected, Gs1Dates.YearOf(twoDigits, thisYear));

    private static void Holds(string rule, string right, string wrong, string code)
    {
        Assert.All(right.Split(' '), text => Assert.Null(Gs1Rules.Check(rule, text, Year)));
        Assert.All(wrong.Split(' '), text => Assert.Equal(code, Gs1Rules.Check(rule, text, Year)?.Code));
    }
}
