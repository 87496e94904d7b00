using Drivers.Tests.Fakes;

namespace Drivers.Tests.Scales;

/// <summary>Ohaus, Adam and KERN: lines without a header, or with one letter of it.</summary>
public class PlainLinesTests
{
    [Theory]
    [InlineData("       12.73 g    \r\n", "12.73 g stable")]
    [InlineData("      -12.73 g    ?\r\n", "-12.73 g moving")]
    [InlineData("12.73 g\r\n", "12.73 g stable")]
    [InlineData("       12,73 kg ?   N\r\n", "12.73 kg moving net")]
    [InlineData("       12.73 kg   NET\r\n", "12.73 kg stable net")]
    [InlineData("       12.73 kg     G\r\n", "12.73 kg stable gross")]
    [InlineData("        0.20 kg    PT\r\n", "0.20 kg stable tare")]
    [InlineData("Err 8.3\r\n", "!overload")]
    [InlineData("Err8.4\r\n", "!underload")]
    [InlineData("ES\r\n", "!syntax_error")]
    [InlineData("OK!\r\n", "#done")]
    [InlineData("3109999999 g\r\n", "3109999999 g stable")]
    [InlineData("9999999999 g\r\n", "9999999999 g stable")]
    [InlineData("       12.73\r\n", "!invalid")]
    [InlineData("       12.73 xy   ?\r\n", "!invalid")]
    [InlineData("       12.73 g  ? ?\r\n", "!invalid")]
    [InlineData("       12.73 g    X\r\n", "!invalid")]
    [InlineData("-       12.73 g   \r\n", "!incomplete | 12.73 g stable")]
    [InlineData("  1    12.73 g   \r\n", "!invalid | 12.73 g stable")]
    [InlineData("  1 2.73 g   \r\n", "!invalid")]
    [InlineData("Err 9.1\r\n", "!invalid")]
    [InlineData("------- g\r\n", "!invalid")]
    [InlineData("+       12.73 g   \r\n", "!incomplete | 12.73 g stable")]
    [InlineData("      - 12.70 g\r\n", "!invalid")]
    [InlineData("      -  12.73 g\r\n", "!invalid")]
    [InlineData("-+92345.67 g\r\n", "!incomplete | 92345.67 g stable")]
    [InlineData("-+02345.67 g\r\n", "!incomplete | 2345.67 g stable")]
    [InlineData("9 12345.67 g\r\n", "!invalid | 12345.67 g stable")]
    [InlineData("1.2.12345.67 g\r\n", "!invalid")]
    [InlineData("-        :12.7       12.73 g\r\n", "!invalid | 12.73 g stable")]
    [InlineData("      12 Err 8.3\r\n", "!invalid")]
    [InlineData("0.20 g T\r\n", "0.20 g stable tare")]
    [InlineData("0.20 g? PT\r\n", "0.20 g moving tare")]
    [InlineData("0.20 g@\r\n", "!invalid")]
    [InlineData("0.20 g !\r\n", "!invalid")]
    [InlineData("9 g\r\n", "9 g stable")]
    [InlineData("12.73g\r\n", "!invalid")]
    [InlineData("12.7: g\r\n", "!invalid")]
    [InlineData("12.73 ?\r\n", "!invalid")]
    public void DecodeOhaus_EverySpelling_IsReadOrRefused(string line, string expected) => Assert.Equal(expected, Decoding.Read("ohaus", line));

    [Theory]
    [InlineData("G     +   2.00 kg\r\n", "2.00 kg stable gross")]
    [InlineData("N     -   1.00 kg\r\n", "-1.00 kg stable net")]
    [InlineData("N         1.00 lb\r\n", "1.00 lb stable net")]
    [InlineData("    0.104kg\r\n", "0.104 kg")]
    [InlineData("G      ^^^^^^ kg\r\n", "!overload")]
    [InlineData("       ______ kg\r\n", "!underload")]
    [InlineData("N      ------ kg\r\n", "!invalid")]
    [InlineData("G     +   2.00\r\n", "!invalid")]
    [InlineData("X     +   2.00 kg\r\n", "!invalid")]
    [InlineData("GS    +   2.00 kg\r\n", "!invalid")]
    [InlineData("G     +   2.0G     +   3.00 kg\r\n", "!incomplete | 3.00 kg stable gross")]
    [InlineData("-       123.45 g\r\n", "!incomplete | 123.45 g")]
    public void DecodeAdam_EverySpelling_IsReadOrRefused(string line, string expected)
    {
        Assert.Equal(expected, Decoding.Read("adam", line));
        Assert.Equal(expected, Decoding.Read("adam_azextra", line));
    }

    [Theory]
    [InlineData("M-       0.250 kg \r\n", "-0.250 kg")]
    [InlineData("M        0.250 kg\r\n", "0.250 kg")]
    [InlineData("         0.250 g  \r\n", "0.250 g")]
    [InlineData("M        0.250    \r\n", "moving #motion")]
    [InlineData("       Error      \r\n", "!out_of_range")]
    [InlineData("M        0.250 xx\r\n", "!invalid")]
    [InlineData("M        -.--- kg\r\n", "!invalid")]
    [InlineData("0.250 kg\r\n", "!invalid")]
    [InlineData("M-M        0.250 kg\r\n", "!incomplete | 0.250 kg")]
    [InlineData("M-        0.250 kg\r\n", "!invalid")]
    [InlineData("-       0.250 kg\r\n", "!invalid")]
    [InlineData("-         0.250 kg\r\n", "!incomplete | 0.250 kg")]
    [InlineData("M+       0.250 kg\r\n", "0.250 kg")]
    [InlineData("M-M-       0.250 kg\r\n", "!incomplete | -0.250 kg")]
    [InlineData("M-M+      0.250 kg\r\n", "!incomplete | 0.250 kg")]
    [InlineData("M-M       0.250 kg\r\n", "!incomplete | 0.250 kg")]
    public void DecodeKern_EverySpelling_IsReadOrRefused(string line, string expected) => Assert.Equal(expected, Decoding.Read("kern_de", line));
}
