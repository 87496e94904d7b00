using System.Buffers;
using System.Text.Json;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Events;

/// <summary>Writes the <c>data</c> of events the gateway itself makes: UTF-8 JSON objects with the members of the event catalogue.</summary>
public static class EventData
{
    /// <summary>The data of <c>buffer.gap</c>: events that headquarters will never get from this file.</summary>
    /// <param name="eventClass"><c>ledger</c>, <c>telemetry</c>, or <c>unknown</c> where the rows can no longer say.</param>
    /// <param name="epoch">Their epoch.</param>
    /// <param name="first">The first of the run.</param>
    /// <param name="last">The last of the run.</param>
    /// <param name="count">How many in the run are meant; the others of it are still there.</param>
    /// <param name="why">One of <see cref="GapReason"/>.</param>
    public static byte[] BufferGap(string eventClass, string epoch, long first, long last, long count, string why) => Write(json =>
    {
        json.WriteString("class"u8, eventClass);
        json.WriteString("epoch"u8, epoch);
        json.WriteNumber("first"u8, first);
        json.WriteNumber("last"u8, last);
        json.WriteNumber("count"u8, count);
        json.WriteString("why"u8, why);
    });

    /// <summary>The data of <c>gateway.health</c>.</summary>
    /// <param name="outbox">The outbox at a glance.</param>
    /// <param name="residentBytes">Memory of the process, in bytes.</param>
    /// <param name="uptime">How long the process runs.</param>
    /// <param name="devicesOnline">Devices that answer.</param>
    /// <param name="devicesTotal">Devices configured.</param>
    public static byte[] GatewayHealth(
        OutboxSnapshot outbox,
        long residentBytes,
        TimeSpan uptime,
        int devicesOnline,
        int devicesTotal) => Write(json =>
    {
        json.WriteNumber("outbox_depth"u8, outbox.Depth);
        json.WriteNumber("outbox_bytes"u8, outbox.Bytes);
        json.WriteNumber("outbox_dropped"u8, outbox.Dropped);
        json.WriteNumber("rss_bytes"u8, residentBytes);
        json.WriteNumber("uptime_seconds"u8, (long)uptime.TotalSeconds);
        json.WriteNumber("devices_online"u8, devicesOnline);
        json.WriteNumber("devices_total"u8, devicesTotal);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
