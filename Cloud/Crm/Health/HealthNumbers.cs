using System.Text.Json;

namespace Cloud.Crm.Health;

/// <summary>What a gateway says of itself in <c>gateway.health</c>. What it does not say, or what cannot be, is null.</summary>
/// <param name="Cpu">Share of the processors' time used, 0 to 1.</param>
/// <param name="Temperature">In °C.</param>
/// <param name="MemoryTotal">In bytes.</param>
/// <param name="MemoryAvailable">In bytes.</param>
/// <param name="DiskSize">Of the file system of its data, in bytes.</param>
/// <param name="DiskFree">In bytes.</param>
/// <param name="Wear">Life the eMMC has used, in percent; null for SD cards, which do not say.</param>
/// <param name="Undervoltage">Whether its supply is too weak.</param>
/// <param name="Throttled">Whether its processor is held back.</param>
/// <param name="ClockSynced">Whether its clock can be trusted.</param>
/// <param name="ClockOffsetMs">How far its clock is off.</param>
/// <param name="Depth">Events waiting in its outbox.</param>
/// <param name="OldestSeconds">The age of the oldest of them.</param>
/// <param name="RoundTripMs">How long its last batch took until it heard of the commit.</param>
/// <param name="LagMs">How long work waits for a thread.</param>
/// <param name="DevicesOnline">Devices that answer.</param>
/// <param name="DevicesTotal">Devices configured.</param>
/// <param name="UptimeSeconds">How long it runs.</param>
internal sealed record HealthNumbers(
    double? Cpu,
    double? Temperature,
    long? MemoryTotal,
    long? MemoryAvailable,
    long? DiskSize,
    long? DiskFree,
    long? Wear,
    bool? Undervoltage,
    bool? Throttled,
    bool? ClockSynced,
    double? ClockOffsetMs,
    long? Depth,
    long? OldestSeconds,
    double? RoundTripMs,
    double? LagMs,
    long? DevicesOnline,
    long? DevicesTotal,
    long? UptimeSeconds)
{
    private const long MostBytes = 1L << 52;
    private const long Most = 1L << 40;
    private const long MostUs = 1_000_000_000_000;

    /// <summary>Reads the data of an event.</summary>
    internal static HealthNumbers Read(JsonElement data) => new(
        Whole(data, "cpu_permille", 1_000) / 1000.0,
        Number(data, "temperature_decicel", -600, 1_500) / 10.0,
        Whole(data, "memory_total_bytes", MostBytes),
        Whole(data, "memory_available_bytes", MostBytes),
        Whole(data, "disk_size_bytes", MostBytes),
        Whole(data, "disk_free_bytes", MostBytes),
        Whole(data, "wear_percent", 110),
        Flag(data, "undervoltage"),
        Flag(data, "throttled"),
        Flag(data, "clock_synced"),
        Number(data, "clock_offset_us", -MostUs, MostUs) / 1000.0,
        Whole(data, "outbox_depth", Most),
        Whole(data, "outbox_oldest_seconds", Most),
        Whole(data, "round_trip_us", MostUs) / 1000.0,
        Whole(data, "lag_us", MostUs) / 1000.0,
        Whole(data, "devices_online", 10_000),
        Whole(data, "devices_total", 10_000),
        Whole(data, "uptime_seconds", Most));

    /// <summary>Reads a document that was written by <see cref="Write"/>.</summary>
    internal static HealthNumbers Read(string document)
    {
        using var json = JsonDocument.Parse(document);
        return Read(json.RootElement);
    }

    /// <summary>What is known, in the members of the event, so that nothing else of it is kept.</summary>
    internal string Write()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in Members())
            {
                switch (value)
                {
                    case bool flag:
                        json.WriteBoolean(name, flag);
                        break;
                    case long whole:
                        json.WriteNumber(name, whole);
                        break;
                }
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private IEnumerable<(string Name, object? Value)> Members() =>
    [
        ("cpu_permille", Scaled(Cpu, 1000)), ("temperature_decicel", Scaled(Temperature, 10)), ("memory_total_bytes", MemoryTotal), ("memory_available_bytes", MemoryAvailable), ("disk_size_bytes", DiskSize),
        ("disk_free_bytes", DiskFree), ("wear_percent", Wear), ("undervoltage", Undervoltage), ("throttled", Throttled), ("clock_synced", ClockSynced),
        ("clock_offset_us", Scaled(ClockOffsetMs, 1000)), ("outbox_depth", Depth), ("outbox_oldest_seconds", OldestSeconds), ("round_trip_us", Scaled(RoundTripMs, 1000)), ("lag_us", Scaled(LagMs, 1000)),
        ("devices_online", DevicesOnline), ("devices_total", DevicesTotal), ("uptime_seconds", UptimeSeconds),
    ];

    private static long? Scaled(double? value, int by) => value is { } known ? (long)Math.Round(known * by) : null;

    private static long? Number(JsonElement data, string name, long least, long most) =>
        Found(data, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= least && number <= most ? number : null;

    private static long? Whole(JsonElement data, string name, long most) => Number(data, name, 0, most);

    private static bool? Flag(JsonElement data, string name) => Found(data, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    private static JsonElement? Found(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) ? value : null;
}
