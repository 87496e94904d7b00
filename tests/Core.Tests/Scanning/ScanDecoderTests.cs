using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;

namespace Core.Tests.Scanning;

public sealed class ScanDecoderTests
{
    private const int Year = 2026;

    private readonly ScanDecoder _decoder = new(LabelLayouts.Of(new LabelOptions
    {
        Layouts = [new() { Pattern = "21IIIIIWWWWWC" }, new() { Pattern = "23IIIIIPPPPPC" }, new() { Pattern = "20 IIIII V PPPP C" }],
    }));

    [Theory]
    [InlineData("]E02112345012506", "12345", "1.250", null)]
    [InlineData("2112345012506", "12345", "1.250", null)]
    [InlineData("]E02312345012999", "12345", null, 1299L)]
    [InlineData("]E02100042007505", "00042", "0.750", null)]
    public void Decode_PriceOrWeightLabel_SaysItemAndAmount(string line, string item, string? weight, long? fen)
    {
        var weighed = _decoder.DecodeLine(line, Year).Weighed!;

        Assert.Equal((item, weight, fen), (weighed.Item, weighed.WeightText, weighed.PriceFen));
    }

    [Fact]
    public void Decode_LabelWhoseInnerCheckDigitIsWrong_IsRefusedThoughGs1FindsNothingWrong()
    {
        var right = "20123459" + "2875";
        var wrong = "20123458" + "2875";

        Assert.Equal(2875, _decoder.DecodeLine("]E0" + right + CheckDigits.Mod10(right), Year).Weighed!.PriceFen);
        var scan = _decoder.DecodeLine("]E0" + wrong + CheckDigits.Mod10(wrong), Year);
        Assert.Equal([ScanFaults.InnerCheckDigit], scan.Errors.Select(e => e.Code));
        Assert.Null(scan.Weighed);
        Assert.False(scan.IsAccepted);
        Assert.True(scan.IsValid);
    }

    [Theory]
    [InlineData("]E04006381333931", "4006381333931")]
    [InlineData("]C10104006381333931", "4006381333931")]
    [InlineData("]C10109521234543213", "9521234543213")]
    [InlineData("]C10119521234543210", "19521234543210")]
    [InlineData("]I019521234543210", "19521234543210")]
    [InlineData("]E00614141123452", "0614141123452")]
    [InlineData("614141123452", "0614141123452")]
    [InlineData("]E496385074", "96385074")]
    [InlineData("]E001234505", "0012000003455")]
    [InlineData("01234505", "0012000003455")]
    [InlineData("]Q1https://id.gs1.org/01/04006381333931/10/A?17=261231", "4006381333931")]
    [InlineData("]E3400638133393112", "4006381333931")]
    [InlineData("]E3400638133393112345", "4006381333931")]
    [InlineData("]C1020952123454321337" + "2", "9521234543213")]
    [InlineData("]C10309521234543213", "9521234543213")]
    [InlineData("]C180060952123454321301" + "02", "9521234543213")]
    [InlineData("]C180260952123454321301" + "02\u001d372", "9521234543213")]
    [InlineData("\u001d0104006381333931", "4006381333931")]
    [InlineData("19521234543210", "19521234543210")]
    [InlineData("]A0SHELF-7", "SHELF-7")]
    public void Sku_IsTheSameHoweverTheItemWasMarked(string line, string expected)
    {
        var scan = _decoder.DecodeLine(line, Year);

        Assert.True(scan.IsAccepted);
        Assert.Equal(expected, scan.Sku);
    }

    [Theory]
    [InlineData("]I106141411234567890")]
    [InlineData("]A0ABC")]
    [InlineData("]C0(ABC)")]
    [InlineData("]I012345")]
    [InlineData("]I019521234543211")]
    [InlineData("]A0(01)")]
    [InlineData("]A0x01)9521")]
    [InlineData("]z0whatever")]
    public void Decode_SymbolThatIsNotGs1s_IsPlainTextAndNoBadScan(string line)
    {
        var scan = _decoder.DecodeLine(line, Year);

        Assert.Equal((ScanContent.Plain, true, false), (scan.Content, scan.IsAccepted, scan.IsValid));
        Assert.Empty(scan.Errors);
        Assert.Empty(scan.Warnings);
    }

    [Theory]
    [InlineData("]E04006381333932", ScanFaults.CheckDigit)]
    [InlineData("]E0400638133393", ScanFaults.Length)]
    [InlineData("]E0400638133393A", ScanFaults.Characters)]
    [InlineData("]E340063813339311", ScanFaults.Length)]
    [InlineData("]E3400638133393212", ScanFaults.CheckDigit)]
    [InlineData("]E49638507", ScanFaults.Length)]
    [InlineData("12345678", ScanFaults.CheckDigit)]
    [InlineData("]E496385075", ScanFaults.CheckDigit)]
    [InlineData("4006381333932", ScanFaults.CheckDigit)]
    [InlineData("]E0", ScanFaults.Empty)]
    [InlineData("", ScanFaults.Empty)]
    [InlineData("(01)09521234543213", ScanFaults.Bracketed)]
    [InlineData("(01)9", ScanFaults.Bracketed)]
    [InlineData("]Q1(01)09521234543213", ScanFaults.Bracketed)]
    [InlineData("]C1(01)09521234543213", ScanFaults.UnknownAi)]
    [InlineData("\u001d0109521234543214", ScanFaults.CheckDigit)]
    [InlineData("]Q1https://id.gs1.org/01/04006381333932", ScanFaults.CheckDigit)]
    [InlineData("]E04006381333931|]e010", ScanFaults.Length)]
    public void Decode_WhatWasMisread_IsRefused(string line, string expected)
    {
        var scan = _decoder.DecodeLine(line, Year);

        Assert.Equal([expected], scan.Errors.Select(e => e.Code));
        Assert.False(scan.IsAccepted);
    }

