using Drivers.Printers;

namespace Drivers.Tests.Printers;

/// <summary>The paper each command takes, and that what lies in a command's data is none. 0a is a line of 34 rows wherever it is not data.</summary>
public sealed class EscPosRowsTests
{
    private const string Line = "0a";

    [Theory]
    [InlineData("", 0)]
    [InlineData("1b40" + Line, 34)]
    [InlineData("1b4001" + Line, 34)]
    [InlineData("41" + Line + "42" + Line, 68)]
    [InlineData("1b4aff" + Line, 255 + 34)]
    [InlineData("1b450a" + Line, 34)]
    [InlineData("1d4800" + Line, 34)]
    [InlineData("1d7630 00 0100 0200 0a0a" + Line, 2 + 34)]
    [InlineData("1d7630 00 0200 0300 0a0a 0a0a 0a0a" + Line, 3 + 34)]
    [InlineData("1d284c 0c00 30 70 30 01 01 31 1000 0100 0a0a" + Line, 1 + 34)]
    [InlineData("1d284c 0200 30 32" + Line, 34)]
    [InlineData("1d6b49 02 0a0a" + Line, 162 + 34)]
    [InlineData("1d6850 1d6b49 02 0a0a" + Line, 0x50 + 34)]
    [InlineData("1d680a 1d6b49 02 0a0a" + Line, 10 + 34)]
    [InlineData("1d286b 0300 31 51 30" + Line, 400 + 34)]
    [InlineData("1d286b 0400 31 50 30 0a" + Line, 34)]
    public void Command_TakesItsRows(string hex, int rows) => Assert.Equal(rows, EscPosRows.Of(Bytes(hex)));

    /// <summary>Lengths of 256 and more have a second byte.</summary>
    [Theory]
    [InlineData("1d7630 00 0101 0100", 257, 1)]
    [InlineData("1d7630 00 0100 0101", 257, 257)]
    [InlineData("1d7630 00 0101 0200", 514, 2)]
    [InlineData("1d284c 0b01 30 70 30 01 01 31 0800 0101", 257, 257)]
    [InlineData("1d286b 0401 31 50 30", 257, 0)]
    [InlineData("1d286b 0401 31 51 30", 257, 400)]
    public void LongData_IsSkippedWhole(string head, int data, int rows) =>
        Assert.Equal(rows + 34, EscPosRows.Of([.. Bytes(head), .. Enumerable.Repeat((byte)0x0A, data), 0x0A]));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
