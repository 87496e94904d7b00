using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Simulators.Fleet.Mqtt;

namespace Simulators.Fleet;

/// <summary>Makes the message of a batch. Source: docs/asyncapi.json, message eventBatch.</summary>
internal static class FleetBatch
{
    /// <summary>The most events in one.</summary>
    public const int MostEvents = 500;

    private const int CompressAbove = 1024;
    private const int Quality = 3;
    private const int Window = 18;
    private static readonly JsonWriterOptions s_json = new() { SkipValidation = true };

    /// <summary>Writes the PUBLISH of the events from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static byte[] Write(FleetAddress address, string epoch, FleetOutbox outbox, long first, long last, ushort packet)
    {
        var buffer = new ArrayBufferWriter<byte>(512 * (int)(last - first + 1));
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartArray();
            for (var seq = first; seq <= last; seq++)
            {
                FleetEvents.Write(json, address, epoch, seq, outbox.TimeOf(seq));
            }

            json.WriteEndArray();
        }

        List<KeyValuePair<string, string>> header =
        [
            new("epoch", epoch), new("first", Text(first)), new("last", Text(last)), new("depth", Text(outbox.Depth)), new("oldest", FleetEvents.Time(outbox.TimeOf(outbox.Committed + 1))),
        ];
        var payload = buffer.WrittenSpan;
        if (payload.Length > CompressAbove)
        {
            var packed = new byte[BrotliEncoder.GetMaxCompressedLength(payload.Length)];
            if (BrotliEncoder.TryCompress(payload, packed, out var length, Quality, Window) && length < payload.Length)
            {
                header.Add(new("encoding", "br"));
                payload = packed.AsSpan(0, length);
            }
        }

        return PacketWriter.Publish(address.Topic("events"), payload, packet, retain: false, "application/cloudevents-batch+json", header);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
