using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Scanning;

/// <summary>Numbers from the GS1 General Specifications and from symbols that are on sale.</summary>
public sealed class CheckDigitsTests
{
    [Theory]
    [InlineData("96385074")]
    [InlineData("4006381333931")]
    [InlineData("6901234567892")]
    [InlineData("614141123452")]
    [InlineData("09521234543213")]
    [InlineData("106141412345678908")]
    public void Mod10_PrintedNumber_Fits(string number) => Assert.True(CheckDigits.HasMod10(number));

    [Fact]
    public void Mod10_AnyDigitMisread_DoesNotFit()
    {
        const string Number = "4006381333931";
        for (var at = 0; at < Number.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var misread = Number.ToCharArray();
                misread[at] = digit;
                Assert.Equal(digit == Number[at], CheckDigits.HasMod10(misread));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("0")]
    [InlineData("40063813339x1")]
    public void Mod10_NoNumber_DoesNotFit(string text) => Assert.False(CheckDigits.HasMod10(text));

    [Theory]
    [InlineData("0123456789", true)]
    [InlineData("", true)]
    [InlineData("4/", false)]
    [InlineData("4:", false)]
    public void AreDigits_ZeroToNineOnly(string text, bool expected) => Assert.Equal(expected, CheckDigits.AreDigits(text));

    [Theory]
    [InlineData("01234505", "012000003455")]
    [InlineData("04252614", "042100005264")]
    [InlineData("01234133", "012300000413")]
    [InlineData("01235400", null)]
    [InlineData("02345673", "023456000073")]
    [InlineData("12345670", "123456000070")]
    [InlineData("11234502", "112000003452")]
    [InlineData("01234514", "012100003454")]
    [InlineData("01234523", "012200003453")]
    [InlineData("01234543", "012340000053")]
    [InlineData("01234558", "012345000058")]
    [InlineData("01234596", "012345000096")]
    [InlineData("01234506", null)]
    [InlineData("21234505", null)]
    [InlineData("21234509", null)]
    [InlineData("0123450", null)]
    [InlineData("012345050", null)]
    [InlineData("0123450:", null)]
    public void ExpandUpcE_GivesTheUpcAOrNothing(string upcE, string? expected) => Assert.Equal(expected, CheckDigits.ExpandUpcE(upcE));

    [Fact]
    public void ExpandUpcE_WhateverSixDigits_GivesANumberWhoseCheckDigitFits() => Prop.ForAll(
        Gen.Choose(0, 999_999).ToArbitrary(),
        digits => Assert.Single(Enumerable.Range(0, 10), check => CheckDigits.ExpandUpcE($"0{digits:000000}{check}") is { Length: 12 })).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1987654Ad4X4bL5ttr2310c", "2K")]
    [InlineData("1234!", "E8")]
    [InlineData("!", "22")]
    [InlineData("12345678901234567890123456", null)]
    [InlineData("1987654Ad4X4bL5ttr2310cX", null)]
    [InlineData("12345 ", null)]
    [InlineData("#", null)]
    public void AlphanumericPair_IsThatOfTheSpecification(string text, string? expected) => Assert.Equal(expected, CheckDigits.AlphanumericPair(text));

    [Theory]
    [InlineData("GB82WEST12345698765432", true)]
    [InlineData("DE89370400440532013000", true)]
    [InlineData("DE88370400440532013000", false)]
    [InlineData("de89370400440532013000", false)]
    [InlineData("DE89", false)]
    [InlineData("ZZ91Z", true)]
    [InlineData("AZ701", true)]
    [InlineData("AZ70", false)]
    [InlineData("AZ711", false)]
    [InlineData("DA48", false)]
    [InlineData("DE8", false)]
    [InlineData("0E523704004405", false)]
    [InlineData("D0923704004405", false)]
    [InlineData("DEA03704001091", false)]
    [InlineData("aE89370400440532013000", false)]
    [InlineData("De89370400440532013000", false)]
    [InlineData("DEA9370400440532013000", false)]
    [InlineData("DE8937040044053201300x", false)]
    [InlineData("DE34AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData("DE51AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    public void Iban_ChecksModulo97(string iban, bool expected) => Assert.Equal(expected, CheckDigits.IsIban(iban));

    [Theory]
    [InlineData("2875", '9')]
    [InlineData("14685", '6')]
    public void PriceCheckDigit_IsThatOfTheSpecification(string price, char expected) => Assert.Equal(expected, PriceCheckDigit.Of(price));

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void PriceCheckDigit_OneDigitMisread_IsAlwaysSeen(int length)
    {
        var limit = (int)Math.Pow(10, length);
        for (var price = 0; price < limit; price += 7)
        {
            var digits = price.ToString($"D{length}", System.Globalization.CultureInfo.InvariantCulture).ToCharArray();
            var check = PriceCheckDigit.Of(digits);
            for (var at = 0; at < length; at++)
            {
                var before = digits[at];
                digits[at] = (char)('0' + ((before - '0' + 1 + (price % 9)) % 10));
                Assert.NotEqual(check, PriceCheckDigit.Of(digits));
                digits[at] = before;
            }
        }
    }
}
