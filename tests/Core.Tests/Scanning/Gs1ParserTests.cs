using EdgeGateway.Core.Scanning;

namespace Core.Tests.Scanning;

public sealed class Gs1ParserTests
{
    private const int Year = 2026;
    private const string Gtin = "0109521234543213";

    [Fact]
    public void Parse_FixedAndVariableElements_NeedSeparatorsOnlyBehindVariableOnes()
    {
        var message = Gs1Parser.Parse($"{Gtin}172612313103001250{"10LOT"}\u001d21S1\u001d", Year);

        Assert.Empty(message.Errors);
        Assert.Empty(message.Warnings);
        Assert.Equal(["01", "17", "3103", "10", "21"], message.Elements.Select(e => e.Ai));
        Assert.Equal(["09521234543213", "261231", "001250", "LOT", "S1"], message.Elements.Select(e => e.Data));
        Assert.Equal([null, "2026-12-31", "1.250", null, null], message.Elements.Select(e => e.Value));
        Assert.Equal("kg", message.Elements[2].Unit);
    }

    [Fact]
    public void Parse_FixedElementFollowedByASeparator_IsReadAllTheSame() =>
        Assert.Equal(["01", "10"], Gs1Parser.Parse($"{Gtin}\u001d10A", Year).Elements.Select(e => e.Ai));

    [Theory]
    [InlineData("", ScanFaults.Empty)]
    [InlineData("0109521234543214", ScanFaults.CheckDigit)]
    [InlineData("019521234543213", ScanFaults.Length)]
    [InlineData("01095212\u001d34543213", ScanFaults.Length)]
    [InlineData("0109521234543A13", ScanFaults.Characters)]
    [InlineData(Gtin + "3102", ScanFaults.Length)]
    [InlineData(Gtin + "31020004", ScanFaults.Length)]
    [InlineData(Gtin + "3106000400", ScanFaults.UnknownAi)]
    [InlineData(Gtin + "17260230", ScanFaults.Date)]
    [InlineData(Gtin + "17261331", ScanFaults.Date)]
    [InlineData(Gtin + "17250229", ScanFaults.Date)]
    [InlineData(Gtin + "7003260200", ScanFaults.Length)]
    [InlineData(Gtin + "70032612312460", ScanFaults.Date)]
    [InlineData(Gtin + "70032612312400", ScanFaults.Date)]
    [InlineData(Gtin + "70032612002300", ScanFaults.Date)]
    [InlineData(Gtin + "800826123124", ScanFaults.Date)]
    [InlineData(Gtin + "8008261231235", ScanFaults.Date)]
    [InlineData(Gtin + "10", ScanFaults.Length)]
    [InlineData(Gtin + "10\u001dA", ScanFaults.Length)]
    [InlineData(Gtin + "10123456789012345678901", ScanFaults.Length)]
    [InlineData(Gtin + "10A#B", ScanFaults.Characters)]
    [InlineData(Gtin + "10ä", ScanFaults.Characters)]
    [InlineData(Gtin + "10A^B", ScanFaults.Characters)]
    [InlineData(Gtin + "10A\u001d10B", ScanFaults.Repeated)]
    [InlineData("(01)09521234543213", ScanFaults.UnknownAi)]
    [InlineData("0", ScanFaults.UnknownAi)]
    [InlineData("05", ScanFaults.UnknownAi)]
    [InlineData("8006095212345432130302", ScanFaults.Value)]
    [InlineData("80011000000500901", ScanFaults.Length)]
    [InlineData("80010000005000901", ScanFaults.Length)]
    [InlineData("80030952123454321A", ScanFaults.Characters)]
    [InlineData("80109521a", ScanFaults.Characters)]
    [InlineData("8007GB82WEST12345698765433", ScanFaults.CheckDigit)]
    [InlineData("80131987654Ad4X4bL5ttr2310c2L", ScanFaults.CheckDigit)]
    [InlineData("4321" + "2", ScanFaults.Value)]
    [InlineData("4300A%2", ScanFaults.Characters)]
    public void Parse_WhatMustNotBeUsed_SaysWhy(string text, string expected)
    {
        var message = Gs1Parser.Parse(text, Year);

        Assert.Equal(expected, Assert.Single(message.Errors).Code);
        Assert.NotEmpty(message.Errors[0].Message);
    }

