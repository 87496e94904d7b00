using System.Text;
using Cloud.Contracts;
using Simulators.Fleet;
using Simulators.Fleet.Mqtt;
using Tests.Shared;

namespace Drivers.Tests.Simulators.Fleet;

public sealed class FleetSessionTests
{
    private const string Epoch = "1-0a0b0c0d";
    private static readonly FleetAddress s_address = new(7);
    private readonly ManualClock _clock = new();
    private readonly FleetOutbox _outbox = new();
    private readonly FleetCounts _counts = new();
    private readonly List<byte[]> _sent = [];

    [Fact]
    public void BeforeTheBrokerHasItsState_NoEventIsSent()
    {
        Happen(3);
        var session = Session();
        session.Begin(s_address.User, "secret");
        session.Take(Answer(PacketKind.ConnectAcknowledged));
        session.Take(Answer(PacketKind.SubscribeAcknowledged, 1));
        session.Tick();

        Assert.Equal([0x10, 0x82, 0x33], _sent.Select(p => (int)p[0]));

        session.Take(Answer(PacketKind.PublishAcknowledged, 2));

        Assert.Equal((1, 3), (Batches().Count, (int)Batches()[0].Header.Last));
        Assert.Equal(1, _counts.Online);
    }

    [Fact]
    public void UntilSomethingIsCommitted_OneBatchTravelsAlone()
    {
        Happen(FleetBatch.MostEvents * 12);
        var session = Online();

        Assert.Single(Batches());

        Cursor(session, FleetBatch.MostEvents);

        Assert.Equal(1 + FleetPlan.Window, Batches().Count);
        Assert.Equal(
            Enumerable.Range(0, 1 + FleetPlan.Window).Select(i => (long)(i * FleetBatch.MostEvents) + 1), Batches().Select(b => b.Header.First));
    }

    [Fact]
    public void TheBrokersAcknowledgement_TrimsNothing()
    {
        Happen(5);
        var session = Online();
        session.Take(Answer(PacketKind.PublishAcknowledged, 3));

        Assert.Equal(5, _outbox.Depth);

        Cursor(session, 5);

        Assert.Equal((0, true), (_outbox.Depth, session.WasOfUse));
    }

    [Fact]
    public void AskedToSendAgain_BeginsBehindTheCursor()
    {
        Happen(5);
        var session = Online();
        Cursor(session, 2, replay: true);

        var again = Batches()[^1];
        Assert.Equal((2, 3L, 5L), (Batches().Count, again.Header.First, again.Header.Last));
        Assert.Equal((1, 3), (_counts.Replays, _counts.Resent));
    }

    [Fact]
    public void RetainedCursorBeforeItIsOnline_SparesWhatIsCommitted()
    {
        Happen(5);
        var session = Session();
        session.Begin(s_address.User, null);
        session.Take(Answer(PacketKind.ConnectAcknowledged));
        Cursor(session, 4, replay: true);
        session.Take(Answer(PacketKind.PublishAcknowledged, 2));

        Assert.Equal(5, Assert.Single(Batches()).Header.First);
    }

    [Fact]
    public void WithoutEvents_GivesASignOfLifeEachTenSeconds()
    {
        var session = Online();
        _sent.Clear();
        for (var second = 0; second < 30; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            session.Tick();
        }

        // QoS 0 and not retained; between them a ping for the keep-alive.
        Assert.Equal((3, 1), (_sent.Count(p => p[0] == 0x30), _sent.Count(p => p[0] == 0xC0)));
    }

    [Fact]
    public void NothingCommittedForTooLong_EndsTheConnection()
    {
        Happen(1);
        var session = Online();
        _clock.Advance(FleetPlan.CursorTimeout);
        session.Tick();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Throws<IOException>(session.Tick);
        Assert.Equal(1, _counts.Timeouts);
    }

    [Fact]
    public void ACursorThatCannotBe_IsNotBelieved()
    {
        Happen(1);
        var session = Online();

        Assert.Throws<InvalidDataException>(() => Cursor(session, 2));
        Assert.Throws<InvalidDataException>(() => session.Take(Message("""{"epoch":"9-ffffffff","seq":1}""")));
        Assert.Throws<InvalidDataException>(() => session.Take(Message("no json")));
    }

