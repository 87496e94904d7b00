using Drivers.Tests.Fakes;

namespace Drivers.Tests.Scales;

public class StGsLineTests
{
    [Theory]
    [InlineData("ST,GS,+  1.240kg\r\n", "1.240 kg stable gross")]
    [InlineData("ST,GS,+  1.240kg\r", "1.240 kg stable gross")]
    [InlineData("ST,GS,+  1.240kg\n", "1.240 kg stable gross")]
    [InlineData("ST,GS,+  1.240kg\n\r", "1.240 kg stable gross")]
    [InlineData("ST,GS,+  1,240kg\r\n", "1.240 kg stable gross")]
    [InlineData("ST,GS,+  1.240 KG \r\n", "1.240 kg stable gross")]
    [InlineData("ST,GS,-  1.240,LB\r\n", "-1.240 lb stable gross")]
    [InlineData("ST,GS,    450,g\r\n", "450 g stable gross")]
    [InlineData("ST,GS,    450.,g\r\n", "450 g stable gross")]
    [InlineData("ST,NT,   -0.5 t\r\n", "-0.5 t stable net")]
    [InlineData("ST,GS,-   0.000kg\r\n", "0.000 kg stable gross")]
    [InlineData("NT,ST,+  1.240kg\r\n", "1.240 kg stable net")]
    [InlineData("US,ST,+  1.240kg\r\n", "1.240 kg moving gross")]
    [InlineData("US , GS , 1.240 kg\r\n", "1.240 kg moving gross")]
    [InlineData("ST,TR,+  0.200kg\r\n", "0.200 kg stable tare")]
    [InlineData("OL,GS,+ ------kg\r\n", "!overload")]
    [InlineData("OL,NT,+ 99.999kg\r\n", "!overload")]
    [InlineData("ST,OL,+ 99.999kg\r\n", "!overload")]
    [InlineData("UL,GS,- ------kg\r\n", "!underload")]
    [InlineData("OL,GS,+ 99.999,kg\r\n", "!overload")]
    [InlineData("ST,GS,5,kg\r\n", "5 kg stable gross")]
    [InlineData("ST,GS,+  1,000kg\r\n", "1.000 kg stable gross")]
    [InlineData("ST,GS,+  0.123456kg\r\n", "0.123456 kg stable gross")]
    public void Decode_EverySpelling_IsRead(string line, string expected) => Assert.Equal(expected, Decoding.Read("st_gs_line", line));

    [Theory]
    [InlineData("ST,GS,+  1.240\r\n")]
    [InlineData("ST,GS,+  1.240xg\r\n")]
    [InlineData("ST,GS,+  1.2.40kg\r\n")]
    [InlineData("ST,GS,+  1 240kg\r\n")]
    [InlineData("ST,GS,+- 1.240kg\r\n")]
    [InlineData("ST,GS,+  .240kg\r\n")]
    [InlineData("ST,GS,+ ------kg\r\n")]
    [InlineData("ST,GS,kg\r\n")]
    [InlineData("ST,GS,+12345678901kg\r\n")]
    [InlineData("ST,GS,+1E3kg\r\n")]
    [InlineData("GS,NT,+  1.240kg\r\n")]
    [InlineData("GS,GS,+  1.240kg\r\n")]
    [InlineData("ST,XX,+  1.240kg\r\n")]
    [InlineData("ST,GS,12345.123456kg\r\n")]
    [InlineData("ST,GS,0.1234567kg\r\n")]
    [InlineData(",OL,+ 99.999kg\r\n")]
    [InlineData("OL,GS,1,2,kg\r\n")]
    [InlineData("st,gs,+  1.240kg\r\n")]
    [InlineData("ST,+00001.24 kg\r\n")]
    [InlineData("ST,1,  1.240kg,  0.000kg\r\n")]
    [InlineData("$GPGGA,123519,4807.038,N\r\n")]
    public void Decode_WhatIsNoSuchLine_IsInvalid(string line) => Assert.Equal("!invalid", Decoding.Read("st_gs_line", line));