    [Theory]
    [InlineData("019521234543213", "(01) has 13 characters; expected 14")]
    [InlineData(Gtin + "10", "(10) has 0 characters; expected 1 to 20")]
    [InlineData("0109521234543A13", "(01) holds \"A\"; expected a digit")]
    [InlineData(Gtin + "10A\nB", "(10) holds \"\\u000a\"; expected a character that GS1 allows there")]
    public void Parse_WhatMustNotBeUsed_SaysWhatCameAndWhatWasExpected(string text, string expected) => Assert.Equal(expected, Assert.Single(Gs1Parser.Parse(text, Year).Errors).Message);

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("12345678901234567890", "\"12345678901234567890\"")]
    [InlineData("123456789012345678901", "\"12345678901234567890…\"")]
    [InlineData("a\u0007b", "\"a\\u0007b\"")]
    public void Shown_IsShortAndFitForAMessage(string text, string expected) => Assert.Equal(expected, Gs1Parser.Shown(text));

    [Fact]
    public void Shown_HalfOfACharacter_IsItsNumber() => Assert.Equal("\"\\ud83d\"", Gs1Parser.Shown("\ud83d"));

    [Fact]
    public void Parse_AsLongAsASymbolMayBe_AndNoLonger()
    {
        const string Internal = "91xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\u001d";
        var longest = (string.Concat(Enumerable.Repeat(Internal, Gs1Parser.MaxLength / Internal.Length)) + "98").PadRight(Gs1Parser.MaxLength, 'x');

        Assert.Empty(Gs1Parser.Parse(longest, Year).Errors);
        Assert.Equal(ScanFaults.Length, Assert.Single(Gs1Parser.Parse(longest + "x", Year).Errors).Code);
    }

    [Fact]
    public void Parse_OneElementTwiceWithTheSameData_IsWarnedOfOnce() => Assert.Single(Gs1Parser.Parse("10LOT\u001d10LOT", Year).Warnings);

    [Fact]
    public void Parse_AnAmountOfACurrency_HasItsNumberForAUnit() => Assert.Equal("156", Gs1Parser.Parse(Gtin + "301\u001d39321561299", Year).Elements[^1].Unit);

    [Theory]
    [InlineData(Gtin + "17260200", "2026-02-28")]
    [InlineData(Gtin + "17240200", "2024-02-29")]
    [InlineData(Gtin + "17760101", "2076-01-01")]
    [InlineData(Gtin + "17770101", "1977-01-01")]
    [InlineData(Gtin + "70032612312359", "2026-12-31T23:59")]
    [InlineData("001061414123456789084324" + "2602281430", "2026-02-28T14:30")]
    [InlineData("001061414123456789084324" + "2602009999", "2026-02-28")]
    [InlineData(Gtin + "7007260101260131", "2026-01-01/2026-01-31")]
    [InlineData(Gtin + "800826123114", "2026-12-31T14:00")]
    [InlineData(Gtin + "80082612311405", "2026-12-31T14:05")]
    [InlineData(Gtin + "8008261231140559", "2026-12-31T14:05:59")]
    [InlineData(Gtin + "3100000012", "12")]
    [InlineData(Gtin + "3105000012", "0.00012")]
    [InlineData(Gtin + "301\u001d39221299", "12.99")]
    [InlineData(Gtin + "301\u001d39321561299", "12.99")]
    [InlineData(Gtin + "301\u001d3929000000000000001", "0.000000001")]
    public void Parse_DatesAndMeasures_SayWhatTheyMean(string text, string expected)
    {
        var message = Gs1Parser.Parse(text, Year);

        Assert.Empty(message.Errors);
        Assert.Empty(message.Warnings);
        Assert.Equal(expected, message.Elements[^1].Value);
    }

    [Theory]
    [InlineData(Gtin + "3932978001250", ScanFaults.Association)]
    [InlineData(Gtin + "3922001250", ScanFaults.Association)]
    [InlineData("10LOT", ScanFaults.Association)]
    [InlineData(Gtin + "370010", ScanFaults.Association)]
    [InlineData(Gtin + "31030012503102000125", ScanFaults.Association)]
    [InlineData(Gtin + "422999", ScanFaults.List)]
    [InlineData("4211569", null)]
    [InlineData("8004A123", ScanFaults.Key)]
    public void Parse_WhatIsOdd_IsReadWithAWarning(string text, string? expected)
    {
        var message = Gs1Parser.Parse(text, Year);

        Assert.Empty(message.Errors);
        Assert.Equal(expected is null ? [] : [expected], message.Warnings.Select(w => w.Code).Distinct());
    }

    [Fact]
    public void Table_NoIdentifierBeginsAnother_AndEachIsFoundByItself()
    {
        var all = ApplicationIdentifiers.All.Select(ai => ai.Ai).ToArray();

        Assert.True(all.Length > 480);
        Assert.All(all, ai => Assert.Equal(ai, ApplicationIdentifiers.StartOf(ai + "00")!.Ai));
        Assert.DoesNotContain(all, ai => all.Any(other => other != ai && other.StartsWith(ai, StringComparison.Ordinal)));
    }

    [Fact]
    public void Table_IdentifiersOfPredefinedLength_HaveOneLength() => Assert.All(
        ApplicationIdentifiers.All.Where(ai => ai.IsPredefined), ai => Assert.Equal(ai.Least, ai.Most));

    [Fact]
    public void Table_EveryRuleOfEveryPart_IsKnown() => Assert.All(
        ApplicationIdentifiers.All.SelectMany(ai => ai.Parts).Where(part => part.Rule is not null),
        part => _ = Gs1Rules.Check(part.Rule!, new string('1', part.Most), Year));
}
