using Drivers.Printers;
using EdgeGateway.Core.Printing;

namespace Drivers.Tests.Printers;

/// <summary>Each bit of each status byte by itself: it means what its manual's table says, and the others mean nothing.</summary>
public sealed class StatusBitsTests
{
    private static readonly PrinterStatus s_well = new(true, true, PaperState.Present, false, [], default);

    public static TheoryData<int, int> BitsOfFourBytes => [.. from at in Enumerable.Range(0, 4) from bit in Enumerable.Range(0, 8) select (at, 1 << bit)];

    [Theory]
    [MemberData(nameof(BitsOfFourBytes))]
    public void EscPosRealTime_OneBit(int at, int bit)
    {
        byte[] bytes = new byte[4];
        bytes[at] = (byte)bit;
        PrinterStatus expected = (at, bit) switch
        {
            (0, 0x08) => s_well with { Online = false },
            (1, 0x04) => s_well with { CoverOpen = true },
            (1, 0x20) => s_well with { Paper = PaperState.Out },
            (1, 0x40) => Fault("recoverable"),
            (2, 0x04) => Fault("recoverable"),
            (2, 0x08) => Fault("cutter"),
            (2, 0x20) => Fault("unrecoverable"),
            (2, 0x40) => Fault("overheated"),
            (3, 0x04 or 0x08) => s_well with { Paper = PaperState.NearEnd },
            (3, 0x20 or 0x40) => s_well with { Paper = PaperState.Out },
            _ => s_well,
        };
        Same(expected, EscPosStatus.RealTime(bytes[0], bytes[1], bytes[2], bytes[3]), bytes);
        Assert.Equal((at, bit) is (0, 0x04), EscPosStatus.DrawerOpen(bytes[0]));
    }

    [Theory]
    [MemberData(nameof(BitsOfFourBytes))]
    public void EscPosAutomatic_OneBit(int at, int bit)
    {
        byte[] bytes = new byte[4];
        bytes[at] = (byte)bit;
        PrinterStatus expected = (at, bit) switch
        {
            (0, 0x08) => s_well with { Online = false },
            (0, 0x20) => s_well with { CoverOpen = true },
            (1, 0x04) => Fault("recoverable"),
            (1, 0x08) => Fault("cutter"),
            (1, 0x20) => Fault("unrecoverable"),
            (1, 0x40) => Fault("overheated"),
            (2, 0x01 or 0x02) => s_well with { Paper = PaperState.NearEnd },
            (2, 0x04 or 0x08) => s_well with { Paper = PaperState.Out },
            _ => s_well,
        };
        Same(expected, EscPosStatus.Automatic(bytes), bytes);
    }

    [Theory]
    [InlineData(0x00, PaperState.Present)]
    [InlineData(0x01, PaperState.NearEnd)]
    [InlineData(0x02, PaperState.NearEnd)]
    [InlineData(0x04, PaperState.Out)]
    [InlineData(0x08, PaperState.Out)]
    [InlineData(0x10, PaperState.Present)]
    [InlineData(0x20, PaperState.Present)]
    [InlineData(0x40, PaperState.Present)]
    [InlineData(0x80, PaperState.Present)]
    public void EscPosQueued_IsThePaperAndNothingElse(byte paper, PaperState expected) =>
        Same(new PrinterStatus(true, null, expected, null, [], default), EscPosStatus.Queued(paper), [paper]);

    [Fact]
    public void EscPosRealTime_AnswersThatDidNotCome_AreUnknownNotWell()
    {
        Same(new PrinterStatus(true, true, PaperState.Unknown, null, [], default), EscPosStatus.RealTime(0x12, null, null, null), [0x12]);
        Same(new PrinterStatus(true, null, PaperState.Unknown, false, [], default), EscPosStatus.RealTime(null, 0x12, null, null), [0x12]);
        Same(new PrinterStatus(true, null, PaperState.Unknown, null, ["cutter"], default), EscPosStatus.RealTime(null, null, 0x1A, null), [0x1A]);
        Same(new PrinterStatus(true, null, PaperState.Present, null, [], default), EscPosStatus.RealTime(null, null, null, 0x12), [0x12]);
        Same(PrinterStatus.Silent, EscPosStatus.RealTime(null, null, null, null), []);
    }

