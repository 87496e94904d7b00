using Drivers.Ports;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Frames from the METTLER TOLEDO DIVA Service Manual p. 39 to 45, and damage done to them.</summary>
public class Toledo8217DecoderTests
{
    private static Toledo8217Decoder Decoder => new("kg");

    [Theory]
    [InlineData("01.250", false, "1.250 kg True Gross [] []")]
    [InlineData("01.250", true, "1.250 kg True Net [] []")]
    [InlineData("   12.345", true, "12.345 kg True Net [] []")]
    [InlineData("00.000", false, "0.000 kg True Gross [] []")]
    [InlineData("001.25", false, "1.25 kg True Gross [] []")]
    [InlineData("1.5", false, "1.5 kg True Gross [] []")]
    [InlineData("1234.567", false, "1234.567 kg True Gross [] []")]
    public void Feed_Weight_KeepsTheDecimalsShown(string text, bool net, string expected) =>
        Assert.Equal(expected, Frames.Text(Frames.Decode(Decoder, Frames.Weight8217(text, net)).Single()));

    [Theory]
    [InlineData("01250")]
    [InlineData("1 2.50")]
    [InlineData("1.250 ")]
    [InlineData("01.2.5")]
    [InlineData("-1.250")]
    [InlineData(".250")]
    [InlineData("1.")]
    [InlineData("1e.25")]
    [InlineData("12.")]
    [InlineData("12.34567")]
    [InlineData("12345.678")]
    [InlineData("")]
    [InlineData("1.250NN")]
    public void Feed_WhatTheManualDoesNotAllow_IsInvalid(string text)
    {
        WeightFrame frame = Frames.Decode(Decoder, Frames.Weight8217(text)).Single();
        Assert.Null(frame.Weight);
        Assert.Equal(["invalid"], frame.Errors);
    }

    [Fact]
    public void End_StartOfAFrame_IsIncompleteAndLeavesNothingBehind()
    {
        foreach (string start in (string[])["\u0002", "\u00020"])
        {
            IFrameDecoder decoder = Decoder;
            Assert.Equal(["incomplete"], Frames.Decode(decoder, System.Text.Encoding.ASCII.GetBytes(start)).Single().Errors);
            Assert.Empty(Frames.Decode(decoder, "1.250\r"u8.ToArray()));
        }
    }

    [Fact]
    public void Feed_NoPoint_IsAWeightOnlyWhereTheProfileSaysSo()
    {
        Assert.Equal(1250m, Frames.Decode(new Toledo8217Decoder("g", decimals: 0), Frames.Weight8217("01250")).Single().Weight);
        Assert.Null(Frames.Decode(new Toledo8217Decoder("g", decimals: 0), Frames.Weight8217("01.250")).Single().Weight);
    }

    [Fact]
    public void Feed_AnyByteLost_IsSeenWhereTheProfileFixesTheWidth()
    {
        byte[] frame = Frames.Weight8217("15.000");
        for (int lost = 0; lost < frame.Length; lost++)
        {
            byte[] rest = [.. frame[..lost], .. frame[(lost + 1)..]];
            Assert.All(Frames.Decode(new Toledo8217Decoder("kg", decimals: 3, width: 6), rest), got => Assert.Null(got.Weight));
        }
    }

    [Fact]
    public void Feed_EveryStatusByte_CarriesNoWeightAndNamesItsBits()
    {
        for (int status = 0; status < 0x80; status++)
        {
            WeightFrame frame = Frames.Decode(Decoder, Frames.Status8217(status)).Single();
            Assert.Null(frame.Weight);
            Assert.Null(frame.Unit);
            Assert.Equal((status & 1) == 0, frame.Stable);
            Assert.Equal((status & 0x20) != 0 ? NetGross.Net : NetGross.Gross, frame.NetGross);
            Assert.Equal(Names((status & 2, "over_capacity"), (status & 4, "under_zero")), frame.Errors);
            Assert.Equal(
                Names((status & 1, "motion"), (status & 8, "outside_zero_capture"), (status & 0x10, "center_of_zero"),
                    ((status & 0x3F) == 0 ? 1 : 0, "constant_bits_only")),
                frame.Flags);
        }
    }

    [Fact]
    public void Feed_ParityBitsLeftIn_AreTakenOff()
    {
        byte[] frame = [.. Frames.Weight8217("01.250").Select(value => (byte)(value | (int.IsOddInteger(int.PopCount(value)) ? 0x80 : 0)))];
        Assert.Equal(1.250m, Frames.Decode(Decoder, frame).Single().Weight);
    }

    [Fact]
    public void Feed_EchoReply_IsNeitherWeightNorFault()
    {
        WeightFrame frame = Frames.Decode(Decoder, Frames.Hex("02 45 0d")).Single();
        Assert.Equal("none   Unknown [] [echo_begun]", Frames.Text(frame));
    }

    [Fact]
    public void Feed_GarbageBetweenFrames_LosesNoFrame()
    {
        byte[] garbage = [0x00, 0x37, 0x2E, 0x0D, 0xFF, 0x3F, 0x41, 0x0D, 0x55];
        List<WeightFrame> frames = Frames.Decode(Decoder, garbage, Frames.Weight8217("01.250"), garbage, Frames.Status8217(0x41), garbage, Frames.Weight8217("02.500"));
        Assert.Equal([1.250m, null, 2.500m], frames.Select(frame => frame.Weight));
        Assert.All(frames, frame => Assert.Empty(frame.Errors));
    }

