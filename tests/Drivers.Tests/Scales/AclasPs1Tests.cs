using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Frames as the PS1X and PR-II manuals and three real captures have them, and damage done to them.</summary>
public class AclasPs1Tests
{
    private const string Protocol = "aclas_ps1_cas_pd2";

    [Theory]
    [InlineData("S  0.316KG", "0.316 kg True Unknown [] []")]
    [InlineData("S 00.488kg", "0.488 kg True Unknown [] []")]
    [InlineData("U 00.488kg", "0.488 kg False Unknown [] []")]
    [InlineData("5 00.488kg", "0.488 kg  Unknown [] []")]
    [InlineData("S-00.015kg", "-0.015 kg True Unknown [] []")]
    [InlineData("S-00.001kg", "-0.001 kg True Unknown [] []")]
    [InlineData("S-00.000kg", "0.000 kg True Unknown [] []")]
    [InlineData("S  316.0 g", "316.0 g True Unknown [] []")]
    [InlineData("S 00.500LB", "0.500 lb True Unknown [] []")]
    [InlineData("S 01.000TJ", "1.000 tj True Unknown [] []")]
    [InlineData("S 01.000TL", "1.000 tl True Unknown [] []")]
    [InlineData("S 01.000SJ", "1.000 sj True Unknown [] []")]
    [InlineData("S 00.488Kg", "0.488 kg True Unknown [] []")]
    [InlineData("S 00.488kG", "0.488 kg True Unknown [] []")]
    [InlineData("S  316.0 G", "316.0 g True Unknown [] []")]
    [InlineData("S 00.500lb", "0.500 lb True Unknown [] []")]
    [InlineData("S 01.000tj", "1.000 tj True Unknown [] []")]
    [InlineData("S 01.000tl", "1.000 tl True Unknown [] []")]
    [InlineData("S 01.000sj", "1.000 sj True Unknown [] []")]
    [InlineData("S 0.488kg", "0.488 kg True Unknown [] []")]
    [InlineData("S 500.5g", "500.5 g True Unknown [] []")]
    [InlineData("S 01.500g", "1.500 g True Unknown [] []")]
    [InlineData("S 12.34 g", "12.34 g True Unknown [] []")]
    [InlineData("F 00.000kg", "none   Unknown [over_or_under_range] []")]
    [InlineData("F ------kg", "none   Unknown [over_or_under_range] []")]
    [InlineData("SF15.100kg", "none   Unknown [overload] []")]
    [InlineData("SF--.---kg", "none   Unknown [overload] []")]
    [InlineData("X 00.488kg", "none   Unknown [invalid] []")]
    [InlineData("S+00.488kg", "none   Unknown [invalid] []")]
    [InlineData("S 0.488\u001fg", "none   Unknown [invalid] []")]
    [InlineData("S 0.488\u007fg", "none   Unknown [invalid] []")]
    [InlineData("S 0.488~g", "none   Unknown [unknown_unit] []")]
    [InlineData("S 00.488xx", "none   Unknown [unknown_unit] []")]
    [InlineData("S 00.488  ", "none   Unknown [unknown_unit] []")]
    [InlineData("S 000316KG", "none   Unknown [invalid] []")]
    [InlineData("S 0.3.16kg", "none   Unknown [invalid] []")]
    [InlineData("S 0 .316kg", "none   Unknown [invalid] []")]
    [InlineData("S .31600kg", "none   Unknown [invalid] []")]
    [InlineData("S       kg", "none   Unknown [invalid] []")]
    [InlineData("S 00316.kg", "none   Unknown [invalid] []")]
    public void Feed_Frame_SaysWhatItsFieldsSay(string content, string expected) =>
        Assert.Equal(expected, Recorded.Text(Recorded.Decoder(Protocol), Frame(content)));

    [Theory]
    [InlineData("\u0002X", "none   Unknown [invalid] []")]
    [InlineData("\u0001\u0002S 01A", "none   Unknown [invalid] []")]
    [InlineData("\u0001\u0002S 0~2345678", "none   Unknown [invalid] []")]
    [InlineData("\u0001\u0002S 01.2", "none   Unknown [incomplete] []")]
    [InlineData("\u0001", "")]
    public void Feed_CutOrDamagedFrame_IsSaidToBeThatAtOnce(string bytes, string expected) => Assert.Equal(expected, Recorded.Text(Protocol, bytes));

    [Theory]
    [InlineData("02")]
    [InlineData("0102")]
    [InlineData("01025320302e34")]
    public void Feed_FrameThatBrokeOffBeforeAWholeOne_IsIncompleteAndTheWholeOneIsRead(string cut) => Assert.Equal(
        "none   Unknown [incomplete] [] | 0.488 kg True Unknown [] []",
        Recorded.Text(Recorded.Decoder(Protocol), [.. Frames.Hex(cut), .. Frame("S 00.488kg")]));

