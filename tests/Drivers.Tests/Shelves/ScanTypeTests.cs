using Drivers.Shelves.Iio;

namespace Drivers.Tests.Shelves;

/// <summary>Types of scan elements by Linux Documentation/ABI/testing/sysfs-bus-iio.</summary>
public sealed class ScanTypeTests
{
    [Theory]
    [InlineData("le:u24/32>>0", "00008000", 8_388_608)]
    [InlineData("le:u24/32>>0", "ffffff00", 16_777_215)]
    [InlineData("be:u24/32>>0", "00800000", 8_388_608)]
    [InlineData("le:s24/32>>0", "ffff7f00", 8_388_607)]
    [InlineData("le:s24/32>>0", "000080ff", -8_388_608)]
    [InlineData("le:s24/32>>0", "ffffffff", -1)]
    [InlineData("be:s24/32>>8", "fffffe55", -2)]
    [InlineData("le:s12/16>>4", "f07f", 2047)]
    [InlineData("le:s12/16>>4", "0080", -2048)]
    [InlineData("be:s16/16>>0", "fffe", -2)]
    [InlineData("le:s64/64>>0", "ffffffffffffffff", -1)]
    [InlineData("le:u8/8>>0", "fe", 254)]
    [InlineData("le:u1/8>>0", "01", 1)]
    [InlineData("be:u8/16>>4", "0ff0", 255)]
    public void Read_EveryForm_GivesTheValue(string text, string bytes, long expected)
    {
        Assert.True(ScanType.TryParse(text, out ScanType type, out _));
        Assert.True(type.TryRead(Convert.FromHexString(bytes), out long value, out _));
        Assert.Equal(expected, value);
        Assert.Equal(bytes.Length / 2, type.Length);
    }

    /// <summary>Bits above an unsigned value that is narrower than its place: an error number of the kernel, 1 to 4095, or nothing that is known.</summary>
    [Theory]
    [InlineData("le:u24/32>>0", "ffffffff", 1)]
    [InlineData("le:u24/32>>0", "01f0ffff", 4095)]
    [InlineData("le:u24/32>>0", "00f0ffff", -1)]
    [InlineData("le:u24/32>>0", "00000001", -1)]
    [InlineData("be:u12/16>>0", "fffb", 5)]
    [InlineData("be:u8/16>>4", "fffb", 5)]
    public void Read_BitsAboveTheValue_AreAnErrorNumberOrNothing(string text, string bytes, int expected)
    {
        Assert.True(ScanType.TryParse(text, out ScanType type, out _));
        Assert.False(type.TryRead(Convert.FromHexString(bytes), out long value, out int error));
        Assert.Equal((0, expected), (value, error));
    }

    /// <summary>Elements stand at multiples of their own length, the time last; where a driver has none, the value is all.</summary>
    [Theory]
    [InlineData("le:s24/32>>0", true, 8, 16)]
    [InlineData("le:s64/64>>0", true, 8, 16)]
    [InlineData("le:s16/16>>0", true, 8, 16)]
    [InlineData("le:s24/32>>0", false, -1, 4)]
    public void Layout_HasTheTimeBehindTheValue(string type, bool hasTime, int timeAt, int length)
    {
        string folder = Directory.CreateTempSubdirectory("scan-").FullName;
        try
        {
            string elements = Directory.CreateDirectory(Path.Combine(folder, "scan_elements")).FullName;
            foreach (string element in (string[])["in_voltage0", "in_voltage1", .. hasTime ? (string[])["in_timestamp"] : []])
            {
                File.WriteAllText(Path.Combine(elements, $"{element}_en"), "0\n");
                File.WriteAllText(Path.Combine(elements, $"{element}_type"), element == "in_timestamp" ? "le:s64/64>>0\n" : type + "\n");
            }
            ScanLayout layout = ScanLayout.Choose(folder, "in_voltage0");
            Assert.Equal((0, timeAt, length), (layout.ValueAt, layout.TimeAt, layout.Length));
            Assert.Equal("1", File.ReadAllText(Path.Combine(elements, "in_voltage0_en")).Trim());
            Assert.Equal("0", File.ReadAllText(Path.Combine(elements, "in_voltage1_en")).Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Where all bits are the value's, or a sign fills those above, every pattern is a value.</summary>
    [Theory]
    [InlineData("le:u32/32>>0", "ffffffff", 4_294_967_295)]
    [InlineData("be:u12/16>>4", "fff5", 4095)]
    [InlineData("le:u60/64>>0", "ffffffffffffff0f", 1_152_921_504_606_846_975)]
    [InlineData("le:u60/64>>0", "01000000000000f0", 1)]
    [InlineData("le:s24/32>>0", "fbffffff", -5)]
    public void Read_PatternsThatAreValues_AreRead(string text, string bytes, long expected)
    {
        Assert.True(ScanType.TryParse(text, out ScanType type, out _));
        Assert.True(type.TryRead(Convert.FromHexString(bytes), out long value, out int error));
        Assert.Equal((expected, 0), (value, error));
    }

    /// <summary>hx711_trigger of the kernel puts what its read returns into the scan: -EIO where the chip did not answer, which masked is 16777211.</summary>
    [Fact]
    public void Read_ErrorNumberOfTheKernel_IsNoValue()
    {
        Assert.True(ScanType.TryParse("le:u24/32>>0", out ScanType type, out _));
        Assert.False(type.TryRead([0xFB, 0xFF, 0xFF, 0xFF], out long value, out int error));
        Assert.Equal((0, 5), (value, error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("le:s24/32")]
    [InlineData("le:s24/24>>0")]
    [InlineData("le:s30/32>>4")]
    [InlineData("le:s0/32>>0")]
    [InlineData("le:u24/32X2>>0")]
    public void Parse_WhatCannotBeRead_SaysSo(string text)
    {
        Assert.False(ScanType.TryParse(text, out _, out string? error));
        Assert.Contains("expected such as le:s24/32>>0", error);
    }
}
