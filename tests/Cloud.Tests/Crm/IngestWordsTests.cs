using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Ingest;

namespace Cloud.Tests.Crm;

/// <summary>What ingest makes of texts, times and words about devices that came from outside.</summary>
public sealed class IngestWordsTests
{
    private static readonly DateTime s_now = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly BatchReader _reader = new(name => name == "gw-1" ? new RegisteredGateway(1, Topics.ShardOf("gw-1"), "store-1", "gw-1") : null);

    [Theory]
    [InlineData("plain", 10, "plain")]
    [InlineData("plain", 3, "pla")]
    [InlineData("", 3, "")]
    [InlineData("\u0000a", 10, "\ufffda")]
    [InlineData("a\u0007b", 10, "a\ufffdb")]
    [InlineData("a\u0085", 10, "a\ufffd")]
    [InlineData("😀", 10, "😀")]
    [InlineData("a😀b", 10, "a😀b")]
    [InlineData("a😀b", 2, "a\ufffd")]
    [InlineData("a😀😀", 5, "a😀😀")]
    [InlineData(null, 3, null)]
    public void Bounded_IsShortAndWithoutWhatNoColumnTakes(string? text, int length, string? expected) => Assert.Equal(expected, PlainText.Bounded(text, length));

    /// <summary>xUnit's rows cannot hold half a pair.</summary>
    [Fact]
    public void Bounded_HalfAPair_IsReplacedWhereverItStands()
    {
        Assert.Equal("\ufffd", PlainText.Bounded("\ud83d", 5));
        Assert.Equal("\ufffdx", PlainText.Bounded("\ude00x", 5));
        Assert.Equal("x\ufffd\ufffd", PlainText.Bounded("x\ude00\ud83d", 5));
    }

    [Fact]
    public void DeadLetter_IsTheSameOnlyForTheSameTopicNumberAndPayload()
    {
        byte[][] hashes =
        [
            DeadLetter.Of("t", "g", 1, "why", "p"u8).Sha256, DeadLetter.Of("u", "g", 1, "why", "p"u8).Sha256, DeadLetter.Of("t", "g", 2, "why", "p"u8).Sha256,
            DeadLetter.Of("t", "g", null, "why", "p"u8).Sha256, DeadLetter.Of("t", "g", 1, "why", "q"u8).Sha256, DeadLetter.Of("t", "g", 256, "why", "p"u8).Sha256,
        ];
        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(hashes[0], DeadLetter.Of("t", "h", 1, "another reason", "p"u8).Sha256);

        // Rows that are in the table bear it, so it must stay: printf 't\0\0\0\0\0\0\0\0\1p' | sha256sum
        Assert.Equal("f705cb89f8a3544941a207fe3b92f1bff9847d52a19c09ff3c4787941f8ac17a", Convert.ToHexStringLower(hashes[0]));
    }

    [Theory]
    [InlineData(true, -1, null, -1)]
    [InlineData(true, 0, null, 0)]
    [InlineData(true, 5, null, 0)]
    [InlineData(false, -9, null, 0)]
    [InlineData(false, -9, -3, -3)]
    [InlineData(true, -9, -3, -9)]
    public void At_IsTheGatewaysTimeOrTheReckonedOne_AndNeverLaterThanItCame(bool synced, int minutes, int? corrected, int expected)
    {
        var said = new IncomingEvent(1, "scan.read", EventClass.Ledger, null, s_now.AddMinutes(minutes), synced, null, null, "{}", null, null, null)
        {
            CorrectedAt = corrected is { } known ? s_now.AddMinutes(known) : null,
        };
        Assert.Equal(s_now.AddMinutes(expected), said.At(s_now));
    }

    [Theory]
    [InlineData("device.online", """{"driver":"d","stable_name":"s","reason":"r"}""", "d s online reason= sample=")]
    [InlineData("device.offline", """{"driver":"d","stable_name":"s","reason":"r"}""", "d s offline reason=r sample=")]
    [InlineData("device.fault", """{"driver":"d","stable_name":"s","reason":"r"}""", "d s  reason=r sample=")]
    [InlineData("device.sample", """{"kind":"plate"}""", "   sample={\"kind\":\"plate\"} plate")]
    [InlineData("scan.read", "{}", "")]
    public void DeviceChange_SaysWhatTheEventSays(string type, string data, string expected) =>
        Assert.Equal(expected, Words(DeviceChange.Of(type, "scale-1", s_now, JsonDocument.Parse(data).RootElement, data)));