    [Fact]
    public void Feed_DigitsWithoutAPoint_AreAWeightOnlyWhereTheProfileGivesTheDecimals()
    {
        Assert.Equal("0.316 kg True Unknown [] []", Recorded.Text(Recorded.Decoder(Protocol, ("decimals", "3")), Frame("S 000316KG")));
        Assert.Equal("316 g True Unknown [] []", Recorded.Text(Recorded.Decoder(Protocol, ("decimals", "0")), Frame("S    316 g")));
    }

    [Theory]
    [InlineData("00", "0.488 kg True Gross [] []")]
    [InlineData("10", "0.488 kg True Gross [] [at_zero]")]
    [InlineData("20", "0.488 kg True Net [] []")]
    [InlineData("40", "none   Unknown [overload] []")]
    [InlineData("60", "none   Unknown [overload] []")]
    public void Feed_SecondStatusByte_SaysZeroTareAndOverload(string status, string expected)
    {
        byte[] bytes = [.. Frame("S 00.488kg"), .. Frames.Hex(status)];
        Assert.Equal(expected, Recorded.Text(Recorded.Decoder(Protocol, ("status_byte", "trailing")), bytes));
        Assert.Equal(expected, Recorded.Text(Recorded.Decoder(Protocol), bytes));
        Assert.Equal("0.488 kg True Unknown [] []", Recorded.Text(Recorded.Decoder(Protocol, ("status_byte", "none")), bytes));
    }

    [Fact]
    public void Feed_StatusByteThatIsDueAndDoesNotCome_IsIncomplete()
    {
        IFrameDecoder decoder = Recorded.Decoder(Protocol, ("status_byte", "trailing"));
        Assert.Equal("none   Unknown [incomplete] []", Recorded.Text(decoder, Frame("S 00.488kg")));
        Assert.Equal(
            "none   Unknown [incomplete] [] | 0.500 kg True Gross [] []",
            Recorded.Text(decoder, Frame("S 00.488kg"), [.. Frame("S 00.500kg"), 0]));
    }

    [Fact]
    public void Feed_AcknowledgeBefore_MissingSohAndPowerUpGarbage_LoseNoFrame()
    {
        byte[] frame = Frame("S 00.488kg");
        byte[][] input = [Frames.Hex("98 80 e6 98 80 e6 98 6d 6d 6d 6d 6d 6d 6d"), [0x06, .. frame], frame[1..], [0x04, 0x03, .. frame]];
        Assert.Equal(string.Join(" | ", Enumerable.Repeat("0.488 kg True Unknown [] []", 3)), Recorded.Text(Recorded.Decoder(Protocol), input));
    }

    /// <summary>The block check character may be any byte below 80, a start or end mark included.</summary>
    [Fact]
    public void Feed_CheckCharacterThatLooksLikeAMark_IsNoMark()
    {
        var checks = new HashSet<byte>();
        for (int grams = 0; grams < 15_000; grams += 5)
        {
            byte[] frame = Frame($"S {grams / 1000m:00.000}kg");
            checks.Add(frame[^3]);
            Assert.Equal(grams / 1000m, Assert.Single(Frames.Decode(Recorded.Decoder(Protocol), frame)).Weight);
        }
        byte[] marked = Frame("S 12.34 g");
        Assert.Equal(12.34m, Assert.Single(Frames.Decode(Recorded.Decoder(Protocol), marked)).Weight);
        Assert.True(checks.Count > 8);
    }

    [Theory]
    [InlineData("S  0.316KG")]
    [InlineData("S 00.488kg")]
    [InlineData("U-00.015kg")]
    [InlineData("S 12.34 g")]
    [InlineData("S 0.488kg")]
    [InlineData("S 500.5g")]
    public void Feed_AnyBitFlippedOrByteLost_GivesNoOtherWeight(string content) => Recorded.AssertNoFlipGivesAnotherWeight(Protocol, Frame(content));

    [Theory]
    [InlineData("\u000201.250\r")]
    [InlineData("\u0002 01.250KG\u0003")]
    [InlineData("\u0002S 00.488kge\r\n")]
    [InlineData("ST,GS,+  1.240kg\r\n")]
    [InlineData("\u0001\u0002X 00.488kge\u0003\u0004")]
    public void Feed_FramesOfOtherProtocols_AreNoWeight(string text) =>
        Assert.DoesNotContain(Frames.Decode(Recorded.Decoder(Protocol), Encoding.Latin1.GetBytes(text)), frame => frame.Weight is not null);

