using System.Buffers;
using System.Text;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm;

/// <summary>Makes the messages a gateway would send.</summary>
internal sealed class GatewayModel(string store, string name)
{
    internal GatewayAddress Address { get; } = GatewayAddress.Of(store, name);

    internal string Store => store;

    internal string Name => name;

    /// <summary>A batch of the events <paramref name="first"/> to <paramref name="last"/> without the gaps.</summary>
    internal MqttMessage Batch(
        string epoch, long first, long last, EpochEnd? after = null, IReadOnlyList<SeqRange>? gaps = null, bool brotli = false, long? depth = null)
    {
        gaps ??= [];
        var events = new List<byte[]>();
        for (var seq = first; seq <= last; seq++)
        {
            if (!gaps.Any(g => seq >= g.First && seq <= g.Last))
            {
                events.Add(Event(epoch, seq));
            }
        }

        var header = new BatchHeader(epoch, first, last, gaps, after, brotli, depth ?? last - first + 1, null);
        return Message(header, Join(events));
    }

    /// <summary>Any header over any payload; compressed if the header says so.</summary>
    internal MqttMessage Message(BatchHeader header, byte[] payload) => new()
    {
        Topic = Address.Topic(Topics.Events),
        Payload = header.Brotli ? BatchPayload.Compress(payload) : payload,
        ContentType = BatchHeader.ContentType,
        UserProperties = header.ToProperties(),
    };

    internal MqttMessage State(string status) => new()
    {
        Topic = Address.Topic(Topics.State),
        Payload = new StateDocument(status, "1.2.3", "boot-1").ToUtf8(),
        Retain = true,
    };

    /// <summary>Online once more, for those who listen now.</summary>
    internal MqttMessage SignOfLife() => State(StateDocument.Online) with { QoS = 0, Retain = false };

    /// <summary>One event as it stands in a batch.</summary>
    internal byte[] Event(string epoch, long seq, string type = EventTypes.ScanRead, string? device = "till-1", string? data = null, string? otherStore = null)
    {
        var body = EventBody.Write(
            type,
            new EventSource(otherStore ?? store, name, device),
            new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero).AddSeconds(seq),
            clockSynced: true,
            TimeSpan.FromSeconds(seq),
            originId: null,
            Encoding.UTF8.GetBytes(data ?? $$"""{"symbology":"ean13","text":"{{seq}}"}"""));
        var output = new ArrayBufferWriter<byte>();
        EventBody.WriteEvent(output, new EventId(name, epoch, seq), body);
        return output.WrittenSpan.ToArray();
    }

    internal static byte[] Join(IReadOnlyList<byte[]> events) =>
        [(byte)'[', .. events.SelectMany((e, i) => i == 0 ? e : [(byte)',', .. e]), (byte)']'];
}