    [Fact]
    public void Decode_ParityBitsShown_AreTakenOff()
    {
        byte[] even = [.. "ST,GS,+  1.240kg\r\n"u8.ToArray().Select(value => (byte)(value | (System.Numerics.BitOperations.PopCount(value) % 2 << 7)))];
        Assert.Equal("1.240 kg stable gross", Decoding.Read("st_gs_line", even));
    }

    [Fact]
    public void Decode_LineCutOffAndAWholeOne_GivesBothTheirDue() => Assert.Equal(
        "!incomplete | 2.000 kg stable gross", Decoding.Read("st_gs_line", "ST,GS,+  1.24ST,GS,+  2.000kg\r\n"));

    [Fact]
    public void Decode_NoiseWithoutAnEnd_IsSaidOnceAndTheNextLineRead() => Assert.Equal(
        "!invalid | 2.000 kg stable gross", Decoding.Read("st_gs_line", new string('#', 5_000) + "ST,GS,+  2.000kg\r\n"));

    /// <summary>However long it is: the limit falls on each place of the line behind it.</summary>
    [Fact]
    public void Decode_NoiseOfAnyLengthWithoutAnEnd_LosesNothingOfTheLineBehindIt()
    {
        for (int noise = 1; noise < 100; noise++)
            Assert.EndsWith("!invalid | 2.000 kg stable gross", Decoding.Read("st_gs_line", new string('#', noise) + "ST,GS,+  2.000kg\r\n"));
    }

    [Fact]
    public void End_InALine_IsIncompleteAndLeavesNothingBehind()
    {
        var decoder = Decoding.Decoder("st_gs_line");
        Assert.Equal(["!incomplete"], Frames.Decode(decoder, "ST,GS,+  1.2"u8.ToArray()).Select(Decoding.Words));
        Assert.Equal(["!invalid"], Frames.Decode(decoder, "40kg\r\n"u8.ToArray()).Select(Decoding.Words));
    }

    /// <summary>The line behind is whole: its beginning was seen, whatever the end before it belonged to.</summary>
    [Fact]
    public void Break_DirectlyBeforeTheEndOfALine_LosesThatLineOnly()
    {
        var frames = new List<EdgeGateway.Core.Devices.WeightFrame>();
        var decoder = Decoding.Decoder("ohaus");
        decoder.Feed("x"u8, frames);
        decoder.Break();
        decoder.Feed("\r\n12.73 g\r\n"u8, frames);
        Assert.Equal(["12.73 g stable"], frames.Select(Decoding.Words));
    }

    [Fact]
    public void Break_BehindTheFirstByteOfALine_ForgetsIt()
    {
        var frames = new List<EdgeGateway.Core.Devices.WeightFrame>();
        var decoder = Decoding.Decoder("ohaus");
        decoder.Feed("x"u8, frames);
        decoder.Break();
        decoder.Feed("       12.73 g\r\n"u8, frames);
        Assert.Equal(["12.73 g stable"], frames.Select(Decoding.Words));
    }

    [Fact]
    public void Decode_EmptyAndBlankLines_AreNothing() => Assert.Equal(
        "2.000 kg stable gross", Decoding.Read("st_gs_line", "\r\n\r\n   \r\nST,GS,+  2.000kg\r\n\n\r"));

    [Fact]
    public void Break_InALine_LosesThatLineOnly()
    {
        var frames = new List<EdgeGateway.Core.Devices.WeightFrame>();
        var decoder = Decoding.Decoder("st_gs_line");
        decoder.Feed("ST,GS,+  1"u8, frames);
        decoder.Break();
        decoder.Feed("2.500kg\r\nST,GS,+  2.000kg\r\n"u8, frames);
        Assert.Equal(["2.000 kg stable gross"], frames.Select(Decoding.Words));
    }
}