    [Fact]
    public void Feed_AnyWeightThatCanBeShown_ComesBackExactly()
    {
        var shown = from digits in Gen.Choose(0, 99_999)
                    from decimals in Gen.Choose(1, 3)
                    from negative in Gen.Elements(true, false)
                    from stable in Gen.Elements(true, false)
                    from unit in Gen.Elements("kg", "KG", " g", "LB", "TJ", "TL", "SJ")
                    select (new decimal(digits, 0, 0, negative && digits > 0, (byte)decimals), stable, unit);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(shown.ToArbitrary(), each =>
        {
            (decimal weight, bool stable, string unit) = each;
            string digits = Math.Abs(weight).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(6);
            byte[] frame = Frame($"{(stable ? 'S' : 'U')}{(weight < 0 ? '-' : ' ')}{digits}{unit}");
            WeightFrame got = Frames.Decode(Recorded.Decoder(Protocol), frame).Single();
            return got.Weight == weight && got.Stable == stable && string.Equals(got.Unit, unit.Trim(), StringComparison.OrdinalIgnoreCase) && got.Errors.Count == 0;
        }));
    }

    [Fact]
    public async Task Ask_EnquiryAcknowledgeRequestFrame_IsAWeight()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        Assert.Equal("0.488 kg True Unknown [] []", await scale.NextAsync("06", Convert.ToHexString(Frame("S 00.488kg"))));
        Assert.Equal("05 11", scale.Sent());
    }

    [Fact]
    public async Task Ask_ScaleThatSendsTheFrameAtOnce_IsReadWithoutARequest()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        Assert.Equal("0.488 kg True Unknown [] []", await scale.NextAsync("06" + Convert.ToHexString(Frame("S 00.488kg"))));
        Assert.Equal("0.316 kg True Unknown [] []", await scale.NextAsync(Convert.ToHexString(Frame("S  0.316KG"))));
        Assert.Equal("05 05", scale.Sent());
    }

    [Fact]
    public async Task Ask_FrameInPiecesAfterALateAcknowledgeAndNoise_IsAWeight()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        byte[] frame = Frame("U 00.488kg");
        scale.Port.Answer = sent =>
        {
            if (sent is [0x05])
            {
                scale.Port.Arrive(0x98, 0x80);
                return [0xE6, 0x06];
            }
            scale.Port.Arrive(0x6D, 0x6D);
            scale.Port.Arrive(frame[..4]);
            return frame[4..];
        };
        Assert.Equal("0.488 kg False Unknown [] []", await scale.NextAsync());
    }

    [Fact]
    public async Task Ask_RefusedEnquiryOrRequest_IsAnErrorAndNoWeight()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        Assert.Equal("none   Unknown [not_acknowledged] []", await scale.NextAsync("15"));
        Assert.Equal("none   Unknown [not_acknowledged] []", await scale.NextAsync("06", "15"));
    }

    /// <summary>A block check character of 15 or 06 is no NAK and no ACK.</summary>
    [Fact]
    public async Task Ask_CheckCharactersThatLookLikeAnswers_AreNone()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        ILookup<byte, int> checks = Enumerable.Range(0, 100_000).ToLookup(each => Bcc(Content(each)));
        int[] marked = [.. checks[0x15].Take(4), .. checks[0x06].Take(4)];
        Assert.Equal(8, marked.Length);
        foreach (int each in marked)
            Assert.Equal($"{each / 100m:0.00} g True Unknown [] []", await scale.NextAsync("06", Convert.ToHexString(Frame(Content(each)))));

        static string Content(int hundredths) => $"S {hundredths / 100m,6:0.00}g";
    }

    [Fact]
    public async Task Ask_FrameCutInTheMiddle_GivesNoWeight()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync("06", Convert.ToHexString(Frame("S 00.488kg")[..^3])));
    }

    [Fact]
    public async Task Ask_AnswerToAnOlderQuestion_IsThrownAway()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        scale.Port.Arrive(Frame("S 09.999kg"));
        Assert.Equal("0.488 kg True Unknown [] []", await scale.NextAsync("06", Convert.ToHexString(Frame("S 00.488kg"))));
    }

    [Fact]
    public async Task Ask_DamagedFrame_IsAskedForAgain()
    {
        await using var scale = new AskedScale(AclasPs1.Protocol);
        string sound = Convert.ToHexString(Frame("S 00.488kg"));
        Assert.Equal("0.488 kg True Unknown [] []", await scale.NextAsync("06", sound.Replace("2E343838", "2E343938"), "06", sound));
        Assert.Equal("05 11 05 11", scale.Sent());
    }

    private static byte Bcc(string content) => Encoding.ASCII.GetBytes(content).Aggregate((byte)0, (check, each) => (byte)(check ^ each));

    private static byte[] Frame(string content) => [0x01, 0x02, .. Encoding.ASCII.GetBytes(content), Bcc(content), 0x03, 0x04];
}
