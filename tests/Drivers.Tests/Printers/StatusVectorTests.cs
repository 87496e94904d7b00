using System.Text.Json;
using Drivers.Printers;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Printing;

namespace Drivers.Tests.Printers;

/// <summary>The recorded answers of printer_status_vectors.jsonl: each whole, byte by byte, and all of a language joined.</summary>
public sealed class StatusVectorTests
{
    private const string File = "hardware/printer_status_vectors.jsonl";

    private static List<Vector> Vectors => [.. System.IO.File.ReadLines(SharedFolder.File(File)).Where(line => line.Length > 0).Select(Vector.Read)];

    [Fact]
    public void EscPos_EveryVector_SaysItsState()
    {
        List<Vector> vectors = [.. Vectors.Where(vector => !vector.IsTspl)];
        Assert.Equal(26, vectors.Count);
        foreach (Vector vector in vectors)
        {
            foreach (int chunk in (int[])[vector.Reply.Length, 1])
                AssertState(vector, Assert.Single(Decode(vector.Reply, chunk)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void EscPos_AllVectorsJoined_ComeApartAgain(int chunk)
    {
        List<Vector> vectors = [.. Vectors.Where(vector => !vector.IsTspl)];
        List<EscPosReply> replies = Decode([.. vectors.SelectMany(vector => vector.Reply)], chunk);
        Assert.Equal(vectors.Count, replies.Count);
        for (int index = 0; index < vectors.Count; index++)
            AssertState(vectors[index], replies[index]);
    }

    [Fact]
    public void Tspl_EveryVector_SaysItsState()
    {
        List<Vector> vectors = [.. Vectors.Where(vector => vector.IsTspl)];
        Assert.Equal(8, vectors.Count);
        foreach (Vector vector in vectors)
        {
            PrinterStatus status = TsplStatus.Short(vector.Reply[0]).Status;
            Assert.Equal(vector.State.Contains("head_open", StringComparison.Ordinal), status.CoverOpen);
            Assert.Equal(vector.State.Contains("out_of_paper", StringComparison.Ordinal) ? PaperState.Out : PaperState.Present, status.Paper);
            Assert.Equal(vector.State.Contains("out_of_ribbon", StringComparison.Ordinal), status.Faults.Contains("ribbon_out"));
            Assert.Equal(vector.State.Contains("paper_jam", StringComparison.Ordinal), status.Faults.Contains("jam"));
            Assert.Equal(vector.State != "normal", status.Blocked);
        }
    }

    private static List<EscPosReply> Decode(byte[] bytes, int chunk)
    {
        var replies = new List<EscPosReply>();
        var decoder = new EscPosReplies();
        foreach (byte[] part in bytes.Chunk(chunk))
            decoder.Feed(part, replies);
        Assert.False(decoder.IsWithin);
        Assert.Equal(0, decoder.Dropped);
        return replies;
    }

    private static void AssertState(Vector vector, EscPosReply reply)
    {
        byte one = reply.Bytes[0];
        byte n = vector.Query[2];
        (EscPosReplyKind kind, PrinterStatus status) = (vector.Query[0], vector.Query[1]) switch
        {
            (0x10, _) => (EscPosReplyKind.RealTime, EscPosStatus.RealTime(n == 1 ? one : null, n == 2 ? one : null, n == 3 ? one : null, n == 4 ? one : null)),
            (_, 0x72) => (EscPosReplyKind.Queued, n is 1 or 0x31 ? EscPosStatus.Queued(one) : PrinterStatus.Silent),
            _ => (EscPosReplyKind.Automatic, reply.Kind == EscPosReplyKind.Automatic ? EscPosStatus.Automatic(reply.Bytes) : PrinterStatus.Silent),
        };
        Assert.Equal(kind, reply.Kind);
        bool knowsPaper = kind == EscPosReplyKind.Automatic || (kind == EscPosReplyKind.Queued && n is 1 or 0x31) || (kind == EscPosReplyKind.RealTime && n == 4);
        if (knowsPaper)
        {
            Assert.Equal(
                vector.Is("paper_out") ? PaperState.Out : vector.Is("near_end") ? PaperState.NearEnd : PaperState.Present,
                status.Paper);
        }
        if (kind == EscPosReplyKind.Automatic || (kind == EscPosReplyKind.RealTime && n == 1))
        {
            Assert.Equal(!(vector.Is("cover_open") || vector.Is("offline") || vector.Is("paper_out")), status.Online);
            Assert.Equal(vector.Is("drawer_pin3_high") || vector.Is("drawer pin3 high"), EscPosStatus.DrawerOpen(one));
        }
        if (kind == EscPosReplyKind.RealTime && n == 2)
            Assert.Equal(vector.Is("cover_open"), status.CoverOpen);
        Assert.Empty(status.Faults);
    }

    private sealed record Vector(byte[] Query, string State, byte[] Reply, bool IsTspl)
    {
        public bool Is(string word) => State.Contains(word, StringComparison.Ordinal);

        public static Vector Read(string line)
        {
            JsonElement json = JsonDocument.Parse(line).RootElement;
            return new Vector(Hex("query"), json.GetProperty("state").GetString()!, Hex("reply"), json.TryGetProperty("lang", out _));

            byte[] Hex(string name) => Convert.FromHexString(json.GetProperty(name).GetString()!.Replace(" ", "", StringComparison.Ordinal));
        }
    }
}
