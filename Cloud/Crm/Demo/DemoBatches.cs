using System.Buffers;
using System.Text;
using Cloud.Contracts;
using Cloud.Mqtt;
using EventId = Cloud.Contracts.EventId;

namespace Cloud.Crm.Demo;

/// <summary>The messages in which a demonstration gateway would send its events.</summary>
/// <param name="store">Its store.</param>
/// <param name="epoch">Its epoch; the same year again under the same epoch is the same events.</param>
internal sealed class DemoBatches(DemoStore store, string epoch)
{
    /// <summary>The most events in one message.</summary>
    internal const int MostEvents = 500;

    private readonly GatewayAddress _address = GatewayAddress.Of(store.Store, store.Gateway);
    private long _last;

    /// <summary>Where its messages go.</summary>
    internal GatewayAddress Address => _address;

    /// <summary>The next messages.</summary>
    /// <param name="events">What the gateway says, in order.</param>
    internal IEnumerable<MqttMessage> Next(IReadOnlyList<DemoEvent> events) => events.Chunk(MostEvents).Select(Message);

    private MqttMessage Message(DemoEvent[] events)
    {
        var payload = new ArrayBufferWriter<byte>();
        var first = _last + 1;
        foreach (var e in events)
        {
            payload.Write(++_last == first ? "["u8 : ","u8);
            EventBody.WriteEvent(
                payload,
                new EventId(store.Gateway, epoch, _last),
                EventBody.Write(
                    e.Type, new EventSource(store.Store, store.Gateway, e.Device), new DateTimeOffset(e.At, TimeSpan.Zero), clockSynced: true, TimeSpan.FromSeconds(_last), e.Id,
                    Encoding.UTF8.GetBytes(e.Data)));
        }

        payload.Write("]"u8);
        var header = new BatchHeader(epoch, first, _last, [], null, Brotli: false, events.Length, null);
        return new MqttMessage
        {
            Topic = _address.Topic(Topics.Events), Payload = payload.WrittenMemory, ContentType = BatchHeader.ContentType, UserProperties = header.ToProperties(),
        };
    }
}
