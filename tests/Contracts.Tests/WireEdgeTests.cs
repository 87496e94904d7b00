using System.Buffers;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;

namespace Contracts.Tests;

/// <summary>What crosses the wire, at the edges of what is legal.</summary>
public sealed class WireEdgeTests
{
    private static readonly string s_longest = new('a', Identifier.MaxLength);

    [Theory]
    [InlineData("a", true)]
    [InlineData("0-", true)]
    [InlineData("a-b-9", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData(".a", false)]
    [InlineData("a.b", false)]
    [InlineData("a_b", false)]
    [InlineData("A", false)]
    [InlineData("é", false)]
    public void Identifier_IsLowerLettersDigitsAndHyphens(string text, bool legal) => Assert.Equal(legal, Identifier.IsValid(text));

    [Fact]
    public void Identifier_OfSixtyFourCharacters_IsTheLongest()
    {
        Assert.True(Identifier.IsValid(s_longest));
        Assert.False(Identifier.IsValid(s_longest + "a"));
    }

    [Theory]
    [InlineData("gw-1/3-0a/1", true)]
    [InlineData("gw-1/3-0a/0", false)]
    [InlineData("gw-1/3-0a/-1", false)]
    [InlineData("GW/3-0a/1", false)]
    [InlineData("gw-1/3 0a/1", false)]
    [InlineData("gw-1/3-0a/1/1", false)]
    [InlineData("gw-1/3-0a/9223372036854775808", false)]
    public void EventId_IsGatewayEpochAndANumberFromOne(string text, bool legal) => Assert.Equal(legal, EventId.TryParse(text, out _));

    [Theory]
    [InlineData("/stores/s/gateways/g", true, null)]
    [InlineData("/stores/s/gateways/g/devices/d", true, "d")]
    [InlineData("/stores/s/gateways/g/devices", false, null)]
    [InlineData("/stores/s/gateways/g/device/d", false, null)]
    [InlineData("/stores/s/gateways/g/devices/D", false, null)]
    [InlineData("/stores/S/gateways/g", false, null)]
    [InlineData("/stores/s/gateways/G", false, null)]
    [InlineData("/store/s/gateways/g", false, null)]
    [InlineData("/stores/s/gateway/g", false, null)]
    [InlineData("x/stores/s/gateways/g", false, null)]
    [InlineData("/stores/s", false, null)]
    public void EventSource_IsAStoreAGatewayAndMaybeADevice(string text, bool legal, string? device)
    {
        Assert.Equal(legal, EventSource.TryParse(text, out var source));
        Assert.Equal(device, source.Device);
    }

    [Theory]
    [InlineData("e/0", true)]
    [InlineData("e/7", true)]
    [InlineData("/7", false)]
    [InlineData("e", false)]
    [InlineData("e/", false)]
    [InlineData("e/-1", false)]
    public void EpochEnd_IsAnEpochAndANumberFromNothing(string text, bool legal) => Assert.Equal(legal, EpochEnd.TryParse(text, out _));

    [Theory]
    [InlineData("1", "1", "", 1L)]
    [InlineData("5", "20", "5-5", 15L)]
    [InlineData("5", "20", "20-20", 15L)]
    [InlineData("5", "20", "5-20", 0L)]
    public void BatchHeader_OfOneEventOrWithGapsAtItsEnds_IsLegal(string first, string last, string gaps, long events)
    {
        Assert.Null(BatchHeader.TryRead([new("epoch", "e"), new("first", first), new("last", last), new("gaps", gaps)], out var header));
        Assert.Equal((events, 0, false, null), (header!.EventCount, header.Depth, header.Brotli, header.OldestUnsent));
    }

    [Theory]
    [InlineData("4-5")]
    [InlineData("20-21")]
    public void BatchHeader_WithGapsBeyondItsEnds_IsRefused(string gaps) =>
        Assert.Contains("'gaps'", BatchHeader.TryRead([new("epoch", "e"), new("first", "5"), new("last", "20"), new("gaps", gaps)], out _), StringComparison.Ordinal);

    [Fact]
    public void Topic_OfTheFirstAndTheLastShard_IsLegal()
    {
        Assert.True(Topics.TryParse("r/v1/0/s/g/events", out _, out _));
        Assert.True(Topics.TryParse("r/v1/63/s/g/events", out _, out _));
    }

    [Fact]
    public void Event_OfEachClass_SaysIdEpochAndNumberOnceAndUptimeToTheMillisecond()
    {
        foreach (var (type, name, expected) in new[] { (EventTypes.GoodsWeighed, "ledger", EventClass.Ledger), (EventTypes.DeviceSample, "telemetry", EventClass.Telemetry) })
        {
            var data = Encoding.UTF8.GetBytes($$"""{"net":"{{new string('1', 1000)}}","unit":"kg"}""");
            var body = EventBody.Write(type, new EventSource("s", "g", null), DateTimeOffset.UnixEpoch, true, TimeSpan.FromSeconds(12.3456), null, data);
            var output = new ArrayBufferWriter<byte>();
            EventBody.WriteEvent(output, new EventId("g", "3-0a", 7), body);

            using var json = JsonDocument.Parse(output.WrittenMemory);
            Assert.Equal(["id", "epoch", "seq"], json.RootElement.EnumerateObject().Take(3).Select(m => m.Name));
            Assert.Equal(("g/3-0a/7", "3-0a", 7), (json.RootElement.GetProperty("id").GetString(), json.RootElement.GetProperty("epoch").GetString(), json.RootElement.GetProperty("seq").GetInt32()));
            Assert.Equal((name, "12.346"), (json.RootElement.GetProperty("class").GetString(), json.RootElement.GetProperty("uptime").GetRawText()));
            Assert.Equal(data, Encoding.UTF8.GetBytes(json.RootElement.GetProperty("data").GetRawText()));
            Assert.Null(StoreEvent.TryRead(json.RootElement, out var read));
            Assert.Equal(expected, read!.Class);
        }
    }

    /// <summary>A writer need not give a byte more than it is asked for.</summary>
    [Fact]
    public void Event_WithTheLongestNames_FitsWhatItAsksFor()
    {
        var body = EventBody.Write(EventTypes.GoodsWeighed, new EventSource("s", "g", null), DateTimeOffset.UnixEpoch, true, TimeSpan.Zero, null, """{"net":"1","unit":"kg"}"""u8);
        var output = new ExactWriter();
        EventBody.WriteEvent(output, new EventId(s_longest, s_longest, long.MaxValue), body);

        Assert.Null(StoreEvent.TryRead(JsonDocument.Parse(output.Written).RootElement, out var read));
        Assert.Equal(new EventId(s_longest, s_longest, long.MaxValue), read!.Id);
    }

    [Theory]
    [InlineData("""{"epoch":"e","seq":0,"replay":false}""", true)]
    [InlineData("""{"epoch":null,"seq":0,"replay":true}""", true)]
    [InlineData("""{"epoch":"e","seq":-1,"replay":false}""", false)]
    public void Cursor_OfNothing_IsLegal(string json, bool legal) => Assert.Equal(legal, CursorDocument.Read(Encoding.UTF8.GetBytes(json)) is not null);

    [Theory]
    [InlineData("online", true)]
    [InlineData("offline", true)]
    [InlineData("", false)]
    public void State_IsOnlineOrOffline(string status, bool legal) =>
        Assert.Equal(legal, StateDocument.Read(Encoding.UTF8.GetBytes($$"""{"status":"{{status}}","version":"1","boot":"b"}""")) is not null);

    [Theory]
    [InlineData("""[]""", true)]
    [InlineData("""[{"path":"a","message":"m"},{"path":"b","message":"n"}]""", true)]
    [InlineData("""[{"path":"a","message":"m"},{"path":"b"}]""", false)]
    [InlineData("""[{"message":"m"}]""", false)]
    [InlineData("null", false)]
    public void Report_WithAMistakeThatSaysNothing_IsNone(string errors, bool legal) =>
        Assert.Equal(legal, ReportedDocument.Read(Encoding.UTF8.GetBytes($$"""{"version":0,"status":"refused","errors":{{errors}}}""")) is not null);

    private sealed class ExactWriter : IBufferWriter<byte>
    {
        private byte[] _span = [];

        public byte[] Written { get; private set; } = [];

        public void Advance(int count) => Written = [.. Written, .. _span.AsSpan(0, count)];

        public Memory<byte> GetMemory(int sizeHint = 0) => _span = new byte[sizeHint];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
