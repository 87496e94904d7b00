using System.Globalization;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Frames from the METTLER TOLEDO WILDCAT Technical Manual (12/00) p. 6-4 and 6-5, and damage done to them.</summary>
public class ToledoContinuousDecoderTests
{
    private static readonly ToledoContinuousFormat s_plain = new("kg", ToledoChecksum.None);
    private static readonly ToledoContinuousFormat s_checked = new("kg", ToledoChecksum.Mettler);

    [Theory]
    [InlineData(0, "125000")]
    [InlineData(1, "12500")]
    [InlineData(2, "1250")]
    [InlineData(3, "125.0")]
    [InlineData(4, "12.50")]
    [InlineData(5, "1.250")]
    [InlineData(6, "0.1250")]
    [InlineData(7, "0.01250")]
    public void Feed_EveryPointCode_PlacesThePoint(int pointCode, string weight) =>
        Assert.Equal($"{weight} kg True Gross [] []", One(s_plain, Frames.Continuous(1250, pointCode)));

    [Fact]
    public void Feed_StatusBits_AreSignNetAndMotion()
    {
        Assert.Equal("-0.150 kg True Gross [] []", One(s_plain, Frames.Continuous(150, 5, negative: true)));
        Assert.Equal("0.150 kg True Net [] []", One(s_plain, Frames.Continuous(150, 5, net: true)));
        Assert.Equal("0.150 kg False Gross [] []", One(s_plain, Frames.Continuous(150, 5, motion: true)));
        Assert.Equal("0.150 kg True Gross [] [print_key]", One(s_plain, Frames.Continuous(150, 5, swc: 0x68)));
        Assert.Equal("0.000 kg True Gross [] []", One(s_plain, Frames.Continuous(0, 5, negative: true)));
    }

    [Theory]
    [InlineData(0x04, false, "overload")]
    [InlineData(0x04, true, "underload")]
    [InlineData(0x40, false, "not_zeroed")]
    [InlineData(0x44, false, "overload,not_zeroed")]
    public void Feed_OutOfRangeOrNotZeroed_HasNoWeight(int swb, bool negative, string errors) =>
        Assert.Equal($"none   Unknown [{errors}] []", One(s_plain, Frames.Continuous(0, 5, negative: negative, swb: swb)));

    [Fact]
    public void Feed_BlankOrDashedDisplayOutOfRange_IsStillAnOverload()
    {
        byte[] frame = Frames.Continuous(0, 5, swb: 0x04);
        "------      "u8.CopyTo(frame.AsSpan(4));
        Assert.Equal("none   Unknown [overload] []", One(s_plain, frame));
    }

    [Fact]
    public void Feed_ZeroBitOfAnotherMeaning_CanBeIgnoredByTheProfile() =>
        Assert.Equal("1.250 kg True Gross [] []", One(s_plain with { TrustsZeroBit = false }, Frames.Continuous(1250, 5, swb: 0x40)));

    [Theory]
    [InlineData("not_zeroed", "none   Unknown [not_zeroed] []")]
    [InlineData("ignore", "1.250 kg True Gross [] []")]
    public void Decoder_ZeroBit_MeansWhatTheProfileSays(string zeroBit, string expected) => Assert.Equal(
        expected, Recorded.Text(Recorded.Decoder("toledo_continuous", ("unit", "kg"), ("checksum", "none"), ("zero_bit", zeroBit)), Frames.Continuous(1250, 5, swb: 0x40)));

    [Fact]
    public void Feed_ExpandedDisplay_IsReadOnlyAsTheProfileSays()
    {
        byte[] frame = Frames.Continuous(12500, 5, swc: 0x70);
        Assert.Equal("none   Unknown [expanded] []", One(s_plain, frame));
        Assert.Equal("12.500 kg True Gross [] []", One(s_plain with { Expanded = ExpandedDisplay.InPointCode }, frame));
        Assert.Equal("1.2500 kg True Gross [] []", One(s_plain with { Expanded = ExpandedDisplay.TenthOfPointCode }, frame));
        Assert.Equal("125.0 kg True Gross [] []", One(
            s_plain with { Expanded = ExpandedDisplay.TenthOfPointCode }, Frames.Continuous(1250, 2, swc: 0x70)));
    }

