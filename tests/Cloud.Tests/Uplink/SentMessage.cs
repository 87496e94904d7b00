using System.Text.Json;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Tests.Uplink;

/// <summary>A batch as headquarters reads it.</summary>
internal sealed record SentMessage(MqttMessage Message, BatchHeader Header, IReadOnlyList<StoreEvent> Events)
{
    public IReadOnlyList<long> Seqs => [.. Events.Select(e => e.Id.Seq)];

    public static SentMessage Read(MqttMessage message)
    {
        Assert.Null(BatchHeader.TryRead(message.UserProperties, out var header));
        Assert.Equal(BatchHeader.ContentType, message.ContentType);
        var json = header!.Brotli ? BatchPayload.Decompress(message.Payload.Span) : message.Payload.ToArray();
        using var document = JsonDocument.Parse(json);
        var events = new List<StoreEvent>();
        foreach (var element in document.RootElement.EnumerateArray())
        {
            Assert.Null(StoreEvent.TryRead(element.Clone(), out var read));
            events.Add(read!);
        }

        Assert.Equal(header.EventCount, events.Count);
        return new SentMessage(message, header, events);
    }
}
