using System.Text;
using Drivers.Scanners;

namespace Drivers.Tests.Scanners;

public sealed class ScanAssemblerTests
{
    [Theory]
    [InlineData("Any", "A\rB\r", "A|B")]
    [InlineData("Any", "A\nB\n", "A|B")]
    [InlineData("Any", "A\r\nB\r\n", "A|B")]
    [InlineData("Any", "A\tB\t", "A|B")]
    [InlineData("Any", "\r\n\r\nA\r", "A")]
    [InlineData("Cr", "A\rB\r", "A|B")]
    [InlineData("Cr", "A\r\nB\r\n", "A|B")]
    [InlineData("Cr", "A\nB\nC\r", "")]
    [InlineData("Cr", "A\tB\r", "A\tB")]
    [InlineData("Lf", "A\nB\n", "A|B")]
    [InlineData("Lf", "A\r\nB\r\n", "A|B")]
    [InlineData("Lf", "A\rB\rC\n", "")]
    [InlineData("Crlf", "A\r\nB\r\n", "A|B")]
    [InlineData("Crlf", "A\rB\rC\r\nD\r\n", "D")]
    [InlineData("Crlf", "A\nB\r\nC\r\n", "C")]
    [InlineData("Tab", "A\tB\t", "A|B")]
    [InlineData("Tab", "A\rB\t", "")]
    [InlineData("None", "A\rB\r\nC", "A|B")]
    public void Feed_SuffixesAsSetAndOthers_NeverJoinTwoScans(string suffix, string bytes, string expected)
    {
        string[] scans = expected.Length == 0 ? [] : expected.Split('|');
        Assert.Equal(scans, Feed(Make(suffix), bytes));
        var one = Make(suffix);
        Assert.Equal(scans, bytes.SelectMany(value => Feed(one, value.ToString())));
    }

    [Fact]
    public void Silence_ScanWithoutItsSuffix_IsDroppedAndTheNextIsWhole()
    {
        var assembler = Make("Cr");
        Assert.Empty(Feed(assembler, "4006381"));
        Assert.True(assembler.IsWithin);
        Assert.Empty(Silence(assembler));
        Assert.Equal(["96385074"], Feed(assembler, "96385074\r"));
        Assert.Equal(1, assembler.Dropped);
    }

    [Fact]
    public void Silence_WithoutASuffix_EndsTheScan()
    {
        var assembler = Make("None");
        Assert.Empty(Feed(assembler, "4006381"));
        Assert.Equal(["4006381"], Silence(assembler));
        Assert.False(assembler.IsWithin);
        Assert.Empty(Silence(assembler));
    }

    [Fact]
    public void Silence_TwoScansThatCameAsOne_AreDroppedBoth()
    {
        var assembler = Make("None");
        Feed(assembler, "]E04006381333931]E096385074");
        Assert.Empty(Silence(assembler));
        Assert.Equal(1, assembler.Dropped);
        Feed(assembler, "]E04006381333931");
        Assert.Equal(["]E04006381333931"], Silence(assembler));
    }

    [Fact]
    public void Feed_AnIdentifierInTheMiddle_IsTextWhereAnEndingDividesScansOrNoneBegins()
    {
        Assert.Equal(["]A0X]E0Y"], Feed(Make("Any"), "]A0X]E0Y\r"));
        var plain = new ScanAssembler(ScanSuffix.None, 64, sendsAim: false);
        Feed(plain, "X]E0Y");
        Assert.Equal(["X]E0Y"], Silence(plain));
    }

    [Fact]
    public void Break_BetweenTheTwoBytesOfAnEnding_LeavesTheSecondWithoutAMeaning()
    {
        var assembler = Make("Crlf");
        Feed(assembler, "A\r");
        assembler.Break();
        Assert.Equal(["C"], Feed(assembler, "\nB\r\nC\r\n"));
    }

    [Fact]
    public void Dropped_CountsScansAndNotWhatIsWrongWithThem()
    {
        var assembler = Make("Any");
        Assert.False(assembler.IsWithin);
        Silence(assembler);
        Assert.Equal(0, assembler.Dropped);
        assembler.Break();
        assembler.Break();
        Assert.Equal(1, assembler.Dropped);
        Feed(assembler, "\r7");
        Assert.True(assembler.IsWithin);
        Silence(assembler);
        Assert.Equal(2, assembler.Dropped);
    }

    [Fact]
    public void Break_DropsTheScanUnderWayUpToItsEndAndNotTheNext()
    {
        var assembler = Make("Any");
        Feed(assembler, "40063");
        assembler.Break();
        Assert.Equal(["B"], Feed(assembler, "81333931\rB\r"));
        assembler.Break();
        Assert.Empty(Feed(assembler, "rest of a scan whose first byte was damaged"));
        Assert.Empty(Silence(assembler));
        Assert.Equal(["C"], Feed(assembler, "C\r"));
        Assert.Equal(2, assembler.Dropped);
    }

    [Fact]
    public void Feed_LongerThanAllowed_IsDroppedWholeAndBounded()
    {
        var assembler = Make("Any");
        Assert.Empty(Feed(assembler, new string('1', 1_000_000)));
        Assert.Equal(["2"], Feed(assembler, "\r2\r"));
        Assert.Equal([new string('3', 64)], Feed(assembler, new string('3', 64) + "\r"));
    }

    [Fact]
    public void Feed_BytesThatAreNoUtf8_AreLatin1()
    {
        var scans = new List<string>();
        Make("Any").Feed([0x41, 0xE4, 0x0D], scans);
        Make("Any").Feed([.. "名"u8, 0x0D], scans);
        Assert.Equal(["Aä", "名"], scans);
    }

    [Fact]
    public void Feed_RandomBytesDamageAndSilence_NeverGiveMoreThanOneSuffixCanEnd()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        foreach (ScanSuffix suffix in Enum.GetValues<ScanSuffix>())
        {
            var assembler = new ScanAssembler(suffix, 64, sendsAim: true);
            for (int round = 0; round < 20_000; round++)
            {
                var scans = new List<string>();
                byte[] bytes = new byte[random.Next(1, 24)];
                random.NextBytes(bytes);
                if (random.Next(2) == 0)
                    bytes[random.Next(bytes.Length)] = (byte)"\r\n\t]"[random.Next(4)];
                assembler.Feed(bytes, scans);
                if (random.Next(8) == 0)
                    assembler.Break();
                if (random.Next(8) == 0)
                    assembler.Silence(scans);
                Assert.All(scans, scan => Assert.True(scan.Length is > 0 and <= 64 && !scan.Contains('\n') && (suffix == ScanSuffix.Tab || !scan.Contains('\r')), $"seed {Seed}, round {round}, {suffix}"));
            }
        }
    }

    private static ScanAssembler Make(string suffix) => new(Enum.Parse<ScanSuffix>(suffix), 64, sendsAim: true);

    private static List<string> Feed(ScanAssembler assembler, string bytes)
    {
        var scans = new List<string>();
        assembler.Feed(Encoding.Latin1.GetBytes(bytes), scans);
        return scans;
    }

    private static List<string> Silence(ScanAssembler assembler)
    {
        var scans = new List<string>();
        assembler.Silence(scans);
        return scans;
    }
}