    [Fact]
    public void Feed_UnitThatDisagreesWithTheProfile_IsAnErrorNotAGuess()
    {
        byte[] bitSet = Frames.Continuous(1250, 5);
        byte[] bitClear = [.. bitSet];
        bitClear[2] &= 0xEF;
        Assert.Equal("1.250 kg True Gross [] []", One(s_plain, bitClear));
        Assert.Equal("1.250 kg True Gross [] []", One(s_plain with { UnitBit = "kg" }, bitSet));
        Assert.Equal("none   Unknown [unit_mismatch] []", One(s_plain with { UnitBit = "kg" }, bitClear));
        Assert.Equal("none   Unknown [unit_mismatch] []", One(s_plain with { UnitBit = "lb" }, bitSet));
        Assert.Equal("none   Unknown [unit_mismatch] []", One(s_plain, Frames.Continuous(1250, 5, swc: 0x61)));
        Assert.Equal("1.250 g True Gross [] []", One(s_plain with { Unit = "g" }, Frames.Continuous(1250, 5, swc: 0x61)));
    }

    [Theory]
    [InlineData("  1250", "1.250 kg True Gross [] []")]
    [InlineData("     0", "0.000 kg True Gross [] []")]
    [InlineData("1  250", "none   Unknown [invalid] []")]
    [InlineData("1250  ", "none   Unknown [invalid] []")]
    [InlineData("      ", "none   Unknown [invalid] []")]
    public void Feed_SpacesInTheDigits_OnlyLeadingOnesAreBlanks(string digits, string expected)
    {
        byte[] frame = Frames.Continuous(0, 5);
        System.Text.Encoding.ASCII.GetBytes(digits).CopyTo(frame, 4);
        Assert.Equal(expected, One(s_plain, frame));
    }

    [Fact]
    public void Feed_ShortForm_LeavesOutTheTare()
    {
        byte[] frame = [.. Frames.Continuous(1250, 5)[..10], 0x0D];
        Assert.Equal("1.250 kg True Gross [] []", One(s_plain with { IsShort = true }, frame));
        Assert.DoesNotContain(Frames.Decode(new ToledoContinuousDecoder(s_plain), [.. frame, .. frame, .. frame]), got => got.Weight is not null);
    }

    [Fact]
    public void Feed_Sum8_IsTheSumFromSwaToCr()
    {
        byte[] frame = Frames.Continuous(1250, 5);
        byte sum = (byte)(frame.Skip(1).Sum(value => value) & 0xFF);
        ToledoContinuousFormat format = s_plain with { Checksum = ToledoChecksum.Sum8 };
        Assert.Equal("1.250 kg True Gross [] []", One(format, [.. frame, sum]));
        Assert.Equal("none   Unknown [bad_checksum] []", One(format, [.. frame, (byte)(sum ^ 1)]));
    }

    /// <summary>A check character may be 02, as the start of the next frame is: then the byte behind it tells.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    public void Feed_CheckCharacterWherePresent_IsToldFromTheNextStart(bool isThere, int times)
    {
        ToledoContinuousFormat format = s_plain with { Checksum = ToledoChecksum.MettlerWherePresent };
        byte[] marked = Frames.Continuous(999_999, 5, negative: true, motion: true, tare: "599999", checksum: true);
        Assert.Equal(0x02, marked[^1]);
        byte[] frame = isThere ? marked : marked[..^1];
        string weight = One(s_plain, marked[..^1]);
        byte[] bytes = [.. Enumerable.Repeat(frame, times).SelectMany(each => each)];
        byte[] next = Frames.Continuous(222, 4);
        string expected = string.Join(" | ", Enumerable.Repeat(weight, times));

        Assert.Equal(expected, Recorded.Text(new ToledoContinuousDecoder(format), bytes));
        Assert.Equal(expected, Recorded.Text(new ToledoContinuousDecoder(format), bytes.Select(value => new[] { value })));
        Assert.Equal($"{expected} | {One(s_plain, next)}", Recorded.Text(new ToledoContinuousDecoder(format), [.. bytes, .. next]));
    }

    [Fact]
    public void Feed_FrameThatBreaksOff_IsToldAndTheNextIsWhole()
    {
        byte[] whole = Frames.Continuous(1250, 5);
        Assert.Equal("none   Unknown [incomplete] [] | 1.250 kg True Gross [] []", Recorded.Text(new ToledoContinuousDecoder(s_plain), [.. whole[..7], .. whole]));
        Assert.Equal("none   Unknown [invalid] [] | 1.250 kg True Gross [] []", Recorded.Text(new ToledoContinuousDecoder(s_plain), [.. whole[..7], 0x07, .. whole]));
        Assert.Equal("none   Unknown [incomplete] []", Recorded.Text(new ToledoContinuousDecoder(s_plain), whole[..1]));
        Assert.Equal("", Recorded.Text(new ToledoContinuousDecoder(s_plain), [0x07]));
    }

