using System.Buffers;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Contracts.Tests;

public sealed class WireTests
{
    [Fact]
    public void Shard_IsFixedForEver()
    {
        // Computed apart from the code: printf gw-1 | sha256sum begins f5135b27, and 0xf5135b27 mod 64 = 39.
        Assert.Equal(Expected("gw-1"), Topics.ShardOf("gw-1"));
        Assert.Equal(Expected("a"), Topics.ShardOf("a"));

        static int Expected(string name) => s_shards[name];
    }

    [Theory]
    [InlineData("r/v1/7/store-1/gw-1/events", true)]
    [InlineData("r/v1/64/store-1/gw-1/events", false)]
    [InlineData("r/v1/07/store-1/gw-1/events", false)]
    [InlineData("r/v1/-1/store-1/gw-1/events", false)]
    [InlineData("r/v1/7/Store/gw-1/events", false)]
    [InlineData("r/v1/7/store-1//events", false)]
    [InlineData("r/v2/7/store-1/gw-1/events", false)]
    [InlineData("r/v1/7/store-1/gw-1", false)]
    public void Topic_IsReadOnlyWhenEveryLevelIsLegal(string topic, bool legal) => Assert.Equal(legal, Topics.TryParse(topic, out _, out _));

    [Fact]
    public void Topic_ReadBack_GivesTheAddress() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>().Filter(i => i is >= 0 and < Topics.ShardCount),
            shard =>
            {
                var address = new GatewayAddress(shard, "store-1", "gw-2");
                return Topics.TryParse(address.Topic("command/zero"), out var read, out var leaf) && read == address && leaf == "command/zero";
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void SeqRanges_ReadBack_GiveTheSameRuns() =>
        Prop.ForAll<PositiveInt[]>(steps =>
        {
            var ranges = new List<SeqRange>();
            var at = 0L;
            foreach (var step in steps)
            {
                var first = at + 1 + (step.Get % 5);
                ranges.Add(new SeqRange(first, first + (step.Get % 3)));
                at = ranges[^1].Last;
            }

            return SeqRange.TryParse(SeqRange.Format(ranges), out var read) && read.SequenceEqual(ranges);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("5-3")]
    [InlineData("1-2,2-3")]
    [InlineData("0-1")]
    [InlineData("1-")]
    [InlineData("1-2,")]
    [InlineData("1--2")]
    [InlineData("99999999999999999999-99999999999999999999")]
    public void SeqRanges_OutOfOrderOrMalformed_AreRefused(string text) => Assert.False(SeqRange.TryParse(text, out _));

    [Fact]
    public void BatchHeader_ReadBack_IsTheSame()
    {
        var header = new BatchHeader("17-9f3ac2d1", 5, 20, [new SeqRange(6, 7), new SeqRange(20, 20)], new EpochEnd("16-00000000", 4), true, 99, "2026-01-01T00:00:00.000Z");

        Assert.Null(BatchHeader.TryRead(header.ToProperties(), out var read));
        Assert.Equivalent(header, read, strict: true);
        Assert.Equal(13, read!.EventCount);
    }

    [Theory]
    [InlineData("epoch", null, "'epoch'")]
    [InlineData("epoch", "Up/Down", "'epoch'")]
    [InlineData("first", "0", "'first'")]
    [InlineData("last", "4", "'first'")]
    [InlineData("gaps", "1-2", "'gaps'")]
    [InlineData("after", "nowhere", "'after'")]
    [InlineData("encoding", "gzip", "'encoding'")]
    public void BatchHeader_Mistake_IsNamed(string property, string? value, string named)
    {
        var properties = new BatchHeader("e-1", 5, 20, [], null, false, 1, null).ToProperties().Where(p => p.Key != property).ToList();
        if (value is not null)
        {
            properties.Add(new(property, value));
        }

        Assert.Contains(named, BatchHeader.TryRead(properties, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void Event_WrittenAndRead_IsTheSame()
    {
        var time = new DateTimeOffset(2026, 11, 21, 8, 30, 0, 125, TimeSpan.FromHours(8));
        var origin = Guid.Parse("0193f0a0-0000-7000-8000-000000000001");
        var body = EventBody.Write(
            EventTypes.GoodsWeighed, new EventSource("store-1", "gw-1", "scale-1"), time, false, TimeSpan.FromSeconds(12.5), origin, """{"net":"1.250","unit":"kg"}"""u8);
        var output = new ArrayBufferWriter<byte>();
        EventBody.WriteEvent(output, new EventId("gw-1", "3-0a0b0c0d", long.MaxValue), body);

        Assert.Null(StoreEvent.TryRead(JsonDocument.Parse(output.WrittenMemory).RootElement, out var read));
        Assert.Equal(new EventId("gw-1", "3-0a0b0c0d", long.MaxValue), read!.Id);
        Assert.Equal(new EventSource("store-1", "gw-1", "scale-1"), read.Source);
        Assert.Equal((EventTypes.GoodsWeighed, EventClass.Ledger, time, false, origin), (read.Type, read.Class, read.Time, read.ClockSynced, read.OriginId!.Value));
        Assert.Equal("1.250", read.Data.GetProperty("net").GetString());
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{"id":"gw/1"}""")]
    [InlineData("""{"id":"gw-1/e/0","source":"/stores/s/gateways/g","type":"t","time":"2026-01-01T00:00:00Z","class":"ledger","data":{}}""")]
    [InlineData("""{"id":"gw-1/e/1","source":"s","type":"t","time":"2026-01-01T00:00:00Z","class":"ledger","data":{}}""")]
    [InlineData("""{"id":"gw-1/e/1","source":"/stores/s/gateways/g","type":"","time":"2026-01-01T00:00:00Z","class":"ledger","data":{}}""")]
    [InlineData("""{"id":"gw-1/e/1","source":"/stores/s/gateways/g","type":"t","time":"noon","class":"ledger","data":{}}""")]
    [InlineData("""{"id":"gw-1/e/1","source":"/stores/s/gateways/g","type":"t","time":"2026-01-01T00:00:00Z","class":"gold","data":{}}""")]
    [InlineData("""{"id":"gw-1/e/1","source":"/stores/s/gateways/g","type":"t","time":"2026-01-01T00:00:00Z","class":"ledger","data":7}""")]
    public void Event_Unreadable_SaysWhy(string json) => Assert.NotNull(StoreEvent.TryRead(JsonDocument.Parse(json).RootElement, out _));

    [Fact]
    public void Payload_CompressedAndUnpacked_IsTheSame()
    {
        var payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{{\"n\":{i}}}")));

        Assert.Equal(payload, BatchPayload.Decompress(BatchPayload.Compress(payload)));
    }

    [Fact]
    public void Payload_CutShortOrGarbageOrTooLarge_IsRefused()
    {
        var compressed = BatchPayload.Compress(new byte[100_000]);
        var bomb = BatchPayload.Compress(new byte[BatchPayload.MaxUnpackedLength + 1]);

        Assert.Throws<InvalidDataException>(() => BatchPayload.Decompress(compressed.AsSpan(0, compressed.Length - 1)));
        Assert.Throws<InvalidDataException>(() => BatchPayload.Decompress("not brotli at all"u8));
        Assert.Throws<InvalidDataException>(() => BatchPayload.Decompress(bomb));
    }

    [Fact]
    public void Documents_ReadBack_AndRefuseGarbage()
    {
        Assert.Equal(new CursorDocument("e-1", 7, true), CursorDocument.Read(new CursorDocument("e-1", 7, true).ToUtf8()));
        Assert.Null(CursorDocument.Read("""{"epoch":"e","seq":-1}"""u8));
        Assert.Null(CursorDocument.Read("""{"epoch":"../x","seq":1}"""u8));
        Assert.Null(CursorDocument.Read("nonsense"u8));
        Assert.Null(StateDocument.Read("""{"status":"maybe","version":"1","boot":"b"}"""u8));
        Assert.Equal(new StateDocument(StateDocument.Offline, "1", "b"), StateDocument.Read(new StateDocument(StateDocument.Offline, "1", "b").ToUtf8()));
    }

    private static readonly Dictionary<string, int> s_shards = new() { ["gw-1"] = 39, ["a"] = 18 };
}
