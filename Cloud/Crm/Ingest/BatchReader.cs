using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Members;
using Cloud.Crm.Sales;
using Cloud.Mqtt;
using EventId = Cloud.Contracts.EventId;

namespace Cloud.Crm.Ingest;

/// <summary>Turns one MQTT message into a batch, a state or a dead letter. Pure; never throws, whatever the bytes are.</summary>
/// <param name="find">The registered gateway of a name, or null.</param>
internal sealed class BatchReader(Func<string, RegisteredGateway?> find)
{
    /// <summary>The largest sequence number taken: the largest whole number that every JSON reader keeps exactly.</summary>
    internal const long MaxSeq = (1L << 53) - 1;

    private const int MaxEventLength = EventBody.MaxLength + 1024;

    // A till's event may be as deep as JSON readers allow by default (64); on the wire it stands one array deeper.
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 96 };

    /// <summary>Reads a message.</summary>
    internal Incoming Read(MqttMessage message)
    {
        try
        {
            return ReadTopic(message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Refuse(message, null, $"reading failed: {exception.Message}");
        }
    }

    private Incoming ReadTopic(MqttMessage message)
    {
        if (!Topics.TryParse(message.Topic, out var address, out var leaf))
        {
            return Refuse(message, null, "the topic is not r/v1/{shard}/{store}/{gateway}/{leaf}");
        }

        if (find(address.Gateway) is not { } gateway)
        {
            return Refuse(message, address.Gateway, $"gateway '{address.Gateway}' is not registered");
        }

        if (gateway.Store != address.Store || gateway.Shard != address.Shard)
        {
            return Refuse(
                message,
                address.Gateway,
                $"gateway '{gateway.Name}' is registered in store '{gateway.Store}', shard {gateway.Shard}; the topic says '{address.Store}', shard {address.Shard}");
        }

        if (gateway.IsRevoked)
        {
            return Refuse(message, gateway.Name, $"gateway '{gateway.Name}' was taken out of the fleet; its certificates were revoked");
        }

        switch (leaf)
        {
            case Topics.State:
                return StateDocument.Read(message.Payload.Span) is { } state
                    ? new IncomingState(gateway, state) { IsSign = message.QoS == 0 }
                    : Refuse(message, gateway.Name, "the payload is not a state document");
            case Topics.Events:
                return BatchHeader.TryRead(message.UserProperties, out var header) is not { } problem
                    ? ReadBatch(message, gateway, header!)
                    : Refuse(message, gateway.Name, problem);
            default:
                return Refuse(message, gateway.Name, "headquarters does not read this topic");
        }
    }

    private static Incoming ReadBatch(MqttMessage message, RegisteredGateway gateway, BatchHeader header)
    {
        if (header.Last > MaxSeq)
        {
            return Refuse(message, gateway.Name, $"user property 'last' is {header.Last}; expected at most {MaxSeq}");
        }

        var batch = new IncomingBatch(gateway, header, [], [], message.Topic, message.Payload);
        if (message.ContentType != BatchHeader.ContentType)
        {
            return batch.GivenUp($"the content type is '{message.ContentType}'; expected {BatchHeader.ContentType}");
        }

        try
        {
            return ReadPayload(batch, header.Brotli ? BatchPayload.Decompress(message.Payload.Span) : message.Payload);
        }
        catch (InvalidDataException exception)
        {
            return batch.GivenUp(exception.Message);
        }
        catch (JsonException exception)
        {
            return batch.GivenUp($"the payload is not JSON: {exception.Message}");
        }
    }

    private static IncomingBatch ReadPayload(IncomingBatch batch, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > BatchPayload.MaxUnpackedLength)
        {
            return batch.GivenUp($"the payload has {payload.Length} bytes; expected at most {BatchPayload.MaxUnpackedLength}");
        }

        using var document = JsonDocument.Parse(payload, s_json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return batch.GivenUp($"the payload is a JSON {document.RootElement.ValueKind}; expected an array");
        }

        var header = batch.Header;
        var length = document.RootElement.GetArrayLength();
        if (length != header.EventCount)
        {
            return batch.GivenUp($"the payload has {length} events; its header promises {header.EventCount}");
        }

        var events = new List<IncomingEvent>(length);
        var unreadable = new List<DeadLetter>();
        var expected = new ExpectedSeqs(header);
        foreach (var element in document.RootElement.EnumerateArray())
        {
            var seq = expected.Next();
            var raw = JsonMarshal.GetRawUtf8Value(element);
            var problem = ReadEvent(batch, seq, element, raw, events);
            if (problem is not null)
            {
                unreadable.Add(DeadLetter.Of(batch.Topic, batch.Gateway.Name, seq, problem, raw));
            }
        }

        return batch with { Events = events, Unreadable = unreadable };
    }

    private static string? ReadEvent(IncomingBatch batch, long seq, JsonElement element, ReadOnlySpan<byte> raw, List<IncomingEvent> events)
    {
        if (raw.Length > MaxEventLength)
        {
            return $"the event has {raw.Length} bytes; expected at most {MaxEventLength}";
        }

        if (!Utf8.IsValid(raw))
        {
            return "the event is not UTF-8";
        }

        try
        {
            return StoreEvent.TryRead(element, out var read) is { } problem ? problem : Check(batch, seq, element, read!, events);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            return $"the event cannot be read: {exception.Message}";
        }
    }

    private static string? Check(IncomingBatch batch, long seq, JsonElement element, StoreEvent read, List<IncomingEvent> events)
    {
        var expected = new EventId(batch.Gateway.Name, batch.Header.Epoch, seq);
        if (read.Id != expected)
        {
            return $"the id is '{read.Id}'; expected '{expected}'";
        }

        if (read.Source.Gateway != batch.Gateway.Name || read.Source.Store != batch.Gateway.Store)
        {
            return $"the source is '{read.Source}'; expected gateway '{batch.Gateway.Name}' of store '{batch.Gateway.Store}'";
        }

        if (!Ascii.IsValid(read.Type) || read.Type.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "attribute 'type' has characters that are not printable ASCII";
        }

        var type = EventCatalog.Find(read.Type)?.Type ?? read.Type;
        var time = read.Time.UtcDateTime;
        var data = SaleEffect.WithoutNumbers(type, read.Data);
        events.Add(new IncomingEvent(
            seq,
            type,
            read.Class,
            read.Source.Device,
            time,
            read.ClockSynced,
            Uptime(element),
            read.OriginId,
            data,
            read.Source.Device is { } device ? DeviceChange.Of(type, device, time, read.Data, data) : null,
            MemberChange.Of(type, time, read.Data),
            EventEffect.Of(type, read.Source.Device, read.Data)));
        return null;
    }

    private static long? Uptime(JsonElement element) =>
        element.TryGetProperty("uptime"u8, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 1e11
            ? (long)(seconds * 1000)
            : null;

    private static IncomingDeadLetter Refuse(MqttMessage message, string? gateway, string reason) =>
        new(DeadLetter.Of(message.Topic, gateway, null, reason, message.Payload.Span));

    /// <summary>Walks a header's range without its gaps.</summary>
    private struct ExpectedSeqs(BatchHeader header)
    {
        private long _next = header.First;
        private int _gap;

        internal long Next()
        {
            while (_gap < header.Gaps.Count && _next >= header.Gaps[_gap].First)
            {
                _next = header.Gaps[_gap].Last + 1;
                _gap++;
            }

            return _next++;
        }
    }
}
