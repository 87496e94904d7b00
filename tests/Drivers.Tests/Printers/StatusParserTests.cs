using System.Text;
using Drivers.Printers;
using EdgeGateway.Core.Printing;

namespace Drivers.Tests.Printers;

/// <summary>Status parsers by their manuals, and under noise.</summary>
public sealed class StatusParserTests
{
    private const string First = "<030,0,0,1225,000,0,0,0,000,0,0,0><000,0,0,0,0,2,4,0,00000000,1,000>";
    private const string Idle = "\u0002030,0,0,1225,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,4,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n";

    [Fact]
    public void EscPos_UnaskedStatusBetweenOtherAnswers_IsToldApart()
    {
        byte[] bytes = [0x12, 0x10, 0x00, 0x00, 0x00, 0x0F, 0x37, 0x22, .. "AB12"u8, 0x00, 0x13, 0x38, 0x00, 0x00, 0x00, 0x16, 0x5F, .. "TM-T88V"u8, 0x00, 0x11];
        EscPosReplyKind[] expected =
        [
            EscPosReplyKind.RealTime, EscPosReplyKind.Automatic, EscPosReplyKind.Queued, EscPosReplyKind.ProcessId, EscPosReplyKind.Flow,
            EscPosReplyKind.Automatic, EscPosReplyKind.RealTime, EscPosReplyKind.Identity, EscPosReplyKind.Flow,
        ];
        for (int split = 0; split <= bytes.Length; split++)
        {
            var replies = new List<EscPosReply>();
            var decoder = new EscPosReplies();
            decoder.Feed(bytes.AsSpan(0, split), replies);
            decoder.Feed(bytes.AsSpan(split), replies);
            Assert.Equal(expected, replies.Select(reply => reply.Kind));
            Assert.Equal("AB12", Encoding.ASCII.GetString(replies[3].Bytes));
            Assert.Equal("TM-T88V", Encoding.ASCII.GetString(replies[7].Bytes));
        }
    }

    [Fact]
    public void EscPos_AutomaticStatusBrokenByAnotherAnswer_KeepsTheOther()
    {
        var replies = new List<EscPosReply>();
        var decoder = new EscPosReplies();
        decoder.Feed([0x10, 0x00, 0x37, 0x22, .. "WXYZ"u8, 0x00], replies);
        Assert.Equal(EscPosReplyKind.ProcessId, replies[^1].Kind);
        Assert.Equal(1, decoder.Dropped);
    }

    [Fact]
    public void EscPos_Noise_NeverThrowsAndNeverKeepsALaterAnswerFromComing()
    {
        var random = new Random(20261122);
        for (int round = 0; round < 20_000; round++)
        {
            var noise = new byte[random.Next(0, 24)];
            random.NextBytes(noise);
            var replies = new List<EscPosReply>();
            var decoder = new EscPosReplies();
            decoder.Feed(noise, replies);
            // The longest thing that noise can have begun is a text of 80 characters, which a zero byte ends.
            decoder.Feed([0x00, 0x80, 0x37, 0x22, .. "AB12"u8, 0x00], replies);
            EscPosReply last = replies[^1];
            Assert.True(last.Kind == EscPosReplyKind.ProcessId && last.Bytes.AsSpan().SequenceEqual("AB12"u8), Convert.ToHexString(noise));
        }
    }

    [Fact]
    public void EscPos_NoiseWithoutTheMark_NeverBecomesIt()
    {
        var random = new Random(7);
        for (int round = 0; round < 5000; round++)
        {
            var noise = new byte[64];
            random.NextBytes(noise);
            var replies = new List<EscPosReply>();
            new EscPosReplies().Feed(noise, replies);
            bool holdsMark = noise.AsSpan().IndexOf((byte[])[0x37, 0x22]) >= 0;
            Assert.True(holdsMark || replies.TrueForAll(reply => reply.Kind != EscPosReplyKind.ProcessId));
        }
    }

