using System.Globalization;
using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Both protocols of Dibal: a captured frame each, and the POS protocol's rule for its check.</summary>
public class DibalTests
{
    private static readonly Dictionary<string, string> s_kilograms = new() { ["unit"] = "kg" };

    [Theory]
    [InlineData("F0000000000954\r", "0.954 kg  Unknown [] []")]
    [InlineData("F0000000015000\r", "15.000 kg  Unknown [] []")]
    [InlineData("F0000000000000\r", "0.000 kg  Unknown [] []")]
    [InlineData("F0000000100000\r", "100.000 kg  Unknown [] []")]
    [InlineData("F0001990000954\r", "none   Unknown [unknown_field] []")]
    [InlineData("F000000000.954\r", "none   Unknown [invalid] []")]
    [InlineData("F000000000954\r", "none   Unknown [invalid] []")]
    [InlineData("F00000000000954\r", "none   Unknown [invalid] []")]
    [InlineData("F-000000000954\r", "none   Unknown [invalid] []")]
    [InlineData("F00000F0000000000954\r", "none   Unknown [incomplete] [] | 0.954 kg  Unknown [] []")]
    public void Simple_Answer_IsAWeightOnlyInFull(string answer, string expected) => Assert.Equal(expected, Recorded.Text("dibal", answer));

    [Fact]
    public async Task Simple_Ask_WithEnq()
    {
        await using var scale = new AskedScale(Dibal.Protocol, s_kilograms);
        Assert.Equal("0.954 kg  Unknown [] []", await scale.NextAsync(Convert.ToHexString("F0000000000954\r"u8)));
        Assert.Equal("05", scale.Sent());
    }

    [Theory]
    [InlineData("990003160000000", "0.316 kg  Unknown [] []")]
    [InlineData("990012500001250", "1.250 kg  Unknown [] []")]
    [InlineData("990012501000000", "1.250 kg  Unknown [] [total_error]")]
    [InlineData("991000000000000", "none   Unknown [weight_error] []")]
    [InlineData("992003160000000", "none   Unknown [invalid] []")]
    [InlineData("990003162000000", "none   Unknown [invalid] []")]
    public void Pos_Answer_SaysWhatItsFieldsSay(string content, string expected) =>
        Assert.Equal(expected, Recorded.Text("dibal_pos_98", Checked(content)));

    [Theory]
    [InlineData("9", "")]
    [InlineData("98", "none   Unknown [incomplete] []")]
    [InlineData("99@\r\n", "none   Unknown [invalid] []")]
    [InlineData("99A0031600000004\r\n", "none   Unknown [invalid] []")]
    [InlineData("990003160000004\r\n", "none   Unknown [incomplete] []")]
    public void Pos_CutOrDamagedAnswer_IsSaidToBeThat(string bytes, string expected) => Assert.Equal(expected, Recorded.Text("dibal_pos_98", bytes));

    [Fact]
    public void Pos_HostFrame_IsNoWeight() => Assert.Equal(
        "none   Unknown [] [host: unit price 00000] | 0.316 kg  Unknown [] []", Recorded.Text("dibal_pos_98", "98000001\r\n9900031600000004\r\n"));

    [Theory]
    [InlineData("990003160000000")]
    [InlineData("990012500001250")]
    public void Pos_AnyBitFlippedOrByteLost_GivesNoOtherWeight(string content) =>
        Recorded.AssertNoFlipGivesAnotherWeight("dibal_pos_98", Encoding.ASCII.GetBytes(Checked(content)));

    [Fact]
    public void Pos_WrongCheck_IsBadChecksum() => Assert.Equal("none   Unknown [bad_checksum] []", Recorded.Text("dibal_pos_98", "9900031600000005\r\n"));

    [Fact]
    public void Pos_AnyRequest_IsReadAsWhatItAsks() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            Gen.Choose(0, 99_999).ToArbitrary(),
            price => Recorded.Text(Recorded.Decoder("dibal_pos_98"), DibalPos98Decoder.Request(price))
                == $"none   Unknown [] [host: unit price {price.ToString("00000", CultureInfo.InvariantCulture)}]"));

    [Fact]
    public async Task Pos_Ask_SendsThePublishedRequest()
    {
        await using var scale = new AskedScale(DibalPos98.Protocol, s_kilograms);
        Assert.Equal("0.316 kg  Unknown [] []", await scale.NextAsync(Convert.ToHexString("9900031600000004\r\n"u8)));
        Assert.Equal(Convert.ToHexStringLower("98000001\r\n"u8), scale.Sent());
    }

    [Fact]
    public async Task Pos_UnitPrice_GoesWithTheQuestionAndTheTotalMustAgree()
    {
        await using var scale = new AskedScale(DibalPos98.Protocol, s_kilograms);
        Assert.True((await scale.TellAsync(DeviceCommandKind.UnitPrice, 12.50m)).Done);
        Assert.Equal("1.250 kg  Unknown [] []", await scale.NextAsync(Hex(Checked("990012500001563"))));
        Assert.Equal(Convert.ToHexStringLower(DibalPos98Decoder.Request(1250)), scale.Sent());
        Assert.Equal("none   Unknown [total_mismatch] []", await scale.NextAsync(Hex(Checked("990012500001564"))));
        Assert.Equal("1.250 kg  Unknown [] [total_error]", await scale.NextAsync(Hex(Checked("990012501000000"))));
    }

    [Fact]
    public async Task Pos_TotalsInStepsAndOfSixDigits_AreHeldToTheProfilesStep()
    {
        await using var scale = new AskedScale(DibalPos98.Protocol, new() { ["unit"] = "kg", ["total_step"] = "5" });
        await scale.TellAsync(DeviceCommandKind.UnitPrice, 10m);
        Assert.Equal("0.333 kg  Unknown [] []", await scale.NextAsync(Hex(Checked("990003330000335"))));
        Assert.Equal("none   Unknown [total_mismatch] []", await scale.NextAsync(Hex(Checked("990003330000333"))));
        await scale.TellAsync(DeviceCommandKind.UnitPrice, 600m);
        Assert.Equal("2.000 kg  Unknown [] []", await scale.NextAsync(Hex(Checked("990020000120000"))));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.5", 50)]
    [InlineData("999.99", 99_999)]
    public async Task Pos_UnitPriceUpToTheLimit_GoesWithTheQuestion(string price, int hundredths)
    {
        await using var scale = new AskedScale(DibalPos98.Protocol, s_kilograms);
        Assert.True((await scale.TellAsync(DeviceCommandKind.UnitPrice, decimal.Parse(price, CultureInfo.InvariantCulture))).Done);
        await scale.NextAsync(Hex(Checked("990000000000000")));
        Assert.Equal(Convert.ToHexStringLower(DibalPos98Decoder.Request(hundredths)), scale.Sent());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1000.00")]
    [InlineData("1.234")]
    [InlineData(null)]
    public async Task Pos_UnitPriceThatDoesNotFit_IsRefusedInWords(string? price)
    {
        await using var scale = new AskedScale(DibalPos98.Protocol, s_kilograms);
        decimal? amount = price is null ? null : decimal.Parse(price, CultureInfo.InvariantCulture);
        DeviceException refusal = await Assert.ThrowsAsync<DeviceException>(async () => await scale.TellAsync(DeviceCommandKind.UnitPrice, amount));
        Assert.Contains("expected a unit price from 0 to 999.99", refusal.Message);
    }

    private static string Checked(string content) => $"{content}{(char)content.Aggregate(0, (check, each) => check ^ each)}\r\n";

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
