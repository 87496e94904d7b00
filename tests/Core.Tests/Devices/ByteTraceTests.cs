using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using Tests.Shared;

namespace Core.Tests.Devices;

public sealed class ByteTraceTests
{
    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    private readonly ManualClock _clock = new();
    private readonly ByteTrace _trace;

    public ByteTraceTests() => _trace = new ByteTrace(_clock);

    [Fact]
    public void Kept_IsWhatWentOverTheLine_InOrder()
    {
        _trace.Record(ByteDirection.Out, "W"u8);
        var asked = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        _trace.Record(ByteDirection.In, "\u000201.250\r"u8);
        _trace.Record(ByteDirection.In, []);

        var kept = _trace.Kept();

        Assert.Equal([(asked, ByteDirection.Out, "57"), (asked.AddMilliseconds(30), ByteDirection.In, "0230312E3235300D")], kept.Select(Shown));
    }

    [Fact]
    public void Kept_IsBounded_AndTheNewestIsWhole()
    {
        var random = new Random(7);
        var all = new List<byte>();
        for (var i = 0; i < 5_000; i++)
        {
            var piece = new byte[random.Next(1, 900)];
            random.NextBytes(piece);
            all.AddRange(piece);
            _trace.Record(ByteDirection.In, piece);
        }

        var bytes = _trace.Kept().SelectMany(piece => piece.Bytes.ToArray()).ToArray();

        Assert.InRange(bytes.Length, ByteTrace.KeptBytes - 900, ByteTrace.KeptBytes);
        Assert.Equal(all.TakeLast(bytes.Length), bytes);
    }

    [Fact]
    public void Kept_ManySmallPieces_AreBoundedToo()
    {
        for (var i = 0; i < 3_000; i++)
        {
            _trace.Record(ByteDirection.In, [(byte)(i & 0xFF)]);
        }

        var kept = _trace.Kept();

        Assert.Equal(ByteTrace.KeptPieces, kept.Count);
        Assert.Equal((byte)(2_999 % 256), kept[^1].Bytes.Span[0]);
    }

    [Fact]
    public void LongPiece_IsWrittenDownInParts()
    {
        _trace.Record(ByteDirection.In, new byte[ByteTrace.LongestPiece * 2 + 1]);

        Assert.Equal([ByteTrace.LongestPiece, ByteTrace.LongestPiece, 1], _trace.Kept().Select(piece => piece.Bytes.Length));
    }

    [Fact]
    public void Record_WhileNobodyWatches_AllocatesNothing()
    {
        var piece = new byte[16];
        _trace.Record(ByteDirection.In, piece);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            _trace.Record(ByteDirection.In, piece);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Watch_GetsWhatComesFromNowOn_AndEndsWithTheDevice()
    {
        _trace.Record(ByteDirection.In, "old"u8);
        await using var watch = _trace.WatchAsync(TestToken).GetAsyncEnumerator(TestToken);
        var next = watch.MoveNextAsync();
        _trace.Record(ByteDirection.In, "new"u8);

        Assert.True(await next);
        Assert.Equal("6E6577", Shown(watch.Current).Item3);
        _trace.End();
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_TooSlow_LosesTheOldest()
    {
        await using var watch = _trace.WatchAsync(TestToken).GetAsyncEnumerator(TestToken);
        var next = watch.MoveNextAsync();
        _trace.Record(ByteDirection.In, [0]);
        Assert.True(await next);
        for (var i = 0; i < 1_000; i++)
        {
            _trace.Record(ByteDirection.In, [1, (byte)(i >> 8), (byte)(i & 0xFF)]);
        }

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(1_000 - 256, (watch.Current.Bytes.Span[1] << 8) | watch.Current.Bytes.Span[2]);
    }

    [Fact]
    public async Task Watch_AfterTheEnd_IsEmpty()
    {
        _trace.End();

        Assert.False(await _trace.WatchAsync(TestToken).GetAsyncEnumerator(TestToken).MoveNextAsync());
    }

    private static (DateTimeOffset, ByteDirection, string) Shown(TracedBytes piece) => (piece.At, piece.Direction, Convert.ToHexString(piece.Bytes.Span));
}
