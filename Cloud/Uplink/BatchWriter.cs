using System.Buffers;
using Cloud.Contracts;
using Cloud.Mqtt;
using EdgeGateway.Core.Outbox;

namespace Cloud.Uplink;

/// <summary>Makes the MQTT message of a batch. The events are only copied; one buffer is used for all batches.</summary>
internal sealed class BatchWriter(GatewayAddress address, int compressAboveBytes)
{
    private readonly string _topic = address.Topic(Topics.Events);
    private readonly ArrayBufferWriter<byte> _json = new(64 * 1024);

    /// <summary>Writes a batch. Its payload is returned to the pool by <see cref="Return"/>, once it has been sent.</summary>
    internal BatchMessage Write(OutboxBatch batch, OutboxSnapshot snapshot)
    {
        _json.ResetWrittenCount();
        _json.Write("["u8);
        for (var i = 0; i < batch.Rows.Count; i++)
        {
            if (i > 0)
            {
                _json.Write(","u8);
            }

            var row = batch.Rows[i];
            EventBody.WriteEvent(_json, new EventId(address.Gateway, batch.Epoch, row.Seq), row.Body.Span);
        }

        _json.Write("]"u8);
        var json = _json.WrittenSpan;
        var packed = json.Length > compressAboveBytes ? BatchPayload.Compress(json) : null;
        var brotli = packed is not null && packed.Length < json.Length;
        byte[]? rented = null;
        ReadOnlyMemory<byte> payload = packed;
        if (!brotli)
        {
            rented = ArrayPool<byte>.Shared.Rent(json.Length);
            json.CopyTo(rented);
            payload = rented.AsMemory(0, json.Length);
        }

        var oldest = snapshot.OldestTime is { } time ? EventBody.FormatTime(time) : null;
        var header = new BatchHeader(batch.Epoch, batch.First, batch.Last, PlantedFault.Is("gaps-unsaid") ? [] : batch.Gaps, batch.After, brotli, snapshot.Depth, oldest);
        var message = new MqttMessage
        {
            Topic = _topic,
            Payload = payload,
            ContentType = BatchHeader.ContentType,
            UserProperties = header.ToProperties(),
        };
        return new BatchMessage(message, rented);
    }

    internal static void Return(BatchMessage message)
    {
        if (message.Rented is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

/// <summary>A batch as it is published, and the array to give back afterwards.</summary>
internal readonly record struct BatchMessage(MqttMessage Message, byte[]? Rented);
