using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>CAS frames of 18, 22 and 10 bytes.</summary>
public class CasFramesTests
{
    [Theory]
    [InlineData("\u0002ST,NT,-  1.25 lb\r", "-1.25 lb stable net")]
    [InlineData("\u0002ST,GS,   1.25 KG\r\n", "1.25 kg stable gross")]
    [InlineData("\u0002US,GS,+ 1.250  g\r", "1.250 g moving gross")]
    [InlineData("\u0002OL,NT,-      kg kg\r", "!invalid")]
    [InlineData("\u0002OL,NT,+  9.99 kg\r", "!overload")]
    [InlineData("\u0002ST,GS,+ 1.25 lb\r", "!invalid")]
    [InlineData("\u0002ST,GS,+  1.255 lb\r", "!invalid")]
    [InlineData("\u0002ST,TR,+  1.25 lb\r", "!invalid")]
    [InlineData("\u0002ST,XX,+  1.25 lb\r", "!invalid")]
    [InlineData("\u0002UL,GS,+  1.25 lb\r", "!invalid")]
    [InlineData("\u0002XX,GS,+  1.25 lb\r", "!invalid")]
    [InlineData("\u0002ST,GS,+^^^^^^ lb\r", "!invalid")]
    [InlineData("\u0002ST,GS,+  1.25 xx\r", "!invalid")]
    [InlineData("ST,GS,+  1.25 lb\r", "")]
    [InlineData("\u0002ST,GS,+  1\u0002ST,GS,+  2.00 lb\r", "!incomplete | 2.00 lb stable gross")]
    public void Decode18_EverySpelling_IsReadOrRefused(string frame, string expected) => Assert.Equal(expected, Decoding.Read("cas_18byte", frame));

    [Theory]
    [InlineData("ST,GS,1\xC4,000013.5 kg\r\n", "13.5 kg stable gross")]
    [InlineData("ST,NT,\x01\xC2,  -1.250 kg\r\n", "-1.250 kg stable net")]
    [InlineData("ST,GS,\x0A\xC4,  13.500 lb\r\n", "13.500 lb stable gross")]
    [InlineData("ST,GS,\x0D\xE4,000013.5 kg\r\n", "13.5 kg stable gross")]
    [InlineData("US,GS,\x01\x84,000013.5 kg\r\n", "13.5 kg moving gross")]
    [InlineData("ST,GS,\x01\x84,000013.5 kg\r\n", "13.5 kg moving gross")]
    [InlineData("OL,GS,\x01\xC4,-------- kg\r\n", "!overload")]
    [InlineData("ST,GS,1\x44,000013.5 kg\r\n", "!invalid")]
    [InlineData("ST,GS,1\xC4,-------- kg\r\n", "!invalid")]
    [InlineData("ST,GS,1\xC4,000013.5 xx\r\n", "!invalid")]
    [InlineData("ST,GS,1\xC4,000013.5 k", "!incomplete")]
    [InlineData("ST,GS,1\xC4,0000ST,GS,1\xC4,000013.5 kg\r\n", "!invalid | 13.5 kg stable gross")]
    [InlineData("000013.5\r\n", "13.5 kg")]
    [InlineData("  -1.250\r\n   2.000\r\n", "-1.250 kg | 2.000 kg")]
    [InlineData("96385074\r\n", "!invalid")]
    [InlineData("12345678.90\r\n", "")]
    [InlineData("US,GS,\x01\x80,000013.5 kg\r\n", "13.5 kg moving gross")]
    [InlineData("ST,GS,\x01\x81,000000.0 kg\r\n", "0.0 kg moving gross")]
    [InlineData("UL,GS,1\xC4,000013.5 kg\r\n", "")]
    [InlineData("SX,GS,1\xC4,000013.5 kg\r\n", "")]
    [InlineData("ST.GS,1\xC4,000013.5 kg\r\n", "")]
    [InlineData("ST,XS,1\xC4,000013.5 kg\r\n", "!invalid")]
    [InlineData("ST,GS.1\xC4,000013.5 kg\r\n", "!invalid")]
    [InlineData("ST,GS,1\xC4.000013.5 kg\r\n", "!invalid")]
    [InlineData("ST,GS,1\xC4,0000\x7F", "!invalid")]
    [InlineData("S", "!incomplete")]
    [InlineData("12345678.90", "")]
    [InlineData("+00013.5\r\n", "13.5 kg")]
    [InlineData("000013.5\r000012.5\r", "13.5 kg | 12.5 kg")]
    [InlineData("x\r000012.5\r\n", "12.5 kg")]
    [InlineData("xST,GS,1\xC4,000013.5 kg\r000012.5\r\n", "13.5 kg stable gross | 12.5 kg")]
    [InlineData("ST,GS,+   1.240kg\r\n", "!invalid")]
    public void Decode22_EverySpelling_IsReadOrRefused(string frame, string expected) => Assert.Equal(expected, Decoding.Read("cas_22byte", frame));

    [Fact]
    public void Decode22_ShortFormOnly_ReadsNoLongOne() => Assert.Equal(
        "13.5 lb", Decoding.Read("cas_22byte", "ST,GS,1\xC4,000013.5 kg\r\n000013.5\r\n", "form=short", "unit=lb"));

    [Fact]
    public void Decode22_LongFormOnly_ReadsNoShortOne() => Assert.Equal(
        "13.5 kg stable gross", Decoding.Read("cas_22byte", "000012.5\r\nST,GS,1\xC4,000013.5 kg\r\n", "form=long"));

    [Fact]
    public void Decode22_DamagedByte_ThrowsTheFrameUnderWayAwayAndTheNextLineIsRead()
    {
        var decoder = new Cas22ByteDecoder(takesLong: true, "kg");
        var frames = new List<WeightFrame>();
        decoder.Feed("S"u8, frames);
        decoder.Break();
        decoder.Feed([.. "T,GS,1"u8, 0xC4, .. ",000013.5 kg\r"u8], frames);
        decoder.Break();
        decoder.Feed("000012.5\r\n000002.0\r\n"u8, frames);
        Assert.Equal("2.0 kg", string.Join(" | ", frames.Select(Decoding.Words)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode22_BegunAnewOrEnded_KeepsNothingOfWhatWasUnderWay(bool ended)
    {
        IFrameDecoder decoder = new Cas22ByteDecoder(takesLong: true, "kg", joinsMidLine: true);
        var frames = new List<WeightFrame>();
        BeginAnew("S"u8);
        decoder.Feed([.. "T,GS,1"u8, 0xC4, .. ",000013.5 kg\r"u8], frames);
        BeginAnew([]);
        decoder.Feed("000012.5\r"u8, frames);
        Assert.Equal(ended ? "!incomplete | 12.5 kg" : "12.5 kg", string.Join(" | ", frames.Select(Decoding.Words)));

        void BeginAnew(ReadOnlySpan<byte> before)
        {
            decoder.Feed(before, frames);
            if (ended)
                decoder.End(frames);
            else
                decoder.Reset();
        }
    }

    [Fact]
    public void Driver22_ShortFormWithoutAUnit_IsRefusedAtTheStart()
    {
        var device = new DeviceOptions { Id = "scale-1", Driver = "cas-22byte", Port = "/dev/ttyS9", Profile = { ["form"] = "short" } };
        string error = Assert.Single(DriverCatalog.Find("cas-22byte")!.Validate(device));
        Assert.StartsWith("profile.unit: missing", error, StringComparison.Ordinal);
    }
}
