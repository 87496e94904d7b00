using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>Built from three cash register drivers; nobody published a captured frame.</summary>
public class SamsungEspTests
{
    [Theory]
    [InlineData("01.250\r", "1.250 kg  Unknown [] []")]
    [InlineData(" 1.250\r\n 2.500\r\n", "1.250 kg  Unknown [] [] | 2.500 kg  Unknown [] []")]
    [InlineData("00.000\r", "0.000 kg  Unknown [] []")]
    [InlineData("001250\r", "none   Unknown [invalid] []")]
    [InlineData("-1.250\r", "none   Unknown [invalid] []")]
    [InlineData("1.250\r", "none   Unknown [invalid] []")]
    [InlineData("1 .250\r", "none   Unknown [invalid] []")]
    [InlineData("1.25.0\r", "none   Unknown [invalid] []")]
    [InlineData("ERROR \r", "none   Unknown [invalid] []")]
    [InlineData("101.250\r", "none   Unknown [invalid] []")]
    [InlineData("01.2", "none   Unknown [incomplete] []")]
    [InlineData("\r\r", "")]
    [InlineData("0\n1.250\r", "none   Unknown [invalid] []")]
    [InlineData("1\r", "none   Unknown [invalid] []")]
    [InlineData("0", "none   Unknown [incomplete] []")]
    public void Feed_Answer_IsAWeightOnlyInFull(string answer, string expected) => Assert.Equal(expected, Recorded.Text("samsung_esp", answer));

    [Fact]
    public void Feed_AnotherWidth_IsAWeightWhereTheProfileSaysSo() =>
        Assert.Equal("1.250 kg  Unknown [] []", Recorded.Text(Recorded.Decoder("samsung_esp", ("width", "5")), "1.250\r"u8.ToArray()));

    [Fact]
    public void End_InAnAnswer_LeavesNothingBehind()
    {
        IFrameDecoder decoder = Recorded.Decoder("samsung_esp");
        Frames.Decode(decoder, "0"u8.ToArray());
        Assert.Equal("none   Unknown [invalid] []", Recorded.Text(decoder, "1.250\r"u8.ToArray()));
    }

    /// <summary>There is no start mark: what was cut off before a whole answer must not become part of it.</summary>
    [Fact]
    public void Feed_CutAnswerBeforeAWholeOne_GivesNoWeight()
    {
        for (int cut = 1; cut < 6; cut++)
            Assert.Equal("none   Unknown [invalid] []", Recorded.Text("samsung_esp", "12.345"[..cut] + "01.250\r"));
    }

    [Fact]
    public async Task Ask_Scale_WithADollarSign()
    {
        await using var scale = new AskedScale(SamsungEsp.Protocol, new() { ["unit"] = "kg" });
        Assert.Equal("1.250 kg  Unknown [] []", await scale.NextAsync(Convert.ToHexString("01.250\r"u8)));
        Assert.Equal("24", scale.Sent());
    }
}