    [Fact]
    public void EndAndBreak_LeaveNothingForTheNextFrame()
    {
        IFrameDecoder decoder = new ToledoContinuousDecoder(s_plain);
        byte[] whole = Frames.Continuous(1250, 5);
        var frames = new List<WeightFrame>();
        decoder.Feed(whole.AsSpan(0, 7), frames);
        decoder.Break();
        decoder.Feed(whole, frames);
        decoder.Feed(whole.AsSpan(0, 7), frames);
        decoder.End(frames);
        decoder.Feed(whole, frames);
        Assert.Equal(["1.250 kg True Gross [] []", "none   Unknown [incomplete] []", "1.250 kg True Gross [] []"], frames.Select(Frames.Text));
    }

    [Theory]
    [InlineData(1, 0x45)]
    [InlineData(2, 0x50)]
    [InlineData(3, 0x40)]
    [InlineData(8, 0x2D)]
    [InlineData(12, 0x2D)]
    [InlineData(15, 0x41)]
    public void Feed_AByteThatDoesNotFitItsPlace_IsNoFrame(int place, byte value)
    {
        byte[] frame = Frames.Continuous(1250, 5);
        frame[place] = value;
        Assert.DoesNotContain(Frames.Decode(new ToledoContinuousDecoder(s_plain), frame), got => got.Weight is not null);
    }

    [Theory]
    [InlineData("EEEEEE", "overload")]
    [InlineData("~!---9", "overload")]
    [InlineData("----\u007f-", "invalid")]
    [InlineData("----\u0007-", "invalid")]
    public void Feed_DisplayOutOfRange_MayShowWhatCanBePrinted(string display, string error)
    {
        byte[] frame = Frames.Continuous(0, 5, swb: 0x04);
        System.Text.Encoding.ASCII.GetBytes(display).CopyTo(frame, 4);
        Assert.Contains($"[{error}]", Recorded.Text(new ToledoContinuousDecoder(s_plain), frame));
    }

    [Fact]
    public void Feed_DisplayThatIsNotExpanded_IsAsThePointCodeSays()
    {
        ToledoContinuousFormat tenths = s_plain with { Expanded = ExpandedDisplay.TenthOfPointCode };
        Assert.Equal("1.250 kg True Gross [] []", One(tenths, Frames.Continuous(1250, 5, swc: 0x60)));
        Assert.Equal("1.250 g True Gross [] []", One(tenths with { Unit = "g" }, Frames.Continuous(1250, 5, swc: 0x61)));
    }

    [Fact]
    public void Feed_UnitBitOfANetWeight_IsTheUnitBitAlone()
    {
        byte[] net = Frames.Continuous(1250, 5, net: true);
        net[2] &= 0xEF;
        Assert.Equal("none   Unknown [unit_mismatch] []", One(s_plain with { UnitBit = "kg" }, net));
    }

    [Fact]
    public void Feed_ParityBitsLeftIn_AreTakenOff()
    {
        byte[] frame = [.. Frames.Continuous(1250, 5, checksum: true).Select(value => (byte)(value | (int.IsOddInteger(int.PopCount(value)) ? 0x80 : 0)))];
        Assert.Equal("1.250 kg True Gross [] []", One(s_checked, frame));
    }

    [Fact]
    public void Feed_CheckedFrameWithAnyBitFlipped_IsNeverAnotherFrameAndTheNextIsNotLost()
    {
        foreach (byte[] frame in (byte[][])
            [
                Frames.Continuous(1250, 5, checksum: true),
                Frames.Continuous(999_999, 4, net: true, motion: true, tare: "  1234", checksum: true),
                Frames.Continuous(7, 2, negative: true, checksum: true, pad: ' '),
            ])
        {
            string truth = One(s_checked, frame);
            byte[] before = Frames.Continuous(111, 5, checksum: true);
            byte[] after = Frames.Continuous(222, 5, checksum: true);
            foreach (byte[] flipped in Frames.EverySingleBitFlipped(frame))
            {
                List<WeightFrame> frames = Frames.Decode(new ToledoContinuousDecoder(s_checked), [.. before, .. flipped, .. after]);
                Assert.Equal(0.111m, frames[0].Weight);
                Assert.Equal(0.222m, frames[^1].Weight);
                Assert.All(frames[1..^1].Where(got => !FrameErrors.IsDamage(got.Errors)), got => Assert.Equal(truth, Frames.Text(got)));
            }
        }
    }

