using Drivers.Printers;

namespace Fuzz.Targets;

/// <summary>What printers answer.</summary>
internal static class PrinterTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("printer-escpos", "answers of ESC/POS printers", FeedEscPos, () =>
            [[0x12], [0x16, 0x12, 0x12, 0x72], [0x10, 0x00, 0x0C, 0x00], [0x37, 0x22, .. "0001"u8, 0x00], [0x5F, .. "EPSON TM-T20"u8, 0x00, 0x11, 0x13]]),
        new("printer-tspl", "answers of TSPL printers", FeedTspl, () => [[0x00], [0x04], [0x02, 0x40, 0x40, 0x40, 0x40, 0x03, 0x0D, 0x0A], [0x02, 0x60, 0x40, 0x48, 0x41, 0x03, 0x0D, 0x0A]]),
        new("printer-zpl", "the answer of ZPL printers to ~HS", FeedZpl, () =>
            [[.. "\u0002030,0,0,1225,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,4,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n"u8]]),
    ];

    private static void FeedEscPos(byte[] input)
    {
        List<EscPosReply> whole = [], cut = [];
        var (one, other) = (new EscPosReplies(), new EscPosReplies());
        one.Feed(input, whole);
        foreach (var value in input)
        {
            other.Feed([value], cut);
        }

        FuzzTarget.Promise(one.Dropped == other.Dropped && whole.Select(Text).SequenceEqual(cut.Select(Text)), "the answers are others where they come byte by byte");
        foreach (var reply in whole)
        {
            switch (reply.Kind)
            {
                case EscPosReplyKind.Automatic:
                    EscPosStatus.Automatic(reply.Bytes);
                    break;
                case EscPosReplyKind.Queued:
                    EscPosStatus.Queued(reply.Bytes[0]);
                    break;
                case EscPosReplyKind.RealTime:
                    EscPosStatus.RealTime(reply.Bytes[0], reply.Bytes[0], reply.Bytes[0], reply.Bytes[0]);
                    EscPosStatus.DrawerOpen(reply.Bytes[0]);
                    break;
            }
        }

        static string Text(EscPosReply reply) => $"{reply.Kind} {Convert.ToHexString(reply.Bytes)}";
    }

    private static void FeedTspl(byte[] input)
    {
        foreach (var value in input)
        {
            TsplStatus.Short(value);
        }

        TsplStatus.Long(input);
    }

    private static void FeedZpl(byte[] input)
    {
        List<ZplStatus> whole = [], cut = [];
        var (one, other) = (new ZplReplies(), new ZplReplies());
        one.Feed(input, whole);
        foreach (var value in input)
        {
            other.Feed([value], cut);
        }

        FuzzTarget.Promise(whole.Select(Text).SequenceEqual(cut.Select(Text)), "the answers are others where they come byte by byte");
        FuzzTarget.Promise(whole.TrueForAll(status => status is { Formats: >= 0, Labels: >= 0 }), "a number is below 0");

        static string Text(ZplStatus status) => $"{status.Formats} {status.Labels} {status.IsWithinFormat} {Convert.ToHexString(status.Status.Raw.Span)}";
    }
}