    [Theory]
    [InlineData("]Q1https://shop.example/2026/01/05")]
    [InlineData("]Q1https://shop.example/")]
    [InlineData("]Q1WIFI:T:WPA;S:shop;;")]
    public void Decode_QrCodeOfAnotherPurpose_IsPlainText(string line) => Assert.Equal(
        (ScanContent.Plain, true), (_decoder.DecodeLine(line, Year).Content, _decoder.DecodeLine(line, Year).IsAccepted));

    [Fact]
    public void Decode_WithoutIdentifier_SaysThatItIsToldByShape()
    {
        var scan = _decoder.DecodeLine("4006381333931", Year);

        Assert.Equal([ScanFaults.NoSymbology], scan.Warnings.Select(w => w.Code));
        Assert.False(scan.IsValid);
        Assert.True(scan.IsAccepted);
    }

    [Fact]
    public void Decode_CompositeSymbol_HasTheItemAndTheElements()
    {
        var scan = _decoder.DecodeLine("]E04006381333931|]e017261231" + "10LOT", Year);

        Assert.Equal(("04006381333931", "(17)261231(10)LOT", "4006381333931|^1726123110LOT"), (scan.Gtin, scan.Bracketed, scan.Notation));
        Assert.True(scan.IsAccepted);
    }

    [Theory]
    [InlineData("]E496385074|]e010LOT", "")]
    [InlineData("]E04006381333931|]e0422999", ScanFaults.List)]
    [InlineData("]E001234505", ScanFaults.Length)]
    [InlineData("01234505", ScanFaults.NoSymbology)]
    public void Decode_ATradeItem_IsWarnedOf(string line, string expected)
    {
        var scan = _decoder.DecodeLine(line, Year);

        Assert.Equal((ScanContent.TradeItem, true), (scan.Content, scan.IsAccepted));
        Assert.Equal(expected, string.Join(',', scan.Warnings.Select(w => w.Code)));
    }

    [Theory]
    [InlineData("]I019521234543210", ScanContent.TradeItem)]
    [InlineData("19521234543210", ScanContent.TradeItem)]
    [InlineData("195212345432100", ScanContent.Plain)]
    [InlineData("]C10104006381333931", ScanContent.Elements)]
    [InlineData("]Q1https://id.gs1.org/01/04006381333931", ScanContent.Link)]
    [InlineData("]Q1https://id.gs1.org/01/04006381333932", ScanContent.Unreadable)]
    public void Decode_SaysWhatItIs(string line, ScanContent expected) => Assert.Equal(expected, _decoder.DecodeLine(line, Year).Content);

    [Theory]
    [InlineData("]Q1WIFI:T:WPA;S:shop;;", true)]
    [InlineData("]Q1https://shop.example/", false)]
    [InlineData("]A0ABC", false)]
    public void IsValid_IsByTheLetterOfGs1(string line, bool expected) => Assert.Equal(expected, _decoder.DecodeLine(line, Year).IsValid);

    [Theory]
    [InlineData("]C10104006381333931", "(01)04006381333931", "^0104006381333931")]
    [InlineData("]C10104006381333931" + "10A(B", "(01)04006381333931(10)A\\(B", "^010400638133393110A(B")]
    [InlineData("]E04006381333931", null, "4006381333931")]
    [InlineData("]Q1^X", null, "\\^X")]
    [InlineData("]Q1\\^X", null, "\\\\^X")]
    [InlineData("]Q1]^X", null, "]^X")]
    [InlineData("]Q1ABC", null, "ABC")]
    [InlineData("]C1^01", null, "^01")]
    public void Notation_IsThatOfTheSyntaxEngine_BracketedIsThatBelowASymbol(string line, string? bracketed, string notation)
    {
        var scan = _decoder.DecodeLine(line, Year);

        Assert.Equal((bracketed, notation), (scan.Bracketed, scan.Notation));
    }

    [Fact]
    public void Decode_EightDigitsThatAreTwoThings_SaysSo()
    {
        var both = Enumerable.Range(0, 9_999_999).Select(n => n.ToString("0000000", System.Globalization.CultureInfo.InvariantCulture))
            .Select(n => n + CheckDigits.Mod10(n)).First(code => CheckDigits.ExpandUpcE(code) is not null);

        Assert.Contains(_decoder.DecodeLine(both, Year).Warnings, w => w.Code == ScanFaults.Ambiguous);
        Assert.Equal(both, _decoder.DecodeLine(both, Year).Sku);
    }
}