    /// <summary>
    /// Without a check character a flip that leaves a legal byte cannot be seen: a digit for a digit (or a leading 0 for a
    /// blank), a status bit (point, sign, net, motion, range, unit). Everything else gives no weight or the same frame.
    /// </summary>
    [Fact]
    public void Feed_UncheckedFrameWithAnyBitFlipped_OnlyDigitsAndStatusBitsCanChange()
    {
        byte[] frame = Frames.Continuous(1250, 5);
        string truth = One(s_plain, frame);
        foreach (byte[] flipped in Frames.EverySingleBitFlipped(frame))
        {
            int place = Enumerable.Range(0, frame.Length).Single(index => frame[index] != flipped[index]);
            bool digitForDigit = place is >= 4 and < 10 && char.IsAsciiDigit((char)flipped[place]);
            foreach (WeightFrame got in Frames.Decode(new ToledoContinuousDecoder(s_plain), flipped).Where(got => got.Weight is not null))
                Assert.True(Frames.Text(got) == truth || digitForDigit || place is 1 or 2 or 3, $"byte {place}: {Frames.Text(got)}");
        }
    }

    [Fact]
    public void Feed_GarbageAndFalseStarts_LoseNoSoundFrame()
    {
        byte[] garbage = [0x02, 0x2D, 0x30, 0x02, 0x60, 0x0D, 0x02, 0x2D, 0x30, 0x60, 0x31];
        byte[] frame = Frames.Continuous(1250, 5, checksum: true);
        List<WeightFrame> frames = Frames.Decode(new ToledoContinuousDecoder(s_checked), garbage, frame, garbage, frame, frame);
        Assert.Equal([1.250m, 1.250m, 1.250m], frames.Select(got => got.Weight).OfType<decimal>());
    }

    [Fact]
    public void Feed_CheckedFramesWithOneByteLost_AreNeverAnotherWeight()
    {
        byte[] frame = Frames.Continuous(1250, 5, checksum: true);
        for (int lost = 0; lost < frame.Length; lost++)
        {
            byte[] rest = [.. frame[..lost], .. frame[(lost + 1)..]];
            List<WeightFrame> frames = Frames.Decode(new ToledoContinuousDecoder(s_checked), [.. rest, .. frame, .. frame]);
            Assert.All(frames.Where(got => got.Weight is not null), got => Assert.Equal(1.250m, got.Weight));
            Assert.Equal(1.250m, frames[^1].Weight);
        }
    }

    [Fact]
    public void Feed_AnyFrameThatCanBeSent_ComesBackExactlyHoweverItIsCut()
    {
        Gen<(int Digits, int Point, bool Net, bool Negative, bool Motion, char Pad, bool Checked, int Cut)> sent =
            from digits in Gen.Choose(0, 999_999)
            from point in Gen.Choose(2, 7)
            from net in Gen.Elements(true, false)
            from negative in Gen.Elements(true, false)
            from motion in Gen.Elements(true, false)
            from pad in Gen.Elements('0', ' ')
            from withCheck in Gen.Elements(true, false)
            from cut in Gen.Choose(1, 16)
            select (digits, point, net, negative, motion, pad, withCheck, cut);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(sent.ToArbitrary(), each =>
        {
            byte[] frame = Frames.Continuous(each.Digits, each.Point, each.Net, each.Negative, each.Motion, checksum: each.Checked, pad: each.Pad);
            var weight = new decimal(each.Digits, 0, 0, each.Negative && each.Digits != 0, (byte)(each.Point - 2));
            string expected = $"{weight.ToString(CultureInfo.InvariantCulture)} kg {!each.Motion} {(each.Net ? "Net" : "Gross")} [] []";
            List<string> asDevice = Texts(each.Checked ? s_checked : s_plain);
            List<string> asRecorded = Texts(s_plain with { Checksum = ToledoChecksum.MettlerWherePresent });
            return asDevice.SequenceEqual([expected, expected, expected]) && asRecorded.SequenceEqual([expected, expected, expected]);

            List<string> Texts(ToledoContinuousFormat format) => [.. Frames.Decode(
                new ToledoContinuousDecoder(format), [.. frame, .. frame[..each.Cut]], [.. frame[each.Cut..], .. frame]).Select(Frames.Text)];
        }));
    }

    [Fact]
    public void Feed_AnyBytesAtAll_NeverThrowsAndCuttingChangesNothing()
    {
        Gen<byte[]> bytes = Gen.Elements<byte>(0x02, 0x02, 0x0D, 0x2D, 0x30, 0x60, 0x31, 0x20, 0xFF).ArrayOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(bytes.ToArbitrary(), each =>
            new[] { s_plain, s_checked, s_plain with { Checksum = ToledoChecksum.MettlerWherePresent } }.All(format =>
                Frames.Decode(new ToledoContinuousDecoder(format), each).Select(Frames.Text).SequenceEqual(
                    Frames.Decode(new ToledoContinuousDecoder(format), [.. each.Select(value => new[] { value })]).Select(Frames.Text)))));
    }

    private static string One(ToledoContinuousFormat format, byte[] frame) =>
        Frames.Text(Frames.Decode(new ToledoContinuousDecoder(format), frame).First());
}
