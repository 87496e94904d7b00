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
    public void Read_EveryForm_GivesTheValue(string text, string bytes, long expected)
    {
        Assert.True(ScanType.TryParse(text, out ScanType type, out _));
        Assert.True(type.TryRead(Convert.FromHexString(bytes), out long value, out _));
        Assert.Equal(expected, value);
        Assert.Equal(bytes.Length / 2, type.Length);
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
