using System.Buffers.Binary;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Massa-K: a sniffed answer to J, and a frame of protocol 100 that was published with its check.</summary>
public class MassaKTests
{
    [Theory]
    [InlineData("80 00 d0 07 00", "2.000 kg True Gross [] []")]
    [InlineData("00 00 d0 07 00", "2.000 kg False Gross [] []")]
    [InlineData("c0 00 f4 01 00", "-0.500 kg True Gross [] []")]
    [InlineData("40 00 f4 01 00", "-0.500 kg False Gross [] []")]
    [InlineData("80 00 00 00 00", "0.000 kg True Gross [] []")]
    [InlineData("c0 00 00 00 00", "0.000 kg True Gross [] []")]
    [InlineData("80 00 ff 7f 00", "32.767 kg True Gross [] []")]
    public void J_Answer_SaysWhatItsBytesSay(string hex, string expected) => Assert.Equal(expected, Recorded.Hex("massak_j", hex));

    [Theory]
    [InlineData("80 01 d0 07 00")]
    [InlineData("a0 00 d0 07 00")]
    [InlineData("80 00 d0 07 01")]
    [InlineData("80 00 00 80 00")]
    [InlineData("80 00 d0 07")]
    [InlineData("ff ff ff ff ff ff")]
    public void J_AnyByteOfUnknownMeaning_IsNoWeight(string hex) =>
        Assert.DoesNotContain(Frames.Decode(Recorded.Decoder("massak_j"), Frames.Hex(hex)), frame => frame.Weight is not null);

    [Fact]
    public async Task J_Ask_WithJ()
    {
        await using var scale = new AskedScale(MassaKJ.Protocol);
        scale.Port.Answer = _ =>
        {
            scale.Port.Arrive(0x80, 0x00);
            return [0xD0, 0x07, 0x00];
        };
        Assert.Equal("2.000 kg True Gross [] []", await scale.NextAsync());
        Assert.Equal("4a", scale.Sent());
    }

    [Fact]
    public async Task J_AnswerDamagedOnTheLine_LeavesNothingToTheNext()
    {
        await using var scale = new AskedScale(MassaKJ.Protocol);
        bool damaged = false;
        scale.Port.Answer = _ =>
        {
            if (damaged)
                return [0x00, 0x00, 0xE8, 0x03, 0x00];
            damaged = true;
            scale.Port.Arrive(0x80, 0x00, 0xD0, 0x07);
            scale.Port.ArriveDamaged();
            return null;
        };
        Assert.Equal("1.000 kg False Gross [] []", await scale.NextAsync());
        Assert.Equal("1.000 kg False Gross [] []", await scale.NextAsync());
        Assert.Equal("4a 4a 4a", scale.Sent());
    }

