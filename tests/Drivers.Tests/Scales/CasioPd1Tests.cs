using Drivers.Scales;
using Drivers.Tests.Fakes;

namespace Drivers.Tests.Scales;

/// <summary>Built from METTLER DIVA service manual p. 34 and the one public driver for this scale; nobody published a captured frame.</summary>
public class CasioPd1Tests
{
    [Theory]
    [InlineData("\n01.250LB\r\nS00\r\u0003", "1.250 lb True Unknown [] []")]
    [InlineData("\n01.250KG\r\nS20\r\u0003", "1.250 kg True Unknown [] [at_zero]")]
    [InlineData("\n 1.250 KG\r\nS00\r\u0003", "1.250 kg True Unknown [] []")]
    [InlineData("\n01.250KG\r\n00\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n01.250KG\r\nS10\r\u0003", "1.250 kg False Unknown [] []")]
    [InlineData("\nS10\r\u0003", "none  False Unknown [] [motion]")]
    [InlineData("\nS01\r\u0003", "none  True Unknown [under_capacity] []")]
    [InlineData("\nS02\r\u0003", "none  True Unknown [over_capacity] []")]
    [InlineData("\nS48\r\u0003", "none  True Unknown [ram_error,faulty_calibration] []")]
    [InlineData("\nS84\r\u0003", "none  True Unknown [eeprom_error,rom_error] []")]
    [InlineData("\n99.999KG\r\nS02\r\u0003", "none  True Unknown [over_capacity] []")]
    [InlineData("\n?\r\u0003", "none   Unknown [unknown_command] []")]
    [InlineData("\n01250LB\r\nS00\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n^^^^^^LB\r\nS02\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n-1.250LB\r\nS00\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n01.250GG\r\nS00\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n01.250LB\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n01.250LB\r\nSAA\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n\nS10\r\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n\u0003", "none   Unknown [invalid] []")]
    [InlineData("\n1LB 02.5OZ\r\nS00\r\u0003", "none   Unknown [invalid] []")]
    public void Feed_Answer_SaysWhatItSays(string answer, string expected) => Assert.Equal(expected, Recorded.Text("casio_pd1", answer));

    [Fact]
    public void Feed_StatusWithoutItsLetter_IsReadWhereTheProfileSaysSo() => Assert.Equal(
        "1.250 kg True Unknown [] []",
        Recorded.Text(Recorded.Decoder("casio_pd1", ("status", "plain")), "\n01.250KG\r\n00\r\u0003"u8.ToArray()));

    [Fact]
    public void Feed_CutAnswerBeforeAWholeOne_IsIncompleteAndTheWholeOneIsRead() => Assert.Equal(
        "none   Unknown [incomplete] [] | 2.500 kg True Unknown [] []", Recorded.Text("casio_pd1", "\n01.2\n02.500KG\r\nS00\r\u0003"));

    [Fact]
    public async Task Ask_Scale_WithWAndCarriageReturn()
    {
        await using var scale = new AskedScale(CasioPd1.Protocol);
        Assert.Equal("1.250 kg True Unknown [] []", await scale.NextAsync(Convert.ToHexString("\n01.250KG\r\nS00\r\u0003"u8)));
        Assert.Equal("570d", scale.Sent());
    }
}
