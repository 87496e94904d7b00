using Drivers.Tests.Fakes;

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
    [InlineData("ST,GS,+   1.240kg\r\n", "!invalid")]
    public void Decode22_EverySpelling_IsReadOrRefused(string frame, string expected) => Assert.Equal(expected, Decoding.Read("cas_22byte", frame));

    [Fact]
    public void Decode22_ShortFormOnly_ReadsNoLongOne() => Assert.Equal(
        "13.5 lb", Decoding.Read("cas_22byte", "ST,GS,1\xC4,000013.5 kg\r\n000013.5\r\n", "form=short", "unit=lb"));

    [Fact]
    public void Driver22_ShortFormWithoutAUnit_IsRefusedAtTheStart()
    {
        var device = new EdgeGateway.Core.Devices.DeviceOptions { Id = "scale-1", Driver = "cas-22byte", Port = "/dev/ttyS9", Profile = { ["form"] = "short" } };
        string error = Assert.Single(DriverCatalog.Find("cas-22byte")!.Validate(device));
        Assert.StartsWith("profile.unit: missing", error, StringComparison.Ordinal);
    }
}