    [Theory]
    [InlineData("80", "", 1)]
    [InlineData("93", "", 1)]
    [InlineData("11 13", "Flow:11 Flow:13", 0)]
    [InlineData("10 00 00", "", 0)]
    [InlineData("10 00 00 6f", "Automatic:1000006F", 0)]
    [InlineData("10 80 00", "Queued:00", 2)]
    [InlineData("3722 41 00", "Queued:22 Queued:41 Queued:00", 1)]
    [InlineData("3722 207e2041 00", "ProcessId:207E2041", 0)]
    [InlineData("3722 1f", "Queued:22", 2)]
    [InlineData("3722 41424344 45 00", "Queued:22 Queued:41 Queued:42 Queued:43 Queued:44 Queued:45 Queued:00", 1)]
    [InlineData("3722 414243 7f 00", "Queued:22 Queued:41 Queued:42 Queued:43 Queued:00", 2)]
    [InlineData("37 41", "Queued:41", 1)]
    [InlineData("3722 41424344 45", "Queued:22 Queued:41 Queued:42 Queued:43 Queued:44 Queued:45", 1)]
    [InlineData("5f 00", "Identity:", 0)]
    [InlineData("5f 2041 00", "Identity:2041", 0)]
    [InlineData("5f 41 0f", "Queued:41 Queued:0F", 1)]
    public void EscPos_Bytes_AreTheseAnswers(string hex, string answers, int dropped)
    {
        var replies = new List<EscPosReply>();
        var decoder = new EscPosReplies();
        Assert.False(decoder.IsWithin);
        decoder.Feed(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), replies);
        Assert.Equal(answers, string.Join(' ', replies.Select(reply => $"{reply.Kind}:{Convert.ToHexString(reply.Bytes)}")));
        Assert.Equal(dropped, decoder.Dropped);
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x37)]
    [InlineData(0x5F)]
    public void EscPos_FirstByteOfAnAnswer_IsWithinIt(byte one)
    {
        var decoder = new EscPosReplies();
        decoder.Feed([one], []);
        Assert.True(decoder.IsWithin);
        decoder.Reset();
        Assert.False(decoder.IsWithin);
    }

    [Theory]
    [InlineData(79, "Identity")]
    [InlineData(80, "Queued")]
    public void EscPos_NameOfAPrinter_IsSoLongAtMost(int length, string last)
    {
        var replies = new List<EscPosReply>();
        new EscPosReplies().Feed([0x5F, .. Enumerable.Repeat((byte)'A', length), 0x00], replies);
        Assert.Equal(last, $"{replies[^1].Kind}");
    }

    [Theory]
    [InlineData(0x1A, 0x16, 0x12, 0x12, true, "", PaperState.Present)]
    [InlineData(0x1A, 0x52, 0x1A, 0x12, false, "cutter", PaperState.Present)]
    [InlineData(0x1A, 0x52, 0x32, 0x12, false, "unrecoverable", PaperState.Present)]
    [InlineData(0x1A, 0x52, 0x52, 0x12, false, "overheated", PaperState.Present)]
    [InlineData(0x1A, 0x52, 0x12, 0x12, false, "recoverable", PaperState.Present)]
    [InlineData(0x1A, 0x32, 0x12, 0x7E, false, "", PaperState.Out)]
    public void EscPos_RealTimeBits_AreFaultsInWords(byte one, byte two, byte three, byte four, bool cover, string fault, PaperState paper)
    {
        PrinterStatus status = EscPosStatus.RealTime(one, two, three, four);
        Assert.Equal((false, cover, paper, true), (status.Online, status.CoverOpen, status.Paper, status.Blocked));
        Assert.Equal(fault.Length > 0 ? [fault] : [], status.Faults);
    }

    [Fact]
    public void EscPos_NothingAnswered_IsSilentNotWell()
    {
        PrinterStatus status = EscPosStatus.RealTime(null, null, null, null);
        Assert.Equal((false, null, null), (status.Answered, status.Online, status.Blocked));
        Assert.Null(EscPosStatus.RealTime(null, 0x12, null, null).Blocked);
    }

    [Fact]
    public void Zpl_ThreeStrings_AreOneAnswerHoweverTheyAreCut()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Idle);
        for (int chunk = 1; chunk <= bytes.Length; chunk += 3)
        {
            ZplStatus status = Assert.Single(Decode(bytes, chunk));
            Assert.Equal((true, false, PaperState.Present), (status.IsIdle, status.Status.Blocked, status.Status.Paper));
        }
    }

    [Theory]
    [InlineData("030,1,0,1225,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "paper")]
    [InlineData("030,0,1,1225,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "paused")]
    [InlineData("030,0,0,1225,000,0,0,0,000,1,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "corrupt_memory")]
    [InlineData("030,0,0,1225,000,0,0,0,000,0,0,1", "000,0,0,0,0,2,4,0,00000000,1,000", "overheated")]
    [InlineData("030,0,0,1225,000,0,0,0,000,0,0,0", "000,0,1,0,0,2,4,0,00000000,1,000", "cover")]
    [InlineData("030,0,0,1225,000,0,0,0,000,0,0,0", "000,0,0,1,0,2,4,0,00000000,1,000", "ribbon_out")]
    public void Zpl_EveryFault_Blocks(string first, string second, string fault)
    {
        ZplStatus status = ZplStatus.Read(first, second, "1234,0")!;
        Assert.True(status.Status.Blocked);
        Assert.Equal(fault is "paper" or "cover" ? [] : [fault], status.Status.Faults);
        Assert.Equal(fault == "paper", status.Status.Paper == PaperState.Out);
        Assert.Equal(fault == "cover", status.Status.CoverOpen);
    }

    [Theory]
    [InlineData("030,0,0,1225,001,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000")]
    [InlineData("030,0,0,1225,000,0,0,1,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000")]
    [InlineData("030,0,0,1225,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000003,1,000")]
    public void Zpl_SomethingLeft_IsNotIdle(string first, string second) => Assert.False(ZplStatus.Read(first, second, "1234,0")!.IsIdle);

    [Fact]
    public void Zpl_NoiseAndLostStrings_NeverGiveAFalseAnswer()
    {
        var random = new Random(3);
        byte[] whole = Encoding.ASCII.GetBytes(Idle);
        for (int round = 0; round < 5000; round++)
        {
            byte[] damaged = [.. whole];
            for (int hit = random.Next(1, 4); hit > 0; hit--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            int cut = random.Next(damaged.Length);
            List<ZplStatus> replies = Decode([.. damaged.AsSpan(cut), .. whole], 5);
            Assert.InRange(replies.Count, 1, 2);
            Assert.True(replies[^1].IsIdle);
        }
    }

    [Theory]
    [InlineData("<12 34,0>", 1)]
    [InlineData("<12\u000134,0>", 0)]
    [InlineData("<12\u007f34,0>", 0)]
    [InlineData("<12\u0001<1234,0>", 0)]
    [InlineData("12<1234,0>", 1)]
    [InlineData("<12<1234,0>", 1)]
    [InlineData(">12<1234,0>", 1)]
    public void Zpl_ThirdStringAfterTwoGoodOnes_IsAnAnswerOnlyWhole(string third, int answers) =>
        Assert.Equal(answers, Decode(Encoding.ASCII.GetBytes((First + third).Replace('<', '\u0002').Replace('>', '\u0003')), 4).Count);

    [Fact]
    public void Zpl_FirstStringWithAForeignByte_IsNoAnswer() =>
        Assert.Empty(Decode(Encoding.ASCII.GetBytes(Idle.Replace("1225", "12\u000125", StringComparison.Ordinal)), 1000));

    [Theory]
    [InlineData(128, 1)]
    [InlineData(129, 0)]
    public void Zpl_String_IsSoLongAtMost(int length, int answers) =>
        Assert.Equal(answers, Decode(Encoding.ASCII.GetBytes((First + $"<{new string('1', length - 2)},0>").Replace('<', '\u0002').Replace('>', '\u0003')), 1000).Count);

    [Fact]
    public void Zpl_Reset_ForgetsStringsAndTheOneThatHasBegun()
    {
        byte[] whole = Encoding.ASCII.GetBytes(Idle);
        int inThird = Idle.IndexOf("1234", StringComparison.Ordinal);
        foreach (int at in (int[])[5, inThird - 1, inThird + 2])
        {
            var replies = new List<ZplStatus>();
            var decoder = new ZplReplies();
            decoder.Feed(whole.AsSpan(0, at), replies);
            decoder.Reset();
            decoder.Feed(whole.AsSpan(at), replies);
            Assert.Empty(replies);
            decoder.Feed(whole, replies);
            Assert.Single(replies);
        }
    }

    [Fact]
    public void TsplLong_ByTheManual_AndOnlyThen()
    {
        Assert.Equal(false, TsplStatus.Long([0x02, 0x40, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A])!.Status.Blocked);
        Assert.True(TsplStatus.Long([0x02, 0x50, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A])!.IsPrinting);
        Assert.Equal(PaperState.Out, TsplStatus.Long([0x02, 0x45, 0x40, 0x40, 0x41, 0x03, 0x0D, 0x0A])!.Status.Paper);
        Assert.Equal(["cutter"], TsplStatus.Long([0x02, 0x45, 0x40, 0x48, 0x40, 0x03, 0x0D, 0x0A])!.Status.Faults);
        Assert.Null(TsplStatus.Long([0x02, 0x00, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A]));
        Assert.Null(TsplStatus.Long([0x02, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A]));
    }

    private static List<ZplStatus> Decode(byte[] bytes, int chunk)
    {
        var replies = new List<ZplStatus>();
        var decoder = new ZplReplies();
        foreach (byte[] part in bytes.Chunk(chunk))
            decoder.Feed(part, replies);
        return replies;
    }
}
