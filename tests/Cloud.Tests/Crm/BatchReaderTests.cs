using System.IO.Compression;
using System.Text;
using Cloud.Contracts;
using Cloud.Crm.Ingest;
using Cloud.Mqtt;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Tests.Crm;

public sealed class BatchReaderTests
{
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly BatchReader _reader = new(name => name == "gw-1" ? new RegisteredGateway(1, Topics.ShardOf("gw-1"), "store-1", "gw-1") : null);

    [Fact]
    public void Read_GoodBatch_GivesItsEvents()
    {
        var batch = Assert.IsType<IncomingBatch>(_reader.Read(_gateway.Batch("1-a", 3, 6, gaps: [new SeqRange(4, 4)], brotli: true)));

        Assert.Equal([3, 5, 6], batch.Events.Select(e => e.Seq));
        Assert.Empty(batch.Unreadable);
        Assert.Equal("""{"symbology":"ean13","text":"3"}""", batch.Events[0].Data);
        Assert.Equal(3_000, batch.Events[0].UptimeMs);
    }

    [Theory]
    [InlineData("r/v1/0/store-1/gw-1/events", "shard")]
    [InlineData("r/v1/SHARD/store-2/gw-1/events", "registered in store 'store-1'")]
    [InlineData("r/v1/SHARD/store-1/gw-9/events", "not registered")]
    [InlineData("r/v1/SHARD/store-1/gw-1/cursor", "does not read")]
    [InlineData("r/v2/x", "the topic is not")]
    [InlineData("", "the topic is not")]
    public void Read_ForeignTopic_IsRefused(string topic, string reason)
    {
        topic = topic.Replace("SHARD", _gateway.Address.Shard.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var refused = Assert.IsType<IncomingDeadLetter>(_reader.Read(_gateway.Batch("1-a", 1, 1) with { Topic = topic }));

        Assert.Contains(reason, refused.Letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HeaderThatCannotBeRead_IsRefusedWithItsReason()
    {
        var refused = Assert.IsType<IncomingDeadLetter>(_reader.Read(_gateway.Batch("1-a", 1, 1) with { UserProperties = [new("epoch", "A B")] }));

        Assert.Contains("'epoch'", refused.Letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SequenceNumberBeyondWhatJsonKeeps_IsRefused()
    {
        var header = new BatchHeader("1-a", 1, long.MaxValue, [new SeqRange(1, long.MaxValue)], null, false, 0, null);

        Assert.IsType<IncomingDeadLetter>(_reader.Read(_gateway.Message(header, "[]"u8.ToArray())));
    }

    [Fact]
    public void Read_CountThatDiffersFromTheHeader_GivesUpThePayloadOnly()
    {
        var header = new BatchHeader("1-a", 1, 3, [], null, false, 3, null);
        AssertGivenUp(_gateway.Message(header, GatewayModel.Join([_gateway.Event("1-a", 1)])), "promises 3");
    }

    [Fact]
    public void Read_WrongContentType_GivesUpThePayloadOnly() =>
        AssertGivenUp(_gateway.Batch("1-a", 1, 3) with { ContentType = "text/plain" }, "content type");

    [Fact]
    public void Read_PayloadThatIsNotBrotliAsItSays_GivesUpThePayloadOnly() =>
        AssertGivenUp(_gateway.Batch("1-a", 1, 3, brotli: true) with { Payload = "no"u8.ToArray() }, "Brotli");

    [Fact]
    public void Read_BrotliBomb_IsNotUnpackedBeyondTheLimit()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 64; i++)
            {
                brotli.Write(zeros);
            }
        }

        AssertGivenUp(_gateway.Batch("1-a", 1, 3, brotli: true) with { Payload = packed.ToArray() }, "unpacks to more than");
    }

    [Theory]
    [InlineData("""{"id":"gw-1/1-a/2"}""", "the id|'source'")]
    [InlineData("""[]""", "expected a JSON object")]
    [InlineData("""7""", "expected a JSON object")]
    public void Read_OneUnreadableEvent_KeepsTheOthers(string text, string reasons)
    {
        var header = new BatchHeader("1-a", 1, 3, [], null, false, 3, null);
        var payload = GatewayModel.Join([_gateway.Event("1-a", 1), Encoding.UTF8.GetBytes(text), _gateway.Event("1-a", 3)]);
        var batch = Assert.IsType<IncomingBatch>(_reader.Read(_gateway.Message(header, payload)));

        Assert.Equal([1, 3], batch.Events.Select(e => e.Seq));
        Assert.Equal(2, batch.Unreadable.Single().Seq);
        Assert.Contains(reasons.Split('|'), r => batch.Unreadable[0].Reason.Contains(r, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_EventOfAnotherGatewayEpochOrPlace_IsUnreadable()
    {
        var header = new BatchHeader("1-a", 1, 4, [], null, false, 4, null);
        var stranger = new GatewayModel("store-1", "gw-2");
        var payload = GatewayModel.Join([stranger.Event("1-a", 1), _gateway.Event("1-b", 2), _gateway.Event("1-a", 4), _gateway.Event("1-a", 3)]);
        var batch = Assert.IsType<IncomingBatch>(_reader.Read(_gateway.Message(header, payload)));

        Assert.Empty(batch.Events);
        Assert.Equal([1, 2, 3, 4], batch.Unreadable.Select(u => u.Seq!.Value));
    }

    [Fact]
    public void Read_TextThatNoDatabaseTakes_IsUnreadableOrMadeHarmless()
    {
        var half = Replaced("\"text\":\"1\"", "\"text\":\"\\ud800\"");
        var nul = Replaced("scan.read", "scan\\u0000read");
        var latin = _gateway.Event("1-a", 1).Select(b => b == (byte)'e' ? (byte)0xE9 : b).ToArray();
        var reason = _gateway.Event("1-a", 4, EventTypes.DeviceOffline, "scale-1", """{"driver":"x","stable_name":"y","reason":"a\u0000b"}""");
        var header = new BatchHeader("1-a", 1, 4, [], null, false, 4, null);
        var batch = Assert.IsType<IncomingBatch>(_reader.Read(_gateway.Message(header, GatewayModel.Join([half, nul, latin, reason]))));

        Assert.Equal([2, 3], batch.Unreadable.Select(u => u.Seq!.Value));
        Assert.Equal("a\uFFFDb", batch.Events[^1].DeviceChange!.Reason);

        byte[] Replaced(string old, string with) =>
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_gateway.Event("1-a", 1)).Replace(old, with, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_AnyBytesAnyProperties_NeverThrows() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            ArbMap.Default.ArbFor<NonNull<string>[]>(),
            ArbMap.Default.ArbFor<bool>(),
            (payload, words, brotli) =>
            {
                var names = new[] { "epoch", "first", "last", "gaps", "after", "depth", "oldest" };
                var message = _gateway.Batch("1-a", 1, 2) with { Payload = payload };
                Assert.NotNull(_reader.Read(message));
                Assert.NotNull(_reader.Read(message with
                {
                    UserProperties = [.. words.Select((w, i) => new KeyValuePair<string, string>(names[i % names.Length], w.Get))],
                }));
                var header = new BatchHeader("1-a", 1, 2, [], null, false, 2, null);
                Assert.NotNull(_reader.Read(_gateway.Message(header with { Brotli = brotli }, payload)));
                Assert.NotNull(_reader.Read(message with { Topic = words.Length == 0 ? "" : words[0].Get }));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_GoodBatchWithAnyByteChanged_NeverThrowsAndNeverMovesAnEvent() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(),
            ArbMap.Default.ArbFor<byte>(),
            (at, value) =>
            {
                var good = _gateway.Batch("1-a", 1, 3);
                var payload = good.Payload.ToArray();
                payload[at.Get % payload.Length] = value;
                if (_reader.Read(good with { Payload = payload }) is IncomingBatch batch)
                {
                    Assert.All(batch.Events, e => Assert.InRange(e.Seq, 1, 3));
                    Assert.Equal(batch.Events.Select(e => e.Seq).Order(), batch.Events.Select(e => e.Seq));
                }
            }).QuickCheckThrowOnFailure();

    private void AssertGivenUp(MqttMessage message, string reason)
    {
        var batch = Assert.IsType<IncomingBatch>(_reader.Read(message));
        Assert.Empty(batch.Events);
        Assert.Contains(reason, batch.Unreadable.Single().Reason, StringComparison.Ordinal);
    }
}
