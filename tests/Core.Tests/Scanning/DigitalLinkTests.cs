using EdgeGateway.Core.Scanning;

namespace Core.Tests.Scanning;

/// <summary>Links by GS1 Digital Link Standard: URI Syntax 1.5.</summary>
public sealed class DigitalLinkTests
{
    private const int Year = 2026;

    [Theory]
    [InlineData("https://id.gs1.org/01/09521234543213", "(01)09521234543213")]
    [InlineData("HTTP://id.gs1.org/01/09521234543213/", "(01)09521234543213")]
    [InlineData("https://shop.example/some/path/01/09521234543213/22/2A/10/A%2FB/21/S1", "(01)09521234543213(22)2A(10)A/B(21)S1")]
    [InlineData("https://id.gs1.org/01/09521234543213?17=261231&3103=000195", "(01)09521234543213(17)261231(3103)000195")]
    [InlineData("https://id.gs1.org/01/09521234543213?17=261231;10=A%2BB#details?21=x", "(01)09521234543213(17)261231(10)A+B")]
    [InlineData("https://id.gs1.org/01/09521234543213?utm=17&=1&lang=zh&linkType=all&17=261231&x", "(01)09521234543213(17)261231")]
    [InlineData("https://id.gs1.org/01/09521234543213?10=a=b", "(01)09521234543213")]
    [InlineData("https://id.gs1.org/01/09521234543213#", "(01)09521234543213")]
    [InlineData("https://id.gs1.org/01/9521234543213", "(01)09521234543213")]
    [InlineData("https://id.gs1.org/01/614141123452", "(01)00614141123452")]
    [InlineData("https://id.gs1.org/01/95012346", "(01)00000095012346")]
    [InlineData("https://id.gs1.org/02/95012346?37=2", "(02)00000095012346(37)2")]
    [InlineData("https://id.gs1.org/03/95012346", "(03)00000095012346")]
    [InlineData("https://id.gs1.org/00/106141412345678908", "(00)106141412345678908")]
    [InlineData("https://id.gs1.org/414/9521234543213/254/32a", "(414)9521234543213(254)32a")]
    [InlineData("https://id.gs1.org/01/09521234543213?01=09521234543213", "(01)09521234543213(01)09521234543213")]
    public void TryRead_ALink_GivesItsElements(string text, string expected)
    {
        var link = DigitalLink.TryRead(text, Year)!;
        Assert.Empty(link.Errors);
        Assert.Equal(expected, string.Concat(link.Elements.Select(element => $"({element.Ai}){element.Data}")));
    }

    [Theory]
    [InlineData("https://id.gs1.org")]
    [InlineData("https://id.gs1.org/")]
    [InlineData("https://id.gs1.org/01")]
    [InlineData("https://01/09521234543213")]
    [InlineData("https://#/01/09521234543213")]
    [InlineData("https://?/01/09521234543213")]
    [InlineData("ftp://id.gs1.org/01/09521234543213")]
    [InlineData("id.gs1.org/01/09521234543213")]
    [InlineData("https://id.gs1.org/10/A/01/09521234543213/99/x")]
    [InlineData("https://id.gs1.org/01/09521234543213/22/2A/99/x")]
    [InlineData("https://id.gs1.org/414/9521234543213/10/A")]
    [InlineData("https://id.gs1.org/17/261231")]
    [InlineData("https://shop.example/2026/01/05")]
    [InlineData("https://shop.example/2026/01/abcdefghijklmn")]
    [InlineData("https://shop.example/?01=09521234543213")]
    public void TryRead_AnotherAddress_IsNone(string text) => Assert.Null(DigitalLink.TryRead(text, Year));

    [Theory]
    [InlineData("https://id.gs1.org/01/09521234543212", ScanFaults.CheckDigit)]
    [InlineData("https://id.gs1.org/01/09521234543213?17=261331", ScanFaults.Date)]
    [InlineData("https://id.gs1.org/01/09521234543213?17=2612", ScanFaults.Length)]
    [InlineData("https://id.gs1.org/01/09521234543213?05=1", ScanFaults.UnknownAi)]
    [InlineData("https://id.gs1.org/01/09521234543213?1=5", ScanFaults.UnknownAi)]
    [InlineData("https://id.gs1.org/01/09521234543213/10/A?10=B", ScanFaults.Repeated)]
    public void TryRead_AWrongLink_SaysWhatIsWrong(string text, string code) => Assert.Equal(code, Assert.Single(DigitalLink.TryRead(text, Year)!.Errors).Code);

    [Fact]
    public void TryRead_WhatNeedsAnother_IsWarnedOf() => Assert.NotEmpty(DigitalLink.TryRead("https://id.gs1.org/02/09521234543213", Year)!.Warnings);

    [Fact]
    public void TryRead_AsLongAsASymbolMayBe_AndNoLonger()
    {
        var longest = "https://id.gs1.org/01/09521234543213?x=".PadRight(Gs1Parser.MaxLength, 'x');
        Assert.NotNull(DigitalLink.TryRead(longest, Year));
        Assert.Null(DigitalLink.TryRead(longest + "x", Year));
    }
}