    [Fact]
    public void Feed_AMegabyteWithoutAnEnd_StaysBoundedAndRecovers()
    {
        var frames = new List<WeightFrame>();
        Toledo8217Decoder decoder = Decoder;
        decoder.Feed([0x02], frames);
        decoder.Feed(Enumerable.Repeat((byte)'1', 1 << 20).ToArray(), frames);
        decoder.Feed(Frames.Weight8217("01.250"), frames);
        Assert.Equal(["invalid"], frames[0].Errors);
        Assert.Equal(1.250m, frames[1].Weight);
        Assert.Equal(2, frames.Count);
    }

    /// <summary>Without parity: only a digit can become another digit unseen. Every other flip gives no weight or the same.</summary>
    [Fact]
    public void Feed_AnyBitFlippedWithoutParity_OnlyADigitCanBecomeAnotherDigit()
    {
        foreach (byte[] frame in (byte[][])[Frames.Weight8217("01.250"), Frames.Weight8217("15.075", net: true), Frames.Weight8217("  9.99")])
        {
            WeightFrame truth = Frames.Decode(Decoder, frame).Single();
            foreach (byte[] flipped in Frames.EverySingleBitFlipped(frame))
            {
                int place = Enumerable.Range(0, frame.Length).Single(index => frame[index] != flipped[index]);
                bool digitForDigit = char.IsAsciiDigit((char)frame[place]) && char.IsAsciiDigit((char)flipped[place]);
                foreach (WeightFrame got in Frames.Decode(Decoder, flipped).Where(got => got.Weight is not null && !digitForDigit))
                    Assert.Equal(Frames.Text(truth), Frames.Text(got));
            }
        }
    }

    /// <summary>
    /// With parity: the line marks the damaged byte (FF 00 x), and no flip of any of the eight bits on the wire passes.
    /// A pty has no parity, so the UART's own check is simulated here, not proven.
    /// </summary>
    [Fact]
    public void Feed_AnyBitFlippedOnALineWithParity_GivesNoOtherWeight()
    {
        byte[] frame = Frames.Weight8217("01.250");
        for (int place = 0; place < frame.Length; place++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte damaged = (byte)((frame[place] ^ (1 << bit)) & 0x7F);
                byte[] delivered = [.. frame[..place], 0xFF, 0x00, damaged, .. frame[(place + 1)..], .. Frames.Weight8217("02.500")];
                List<WeightFrame> frames = DecodeMarked(delivered);
                Assert.Equal([2.500m], frames.Select(got => got.Weight).OfType<decimal>());
            }
        }
    }

    [Fact]
    public void Feed_AnyWeightThatCanBeShown_ComesBackExactly()
    {
        Gen<(int Digits, int Decimals, int Width, bool Net)> shown =
            from decimals in Gen.Choose(1, 4)
            from digits in Gen.Choose(0, 99_999)
            from width in Gen.Choose(6, 10)
            from net in Gen.Elements(true, false)
            select (digits, decimals, width, net);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(shown.ToArbitrary(), each =>
        {
            var weight = new decimal(each.Digits, 0, 0, false, (byte)each.Decimals);
            string text = weight.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(each.Width, ' ');
            WeightFrame frame = Frames.Decode(Decoder, Frames.Weight8217(text, each.Net)).Single();
            return Frames.Text(frame) == $"{text.Trim()} kg True {(each.Net ? "Net" : "Gross")} [] []";
        }));
    }

    [Fact]
    public void Feed_AnyBytesAtAll_NeverThrowsAndAWeightIsAlwaysFramed()
    {
        Gen<byte[]> bytes = Gen.Elements<byte>(0x02, 0x0D, 0x30, 0x31, 0x2E, 0x3F, 0x4E, 0x20, 0x82, 0xFF).ArrayOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(bytes.ToArbitrary(), each =>
        {
            List<WeightFrame> whole = Frames.Decode(Decoder, each);
            List<WeightFrame> bitwise = Frames.Decode(Decoder, [.. each.Select(value => new[] { value })]);
            return whole.Select(Frames.Text).SequenceEqual(bitwise.Select(Frames.Text))
                && whole.Count(frame => frame.Weight is not null) <= each.Count(value => (value & 0x7F) == 0x0D);
        }));
    }

    private static List<WeightFrame> DecodeMarked(byte[] delivered)
    {
        var marks = new LineErrorMarks();
        Toledo8217Decoder decoder = Decoder;
        var frames = new List<WeightFrame>();
        var sound = new byte[64];
        while (delivered.Length > 0)
        {
            int count = marks.Decode(delivered, sound, out int used, out bool damaged);
            decoder.Feed(sound.AsSpan(0, count), frames);
            if (damaged)
                decoder.Break();
            delivered = delivered[used..];
        }
        return frames;
    }

    private static IEnumerable<string> Names(params (int Bit, string Name)[] bits) =>
        bits.Where(each => each.Bit != 0).Select(each => each.Name);
}