    [Fact]
    public void DeviceChange_LaterOnesAreLaidOver_AndWhatTheyDoNotSayStays()
    {
        var online = Of("device.online", 0, """{"driver":"d","stable_name":"s"}""");
        var fault = Of("device.fault", 1, """{"reason":"r"}""");
        var sample = Of("device.sample", 2, """{"kind":"scale"}""");
        var offline = Of("device.offline", 3, """{"driver":"e","stable_name":"t","reason":"q"}""");

        Assert.Equal("d s online reason=r sample=", Words(online.Then(fault)));
        Assert.Equal("d s online reason=r sample={\"kind\":\"scale\"} scale", Words(online.Then(fault).Then(sample)));
        Assert.Equal((s_now, s_now.AddMinutes(2)), (online.Then(fault).Then(sample).Since, online.Then(fault).Then(sample).SampleAt));
        Assert.Equal("e t offline reason=q sample={\"kind\":\"scale\"} scale", Words(online.Then(sample).Then(offline)));
        Assert.Equal((s_now.AddMinutes(3), s_now.AddMinutes(2)), (online.Then(sample).Then(offline).Since, online.Then(sample).Then(offline).SampleAt));
        Assert.Equal("d s online reason= sample=", Words(fault.Then(online)));
        Assert.Equal("   sample={\"kind\":\"scale\"} scale", Words(sample.Then(sample)));
    }

    [Fact]
    public void DeviceChange_AtAnotherMoment_MovesOnlyTheTimesItHas()
    {
        var online = Of("device.online", 0, "{}").Happened(s_now.AddDays(1));
        var sample = Of("device.sample", 0, "{}").Happened(s_now.AddDays(1));
        Assert.Equal((s_now.AddDays(1), null), (online.Since, online.SampleAt));
        Assert.Equal((null, s_now.AddDays(1)), (sample.Since, sample.SampleAt));
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("12.3456", 12_345L)]
    [InlineData("99999999999.5", 99_999_999_999_500L)]
    [InlineData("1e11", null)]
    [InlineData("-0.001", null)]
    [InlineData("\"12\"", null)]
    public void Uptime_IsAnAmountOfTimeOrNothing(string text, long? expected) => Assert.Equal(expected, Read(Event("\"uptime\":1", $"\"uptime\":{text}")).Events.Single().UptimeMs);

    [Theory]
    [InlineData("!~", true)]
    [InlineData("a b", false)]
    [InlineData("a\\u007f", false)]
    [InlineData("\\u00e9", false)]
    public void Type_IsPrintableAscii(string type, bool readable)
    {
        var batch = Read(Event("scan.read", type));
        Assert.Equal(readable ? 1 : 0, batch.Events.Count);
        if (!readable)
        {
            Assert.Contains("not printable ASCII", batch.Unreadable.Single().Reason, StringComparison.Ordinal);
        }
    }

    /// <summary>Half a pair in an attribute is told of when it is read, not when it is parsed.</summary>
    [Fact]
    public void Type_OfHalfAPair_IsUnreadable() => Assert.Contains("cannot be read", Read(Event("scan.read", "\\ud800")).Unreadable.Single().Reason, StringComparison.Ordinal);

    [Fact]
    public void Event_AsLongAsMayBe_IsRead_AndOneByteMoreIsNot()
    {
        const int most = EventBody.MaxLength + 1024;
        var length = Event("", "").Length;
        Assert.Single(Read(Padded(most - length)).Events);
        Assert.Contains($"has {most + 1} bytes", Read(Padded(most - length + 1)).Unreadable.Single().Reason, StringComparison.Ordinal);

        byte[] Padded(int more) => Event("\"data\":{", "\"data\":{" + new string(' ', more));
    }

    [Theory]
    [InlineData((1L << 53) - 1, true)]
    [InlineData(1L << 53, false)]
    public void LastNumber_IsWhatJsonKeeps(long last, bool read) =>
        Assert.Equal(read, _reader.Read(_gateway.Message(new BatchHeader("1-a", last, last, [new SeqRange(last, last)], null, false, 0, null), "[]"u8.ToArray())) is IncomingBatch);

    [Fact]
    public void Payload_AsLongAsMayBe_IsRead_AndOneByteMoreIsNot()
    {
        var header = new BatchHeader("1-a", 1, 1, [new SeqRange(1, 1)], null, false, 0, null);
        Assert.Empty(Of(BatchPayload.MaxUnpackedLength).Unreadable);
        Assert.Contains("expected at most", Of(BatchPayload.MaxUnpackedLength + 1).Unreadable.Single().Reason, StringComparison.Ordinal);

        IncomingBatch Of(int length) => (IncomingBatch)_reader.Read(_gateway.Message(header, Encoding.ASCII.GetBytes("[]".PadRight(length))));
    }

    private static DeviceChange Of(string type, int minute, string data) => DeviceChange.Of(type, "scale-1", s_now.AddMinutes(minute), JsonDocument.Parse(data).RootElement, data)!;

    private static string Words(DeviceChange? change) => change is null ? ""
        : $"{change.Driver} {change.StableName} {change.Availability} {(change.SaysReason ? $"reason={change.Reason} " : "")}sample={change.Sample} {change.Kind}".TrimEnd();

    private byte[] Event(string old, string with) => old.Length == 0 ? _gateway.Event("1-a", 1)
        : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_gateway.Event("1-a", 1)).Replace(old, with, StringComparison.Ordinal));

    private IncomingBatch Read(byte[] said) =>
        Assert.IsType<IncomingBatch>(_reader.Read(_gateway.Message(new BatchHeader("1-a", 1, 1, [], null, false, 1, null), GatewayModel.Join([said]))));
}
