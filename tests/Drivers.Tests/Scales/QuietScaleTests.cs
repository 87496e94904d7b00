using System.Globalization;
using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>Toledo do Brasil Prt5 (PRIX 3 Plus manual 2.7.3, 2.7.4) and Marques BM1000 (manual p. 20): scales that say nothing with nothing on them.</summary>
public class QuietScaleTests
{
    private static readonly Dictionary<string, string> s_kilograms = new() { ["unit"] = "kg" };

    [Theory]
    [InlineData("01250", "1.250 kg True Unknown [] []")]
    [InlineData("15000", "15.000 kg True Unknown [] []")]
    [InlineData("00000", "0.000 kg True Unknown [] []")]
    [InlineData("01.250", "1.250 kg True Unknown [] []")]
    [InlineData("-1.250", "-1.250 kg True Unknown [] []")]
    [InlineData("1.250", "1.250 kg True Unknown [] []")]
    [InlineData(" 1.250", "1.250 kg True Unknown [] []")]
    [InlineData("IIIII", "none  False Unknown [] [motion]")]
    [InlineData("NNNNN", "none   Unknown [negative] []")]
    [InlineData("SSSSS", "none   Unknown [overload] []")]
    [InlineData("001000", "none   Unknown [] [host: unit price 001000]")]
    [InlineData("IIIIN", "none   Unknown [invalid] []")]
    [InlineData("0125 ", "none   Unknown [invalid] []")]
    [InlineData(" 1250", "none   Unknown [invalid] []")]
    [InlineData("-1250", "none   Unknown [invalid] []")]
    [InlineData("1250", "none   Unknown [invalid] []")]
    [InlineData("0001250", "none   Unknown [invalid] []")]
    [InlineData("", "none   Unknown [invalid] []")]
    public void Prt5_Answer_SaysWhatItsCharactersSay(string content, string expected) =>
        Assert.Equal(expected, Recorded.Text("toledo_br_prt5", $"\u0002{content}\u0003"));

    [Theory]
    [InlineData("toledo_br_prt5", "\u0002", "none   Unknown [incomplete] []")]
    [InlineData("toledo_br_prt5", "\u00021\u007f", "none   Unknown [invalid] []")]
    [InlineData("toledo_br_prt5", "\u0002\u000201250\u0003", "none   Unknown [incomplete] [] | 1.250 kg True Unknown [] []")]
    [InlineData("marques_bm1000", "\u0002", "none   Unknown [incomplete] []")]
    public void Feed_AnswerCutOffOrDamaged_SaysWhich(string protocol, string bytes, string expected) => Assert.Equal(expected, Recorded.Text(protocol, bytes));

    [Fact]
    public void Prt5_OtherDecimals_AreTheProfiles() => Assert.Equal(
        "12.50 kg True Unknown [] []", Recorded.Text(Recorded.Decoder("toledo_br_prt5", ("decimals", "2")), "\u000201250\u0003"u8.ToArray()));

    [Theory]
    [InlineData("000001250", "1.250 kg True Gross [] []")]
    [InlineData("000000000", "0.000 kg True Gross [] []")]
    [InlineData("00001.250", "none   Unknown [invalid] []")]
    [InlineData("-00001250", "none   Unknown [invalid] []")]
    [InlineData("00001250", "none   Unknown [invalid] []")]
    [InlineData("0000001250", "none   Unknown [invalid] []")]
    public void Marques_Answer_IsAWeightOnlyInFull(string content, string expected) =>
        Assert.Equal(expected, Recorded.Text("marques_bm1000", $"\u0002{content}\u0003"));

    /// <summary>Without a check character: only a digit can become another digit unseen.</summary>
    [Theory]
    [InlineData("toledo_br_prt5", "\u000201250\u0003")]
    [InlineData("marques_bm1000", "\u0002000001250\u0003")]
    [InlineData("dibal", "F0000000000954\r")]
    [InlineData("samsung_esp", "01.250\r")]
    [InlineData("magellan_single_cable", "S14401250\r")]
    public void Feed_AnyBitFlipped_OnlyADigitCanBecomeAnotherDigit(string protocol, string text)
    {
        byte[] frame = Encoding.ASCII.GetBytes(text);
        WeightFrame truth = Frames.Decode(Recorded.Decoder(protocol), frame).Single();
        foreach (byte[] flipped in Frames.EverySingleBitFlipped(frame))
        {
            int place = Enumerable.Range(0, frame.Length).Single(index => frame[index] != flipped[index]);
            bool digitForDigit = char.IsAsciiDigit((char)frame[place]) && char.IsAsciiDigit((char)(flipped[place] & 0x7F));
            foreach (WeightFrame got in Frames.Decode(Recorded.Decoder(protocol), flipped).Where(got => got.Weight is not null && !digitForDigit))
                Assert.Equal(Frames.Text(truth), Frames.Text(got));
        }
    }

    public static TheoryData<string, string> Asked => new() { { "toledo_br_prt5", "05" }, { "marques_bm1000", "16" } };

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Ask_SilentScale_GivesNoAnswerAndNeverAnOldWeight(string protocol, string question)
    {
        await using var scale = new AskedScale(ScaleProtocols.All.Single(each => each.Name == protocol), s_kilograms);
        Sample sample = Samples.Of(protocol.Replace('_', '-'));
        Assert.StartsWith("1.250 kg True", await scale.NextAsync(Convert.ToHexString(sample.Frame)));
        Assert.Equal("none   Unknown [] [no_answer]", await scale.NextAsync(""));
        Assert.Equal("none   Unknown [] [no_answer]", await scale.NextAsync(""));
        Assert.StartsWith("1.250 kg True", await scale.NextAsync(Convert.ToHexString(sample.Frame)));
        Assert.Equal(string.Join(' ', Enumerable.Repeat(question, 4)), scale.Sent());
    }

    [Fact]
    public async Task Prt5_UnitPrice_IsSixDigitsBetweenTheMarks()
    {
        await using var scale = new AskedScale(ToledoBrPrt5.Protocol, s_kilograms);
        Assert.True((await scale.TellAsync(DeviceCommandKind.UnitPrice, 10m)).Done);
        Assert.Equal(Convert.ToHexStringLower("\u0002001000\u0003"u8), scale.Sent());
        await Assert.ThrowsAsync<DeviceException>(async () => await scale.TellAsync(
            DeviceCommandKind.UnitPrice, decimal.Parse("1.001", CultureInfo.InvariantCulture)));
    }
}
