using System.Buffers;
using System.Text.Json;
using EdgeGateway.Core.Health;
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

    /// <summary>The data of <c>gateway.health</c>: what is not known is left out.</summary>
    /// <param name="outbox">The outbox at a glance.</param>
    /// <param name="health">What else the gateway measures of itself.</param>
    public static byte[] GatewayHealth(OutboxSnapshot outbox, HealthReading health)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(health);
        return Write(json =>
        {
            json.WriteNumber("outbox_depth"u8, outbox.Depth);
            json.WriteNumber("outbox_bytes"u8, outbox.Bytes);
            json.WriteNumber("outbox_dropped"u8, outbox.Dropped);
            json.WriteNumber("rss_bytes"u8, health.ResidentBytes);
            json.WriteNumber("uptime_seconds"u8, (long)health.Uptime.TotalSeconds);
            json.WriteNumber("devices_online"u8, health.DevicesOnline);
            json.WriteNumber("devices_total"u8, health.DevicesTotal);
            json.WriteBoolean("clock_synced"u8, health.ClockSynced);
            if (health.Boot is { } boot)
            {
                json.WriteString("boot"u8, boot);
            }

            Add(json, "outbox_oldest_seconds", health.OldestUnsent?.TotalSeconds);
            Add(json, "clock_offset_us", health.ClockOffset?.TotalMicroseconds);
            Add(json, "round_trip_us", health.RoundTrip?.TotalMicroseconds);
            Add(json, "lag_us", health.Lag?.TotalMicroseconds);
            var machine = health.Machine;
            Add(json, "cpu_permille", machine.Cpu * 1000);
            Add(json, "temperature_decicel", machine.Temperature * 10);
            Add(json, "memory_total_bytes", machine.MemoryTotal);
            Add(json, "memory_available_bytes", machine.MemoryAvailable);
            Add(json, "disk_size_bytes", machine.DiskSize);
            Add(json, "disk_free_bytes", machine.DiskFree);
            Add(json, "wear_percent", machine.Wear);
            Add(json, "undervoltage", machine.Undervoltage);
            Add(json, "throttled", machine.Throttled);
        });
    }

    /// <summary>The data of <c>gateway.updated</c>: where a gateway stands with its updates. A serial of 0 is none.</summary>
    /// <param name="version">What runs.</param>
    /// <param name="serial">Its serial; 0 where it has none.</param>
    /// <param name="arch">Debian's name of the processor.</param>
    /// <param name="highest">The serial of the latest version that stayed; nothing up to it is taken.</param>
    /// <param name="staged">The serial of what waits to be tried.</param>
    /// <param name="trial">The serial of what is on trial.</param>
    /// <param name="failed">The serial of what was not taken last.</param>
    /// <param name="reason">Why not.</param>
    public static byte[] GatewayUpdated(string version, long serial, string arch, long highest, long staged, long trial, long failed, string reason) => Write(json =>
    {
        json.WriteString("version"u8, version);
        json.WriteNumber("serial"u8, serial);
        json.WriteString("arch"u8, arch);
        json.WriteNumber("highest"u8, highest);
        Add(json, "staged", staged == 0 ? null : staged);
        Add(json, "trial", trial == 0 ? null : trial);
        Add(json, "failed", failed == 0 ? null : failed);
        if (failed != 0)
        {
            json.WriteString("reason"u8, reason);
        }
    });

    private static void Add(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void Add(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, (long)Math.Round(known));
        }
    }

    private static void Add(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }

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