    [Fact]
    public async Task J_LongerAnswers_AreNoAnswersOfThisProtocol()
    {
        await using var scale = new AskedScale(MassaKJ.Protocol);
        DeviceException refused = await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync("80 00 d0 07 00 00"));
        Assert.Contains("were no frames of this protocol", refused.Message);
    }

    [Fact]
    public void Crc_OfThePublishedFrame_IsThePublishedOne() => Assert.Equal(
        "f855ce0d00240f00000001010000000000007d42",
        Convert.ToHexStringLower(MassaK100Decoder.Frame(Frames.Hex("24 0f 00 00 00 01 01 00 00 00 00 00 00"))));

    [Theory]
    [InlineData("24 e2 04 00 00 01 01 00 00", "1.250 kg True Gross [] []")]
    [InlineData("24 e2 04 00 00 01 00 00 00", "1.250 kg False Gross [] []")]
    [InlineData("24 e2 04 00 00 01 01 01 00 c8 00 00 00", "1.250 kg True Net [] []")]
    [InlineData("24 00 00 00 00 01 01 00 01 00 00 00 00", "0.000 kg True Gross [] [at_zero]")]
    [InlineData("24 0c fe ff ff 01 01 00 00", "-0.500 kg True Gross [] []")]
    [InlineData("24 e2 04 00 00 00 01 00 00", "0.1250 kg True Gross [] []")]
    [InlineData("24 e2 04 00 00 02 01 00 00", "12.50 kg True Gross [] []")]
    [InlineData("24 e2 04 00 00 03 01 00 00", "125.0 kg True Gross [] []")]
    [InlineData("24 e2 04 00 00 04 01 00 00", "1250 kg True Gross [] []")]
    [InlineData("24 00 00 00 80 01 01 00 00", "-2147483.648 kg True Gross [] []")]
    [InlineData("24 e2 04 00 00 05 01 00 00", "none   Unknown [invalid] []")]
    [InlineData("24 e2 04 00 00 01 02 00 00", "none   Unknown [invalid] []")]
    [InlineData("24 e2 04 00 00 01 01 00", "none   Unknown [invalid] []")]
    [InlineData("28 08", "none   Unknown [overload] []")]
    [InlineData("28 07", "none   Unknown [unsupported_command] []")]
    [InlineData("28 09", "none   Unknown [not_in_weighing_mode] []")]
    [InlineData("28 0a", "none   Unknown [invalid_data] []")]
    [InlineData("28 0b", "none   Unknown [cannot_save] []")]
    [InlineData("28 10", "none   Unknown [unsupported_interface] []")]
    [InlineData("28 11", "none   Unknown [unsupported_interface] []")]
    [InlineData("28 15", "none   Unknown [cannot_zero] []")]
    [InlineData("28 18", "none   Unknown [loaded_at_switch_on] []")]
    [InlineData("28 17", "none   Unknown [no_connection_to_weighing_module] []")]
    [InlineData("28 19", "none   Unknown [fault] []")]
    [InlineData("28 77", "none   Unknown [unknown_error] []")]
    [InlineData("f0", "none   Unknown [unsupported_command] []")]
    [InlineData("27", "none   Unknown [] [zero_set]")]
    [InlineData("99 01 02", "none   Unknown [invalid] []")]
    public void Protocol100_Body_SaysWhatItsBytesSay(string body, string expected) =>
        Assert.Equal(expected, Recorded.Text(Recorded.Decoder("massak_100"), MassaK100Decoder.Frame(Frames.Hex(body))));

    [Fact]
    public void Protocol100_AnyBitFlippedOrByteLost_GivesNoOtherWeight()
    {
        Recorded.AssertNoFlipGivesAnotherWeight("massak_100", Frames.Hex("f8 55 ce 0d 00 24 0f 00 00 00 01 01 00 00 00 00 00 00 7d 42"));
        Recorded.AssertNoFlipGivesAnotherWeight("massak_100", MassaK100Decoder.Frame(Frames.Hex("24 e2 04 00 00 01 01 00 00")));
    }

    [Fact]
    public void Protocol100_FalseStartsAndImpossibleLengths_LoseNoFrame()
    {
        byte[] frame = MassaK100Decoder.Frame(Frames.Hex("24 e2 04 00 00 01 01 00 00"));
        foreach (string noise in (string[])["f8", "f8 55", "f8 55 ce ff ff", "f8 55 ce 00 00", "f8 f8 55", "f8 55 ce 20 00"])
        {
            List<WeightFrame> got = Frames.Decode(Recorded.Decoder("massak_100"), Frames.Hex(noise), frame, frame);
            Assert.Equal("1.250 kg True Gross [] []", Frames.Text(got[^1]));
            Assert.All(got, each => Assert.Contains(each.Weight, (decimal?[])[null, 1.250m]));
        }
    }

    [Theory]
    [InlineData("f8 55", "")]
    [InlineData("f8 55 ce", "none   Unknown [incomplete] []")]
    [InlineData("f8 55 ce 00 00", "none   Unknown [invalid] []")]
    [InlineData("f8 55 ce 21 00", "none   Unknown [invalid] []")]
    [InlineData("f8 55 ce 20 00", "none   Unknown [incomplete] []")]
    [InlineData("f8 00 f8 55 ce 01 00 27 27 00", "none   Unknown [] [zero_set]")]
    public void Protocol100_StartOfAFrame_IsHeldUntilItCanBeNone(string hex, string expected) => Assert.Equal(expected, Recorded.Hex("massak_100", hex));

    [Fact]
    public void Protocol100_AnyWeight_ComesBackExactly() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(
            (from count in Gen.Choose(-2_000_000_000, 2_000_000_000) from division in Gen.Choose(0, 4) select (count, division)).ToArbitrary(),
            each =>
            {
                byte[] body = [0x24, 0, 0, 0, 0, (byte)each.division, 1, 0, 0];
                BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(1), each.count);
                return Frames.Decode(Recorded.Decoder("massak_100"), MassaK100Decoder.Frame(body)).Single().Weight
                    == each.count / (decimal)Math.Pow(10, 4 - each.division);
            }));

    [Fact]
    public async Task Protocol100_Ask_WithCommand23()
    {
        await using var scale = new AskedScale(MassaK100.Protocol);
        Assert.Equal("1.250 kg True Gross [] []", await scale.NextAsync(Hex("24 e2 04 00 00 01 01 00 00")));
        Assert.Equal("f855ce0100232300", scale.Sent());
    }

    [Theory]
    [InlineData("27", true, null)]
    [InlineData("28 15", false, "the scale says cannot_zero")]
    [InlineData("f0", false, "the scale says unsupported_command")]
    public async Task Protocol100_Zero_IsDoneWhereTheScaleSaysSo(string answer, bool done, string? reason)
    {
        await using var scale = new AskedScale(MassaK100.Protocol);
        scale.Port.Answer = _ => Frames.Hex(Hex(answer));
        Assert.Equal(new CommandOutcome(done, reason), await scale.TellAsync(DeviceCommandKind.Zero));
        Assert.Equal("f855ce0100727200", scale.Sent());
    }

    [Fact]
    public async Task Protocol100_WeightBeforeTheAnswerToZero_IsPassedOver()
    {
        await using var scale = new AskedScale(MassaK100.Protocol);
        scale.Port.Answer = _ => Frames.Hex(Hex("24 e2 04 00 00 01 01 00 00") + Hex("27"));
        Assert.Equal(new CommandOutcome(true, null), await scale.TellAsync(DeviceCommandKind.Zero));
    }

    private static string Hex(string body) => Convert.ToHexString(MassaK100Decoder.Frame(Frames.Hex(body)));
}