    [Fact]
    public void ARefusal_EndsTheConnection() =>
        Assert.Throws<IOException>(() => Session().Take(new Packet(PacketKind.ConnectAcknowledged, 0, 0x87, "", default)));

    [Fact]
    public void Batch_IsReadByHeadquartersOwnReader()
    {
        Happen(40);
        _ = Online();
        var (header, payload) = Batches()[0];

        using var json = System.Text.Json.JsonDocument.Parse(BatchPayload.Decompress(payload));
        Assert.True(header.Brotli);
        Assert.Equal(40, json.RootElement.GetArrayLength());
        var seq = 0L;
        foreach (var element in json.RootElement.EnumerateArray())
        {
            Assert.Null(StoreEvent.TryRead(element, out var e));
            Assert.Equal((new EventId(s_address.Gateway, Epoch, ++seq), s_address.Store, FleetEvents.TypeOf(seq)), (e!.Id, e.Source.Store, e.Type));
            Assert.All(EventCatalog.Find(e.Type)!.Required, member => Assert.True(e.Data.TryGetProperty(member.Name, out _)));
            Assert.Equal(Encoding.UTF8.GetString(FleetEvents.Data(seq)), e.Data.GetRawText());
        }
    }

    [Fact]
    public void Address_IsWhereHeadquartersLooks() =>
        Assert.All(Enumerable.Range(1, 300).Select(i => new FleetAddress(i)), a => Assert.Equal(GatewayAddress.Of(a.Store, a.Gateway).Topic(Topics.Events), a.Topic("events")));

    private FleetSession Session() => new(s_address, Epoch, _outbox, _counts, _clock, p => _sent.Add(p.ToArray()));

    private FleetSession Online()
    {
        var session = Session();
        session.Begin(s_address.User, null);
        session.Take(Answer(PacketKind.ConnectAcknowledged));
        session.Take(Answer(PacketKind.SubscribeAcknowledged, 1));
        session.Take(Answer(PacketKind.PublishAcknowledged, 2));
        return session;
    }

    private void Happen(int events)
    {
        for (var i = 0; i < events; i++)
        {
            _outbox.Add(_clock.GetUtcNow());
        }
    }

    private static Packet Answer(PacketKind kind, ushort id = 0) => new(kind, id, 0, "", default);

    private static Packet Message(string cursor) => new(PacketKind.Publish, 1, 0, s_address.Topic("cursor"), Encoding.UTF8.GetBytes(cursor));

    private static void Cursor(FleetSession session, long seq, bool replay = false) =>
        session.Take(Message($$"""{"epoch":"{{Epoch}}","seq":{{seq}},"replay":{{(replay ? "true" : "false")}}}"""));

    /// <summary>The batches that were sent, taken apart as the standard says.</summary>
    private List<(BatchHeader Header, byte[] Payload)> Batches()
    {
        var batches = new List<(BatchHeader, byte[])>();
        foreach (var packet in _sent.Where(p => p[0] == 0x32))
        {
            Assert.True(PacketReader.TryRead(packet, out var read, out _));
            var text = Encoding.Latin1.GetString(packet);
            var header = text[..(packet.Length - read.Payload.Length)];
            Assert.Null(BatchHeader.TryRead(Properties(header), out var batch));
            batches.Add((batch!, read.Payload.ToArray()));
        }

        return batches;
    }

    /// <summary>User properties: 0x26, then two texts, each behind its length in two bytes.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Properties(string header)
    {
        var at = header.IndexOf("&\0\u0005epoch", StringComparison.Ordinal);
        while (at >= 0 && at < header.Length && header[at] == '&')
        {
            var name = Text(header, at + 1);
            var value = Text(header, at + 3 + name.Length);
            yield return new(name, value);
            at += 5 + name.Length + value.Length;
        }
    }

    private static string Text(string bytes, int at) => bytes.Substring(at + 2, (bytes[at] << 8) | bytes[at + 1]);
}