    /// <summary>An error byte that names the error says more than the bit that there is one.</summary>
    [Fact]
    public void EscPosRealTime_ErrorWithItsName_IsToldOnce() => Assert.Equal(["cutter"], EscPosStatus.RealTime(0x1A, 0x52, 0x1A, 0x12).Faults);

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x02)]
    [InlineData(0x04)]
    [InlineData(0x08)]
    [InlineData(0x10)]
    [InlineData(0x20)]
    [InlineData(0x40)]
    [InlineData(0x80)]
    public void TsplShort_OneBit(byte bits)
    {
        PrinterStatus expected = bits switch
        {
            0x01 or 0x40 => s_well with { Online = false, CoverOpen = true },
            0x02 => Fault("jam") with { Online = false },
            0x04 => s_well with { Online = false, Paper = PaperState.Out },
            0x08 => Fault("ribbon_out") with { Online = false },
            0x10 => Fault("paused") with { Online = false },
            0x80 => Fault("overheated") with { Online = false },
            _ => s_well,
        };
        TsplStatus status = TsplStatus.Short(bits);
        Same(expected, status.Status, [bits]);
        Assert.Equal(bits == 0x20, status.IsPrinting);
    }

    public static TheoryData<int, int> BitsOfTsplBytes => [.. from at in Enumerable.Range(2, 3) from bit in Enumerable.Range(0, 6) select (at, 1 << bit)];

    [Theory]
    [MemberData(nameof(BitsOfTsplBytes))]
    public void TsplLong_OneBit(int at, int bit)
    {
        byte[] bytes = [0x02, 0x40, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A];
        bytes[at] |= (byte)bit;
        PrinterStatus expected = (at, bit) switch
        {
            (3, 0x01 or 0x02) => Fault("overheated") with { Online = false },
            (3, 0x08) => Fault("cutter") with { Online = false },
            (3, 0x10) => Fault("recoverable") with { Online = false },
            (4, 0x01) => s_well with { Online = false, Paper = PaperState.Out },
            (4, 0x02) => Fault("jam") with { Online = false },
            (4, 0x04 or 0x08) => Fault("ribbon_out") with { Online = false },
            (4, 0x20) => s_well with { Online = false, CoverOpen = true },
            _ => s_well,
        };
        TsplStatus status = TsplStatus.Long(bytes)!;
        Same(expected, status.Status, bytes);
        Assert.False(status.IsPrinting);
    }

    [Fact]
    public void TsplLong_EveryMessage_IsIdlePausedAnErrorOrWork()
    {
        for (int message = 0; message < 256; message++)
        {
            byte[] bytes = [0x02, (byte)message, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A];
            if (message is < 0x40 or > 0x7F)
            {
                Assert.Null(TsplStatus.Long(bytes));
                continue;
            }
            TsplStatus status = TsplStatus.Long(bytes)!;
            Same(message switch { '`' => Fault("paused") with { Online = false }, 'E' => s_well with { Online = false }, _ => s_well }, status.Status, bytes);
            Assert.Equal(message is not ('@' or 'E' or '`'), status.IsPrinting);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TsplLong_ByteThatIsNoStatus_IsNoAnswer(int at)
    {
        foreach (byte foreign in (byte[])[0x00, 0x01, 0x3F, 0x80, 0xC0, 0xFF])
        {
            byte[] bytes = [0x02, 0x40, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A];
            bytes[at] = foreign;
            Assert.Null(TsplStatus.Long(bytes));
        }
    }

    public static TheoryData<int, int> FieldsOfZpl => [.. Enumerable.Range(0, 12).Select(at => (1, at)), .. Enumerable.Range(0, 11).Select(at => (2, at))];

    [Theory]
    [MemberData(nameof(FieldsOfZpl))]
    public void Zpl_OneField(int text, int field)
    {
        string[][] fields = [[.. Enumerable.Repeat("0", 12)], [.. Enumerable.Repeat("0", 11)]];
        fields[text - 1][field] = "1";
        PrinterStatus expected = (text, field) switch
        {
            (1, 1) => s_well with { Online = false, Paper = PaperState.Out },
            (1, 2) => Fault("paused") with { Online = false },
            (1, 9) => Fault("corrupt_memory") with { Online = false },
            (1, 10) => Fault("recoverable") with { Online = false },
            (1, 11) => Fault("overheated") with { Online = false },
            (2, 2) => s_well with { Online = false, CoverOpen = true },
            (2, 3) => Fault("ribbon_out") with { Online = false },
            _ => s_well,
        };
        (string one, string two) = (string.Join(',', fields[0]), string.Join(',', fields[1]));
        ZplStatus status = ZplStatus.Read(one, two, "1234,0")!;
        Same(expected, status.Status, System.Text.Encoding.ASCII.GetBytes($"{one}|{two}|1234,0"));
        Assert.Equal((text, field) is not ((1, 4) or (1, 7) or (2, 8)), status.IsIdle);
    }

    /// <summary>A full buffer is a busy printer; together with a fault it is a faulty one.</summary>
    [Fact]
    public void Zpl_FullBufferAndPaused_IsPaused() =>
        Assert.Equal((false, "paused"), ZplStatus.Read("0,0,1,0,0,1,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1,0") is { Status: var status } ? (status.Online, string.Join(',', status.Faults)) : default);

    [Theory]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1,0,0")]
    [InlineData("x,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,x", "0,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,0", "x,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0, 1,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,0,0,0", "1,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,000000001,0,0", "1,0")]
    public void Zpl_WhatHostStatusNeverAnswers_IsNoAnswer(string first, string second, string third) => Assert.Null(ZplStatus.Read(first, second, third));

    [Fact]
    public void Zpl_EightDigits_AreANumber() => Assert.Equal(99_999_999, ZplStatus.Read("0,0,0,0,0,0,0,0,0,0,0,0", "0,0,0,0,0,0,0,0,99999999,0,0", "1,0")!.Labels);

    private static PrinterStatus Fault(string name) => s_well with { Faults = [name] };

    private static void Same(PrinterStatus expected, PrinterStatus status, byte[] raw)
    {
        Assert.Equal((expected.Answered, expected.Online, expected.Paper, expected.CoverOpen), (status.Answered, status.Online, status.Paper, status.CoverOpen));
        Assert.Equal(expected.Faults, status.Faults);
        Assert.Equal(raw, status.Raw.ToArray());
    }
}
