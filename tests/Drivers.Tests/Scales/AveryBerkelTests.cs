using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Built from OHAUS Aviator 5000 service manual p. 37 and METTLER DIVA service manual p. 48; nobody published a captured frame.</summary>
public class AveryBerkelTests
{
    private const string Protocol = "avery_berkel";

    [Theory]
    [InlineData(0x29, "01250", "1.250 kg  Unknown [] []")]
    [InlineData(0x2A, "01250", "12.50 lb  Unknown [] []")]
    [InlineData(0x2B, "01250", "1.250 kg  Unknown [] []")]
    [InlineData(0x29, "00000", "0.000 kg  Unknown [] []")]
    [InlineData(0x39, "01250", "none   Unknown [over_or_under_range] []")]
    [InlineData(0x39, "  -  ", "none   Unknown [over_or_under_range] []")]
    [InlineData(0x39, "01\u007f50", "none   Unknown [invalid] []")]
    [InlineData(0x39, "-----", "none   Unknown [over_or_under_range] []")]
    [InlineData(0x28, "01250", "none   Unknown [unknown_capacity] []")]
    [InlineData(0x2C, "01250", "none   Unknown [unknown_capacity] []")]
    [InlineData(0x69, "01250", "none   Unknown [unknown_capacity] []")]
    [InlineData(0x21, "01250", "none   Unknown [invalid] []")]
    [InlineData(0x09, "01250", "none   Unknown [invalid] []")]
    [InlineData(0x29, "1.250", "none   Unknown [invalid] []")]
    [InlineData(0x29, " 1250", "none   Unknown [invalid] []")]
    public void Feed_Frame_SaysWhatItsIdSays(int id, string digits, string expected) =>
        Assert.Equal(expected, Recorded.Text(Recorded.Decoder(Protocol), Frame(id, digits)));

    [Fact]
    public void Feed_OtherCapacity_IsAWeightOnlyWhereTheProfileNamesUnitAndDecimals()
    {
        Assert.Equal("12.50 kg  Unknown [] []", Read(("unit", "kg"), ("decimals", "2")));
        Assert.Equal("1250 g  Unknown [] []", Read(("unit", "g"), ("decimals", "0")));
        Assert.Equal("none   Unknown [unknown_capacity] []", Read(("unit", "kg")));
        Assert.Equal("none   Unknown [unknown_capacity] []", Read(("decimals", "2")));

        static string Read(params (string, string)[] profile) => Recorded.Text(Recorded.Decoder(Protocol, profile), Frame(0x69, "01250"));
    }

    [Fact]
    public void Feed_ParityBitsLeftIn_AreTakenOff()
    {
        byte[] frame = [.. Frame(0x29, "01250").Select(value => (byte)(value | (int.IsOddInteger(int.PopCount(value)) ? 0x80 : 0)))];
        Assert.Equal("1.250 kg  Unknown [] []", Recorded.Text(Recorded.Decoder(Protocol), frame));
    }

    [Fact]
    public void Feed_WrongCheck_IsBadBcc()
    {
        byte[] frame = Frame(0x29, "01250");
        frame[^2] ^= 1;
        Assert.Equal("none   Unknown [bad_bcc] []", Recorded.Text(Recorded.Decoder(Protocol), frame));
    }

    [Fact]
    public void Feed_AnyBitFlippedOrByteLost_GivesNoOtherWeight()
    {
        Recorded.AssertNoFlipGivesAnotherWeight(Protocol, Frame(0x29, "01250"));
        Recorded.AssertNoFlipGivesAnotherWeight(Protocol, Frame(0x2A, "02995"));
    }

    [Fact]
    public void Feed_AnyWeightAndCapacity_ComesBackExactly() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
            (from id in Gen.Elements(0x29, 0x2A, 0x2B) from digits in Gen.Choose(0, 99_999) select (id, digits)).ToArbitrary(),
            each =>
            {
                WeightFrame got = Frames.Decode(Recorded.Decoder(Protocol), Frame(each.id, $"{each.digits:00000}")).Single();
                return got.Weight == each.digits / (each.id == 0x2A ? 100m : 1000m) && got.Unit == (each.id == 0x2A ? "lb" : "kg");
            }));

    [Fact]
    public async Task Ask_FrameSentBackAndConfirmed_IsAWeight()
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        string frame = Convert.ToHexStringLower(Frame(0x29, "01250"));
        Assert.Equal("1.250 kg  Unknown [] []", await scale.NextAsync("06", frame, "0d"));
        Assert.Equal($"05 11 {frame}", scale.Sent());
    }

    [Theory]
    [InlineData("06")]
    [InlineData("15")]
    public async Task Ask_FrameThatTheScaleDoesNotConfirm_IsNoWeight(string answer)
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        Assert.Equal("none   Unknown [not_confirmed] []", await scale.NextAsync("06", Convert.ToHexString(Frame(0x29, "01250")), answer));
    }

    [Fact]
    public async Task Ask_FrameThatIsNeverConfirmed_IsADeviceErrorAndNoWeight()
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync("06", Convert.ToHexString(Frame(0x29, "01250")), ""));
    }

    [Theory]
    [InlineData("18", "none  False Unknown [] [weigh_again]")]
    [InlineData("00", "none   Unknown [] [no_data]")]
    [InlineData("15", "none   Unknown [not_acknowledged] []")]
    public async Task Ask_ScaleWithNothingToSay_SaysWhy(string answer, string expected)
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        Assert.Equal(expected, await scale.NextAsync(answer));
        Assert.Equal("05", scale.Sent());
    }

    [Fact]
    public async Task Ask_RequestRefused_IsAnError()
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        Assert.Equal("none   Unknown [not_acknowledged] []", await scale.NextAsync("06", "15"));
    }

    /// <summary>0x15 is the even column parity of this frame: no refusal.</summary>
    [Fact]
    public async Task Ask_CheckCharacterThatLooksLikeARefusal_IsNone()
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        byte[] frame = Enumerable.Range(0, 15_000).Select(each => Frame(0x29, $"{each:00000}")).First(each => each[^2] == 0x15);
        decimal weight = int.Parse(Encoding.ASCII.GetString(frame[2..7])) / 1000m;
        Assert.Equal($"{weight:0.000} kg  Unknown [] []", await scale.NextAsync("06", Convert.ToHexString(frame), "0d"));
    }

    [Fact]
    public async Task Ask_FrameCutThenSentAgain_IsReadOnce()
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        string frame = Convert.ToHexStringLower(Frame(0x29, "01250"));
        Assert.Equal("1.250 kg  Unknown [] []", await scale.NextAsync("06", frame[..8] + frame, "0d"));
        Assert.Equal($"05 11 {frame}", scale.Sent());
    }

    [Fact]
    public async Task Command_ZeroAndTare_AreTheLetterFiveNulsAndTheLetterAsCheck()
    {
        await using var scale = new AskedScale(AveryBerkel.Protocol);
        Assert.True((await scale.TellAsync(DeviceCommandKind.Zero)).Done);
        Assert.True((await scale.TellAsync(DeviceCommandKind.Tare)).Done);
        Assert.Equal("025a00000000005a03 024e00000000004e03", scale.Sent());
    }

    private static byte[] Frame(int id, string digits)
    {
        byte[] content = [(byte)id, .. Encoding.ASCII.GetBytes(digits)];
        return [0x02, .. content, content.Aggregate((byte)0, (check, each) => (byte)(check ^ each)), 0x03];
    }
}
