using System.Text.Json;
using Cloud.Contracts;

namespace Cloud.Crm.Ingest;

/// <summary>What one event, or several folded together, says about a device. Null members say nothing.</summary>
internal sealed record DeviceChange
{
    private const int MaxText = 500;

    /// <summary>The device's name.</summary>
    public required string Device { get; init; }

    /// <summary>scale or plate.</summary>
    public string? Kind { get; init; }

    /// <summary>The driver that reads it.</summary>
    public string? Driver { get; init; }

    /// <summary>The port's stable name.</summary>
    public string? StableName { get; init; }

    /// <summary>online or offline.</summary>
    public string? Availability { get; init; }

    /// <summary>Since when, where <see cref="Availability"/> is given.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Whether <see cref="Reason"/> is said, also as "none".</summary>
    public bool SaysReason { get; init; }

    /// <summary>Why it is offline or what its fault is.</summary>
    public string? Reason { get; init; }

    /// <summary>The data of the last sample.</summary>
    public string? Sample { get; init; }

    /// <summary>When that was.</summary>
    public DateTime? SampleAt { get; init; }

    /// <summary>Reads what an event says about its device; null where it says nothing.</summary>
    internal static DeviceChange? Of(string type, string device, DateTime time, JsonElement data, string rawData) => type switch
    {
        EventTypes.DeviceOnline => Named(device, data) with { Availability = "online", Since = time, SaysReason = true },
        EventTypes.DeviceOffline => Named(device, data) with
        {
            Availability = "offline", Since = time, SaysReason = true, Reason = Text(data, "reason"),
        },
        EventTypes.DeviceFault => Named(device, data) with { SaysReason = true, Reason = Text(data, "reason") },
        EventTypes.DeviceSample => new DeviceChange { Device = device, Kind = Text(data, "kind"), Sample = rawData, SampleAt = time },
        _ => null,
    };

    /// <summary>This change at another moment than a clock said that was not set.</summary>
    internal DeviceChange Happened(DateTime at) => this with { Since = Since is null ? null : at, SampleAt = SampleAt is null ? null : at };

    /// <summary>This change with a later one laid over it.</summary>
    internal DeviceChange Then(DeviceChange later) => new()
    {
        Device = Device,
        Kind = later.Kind ?? Kind,
        Driver = later.Driver ?? Driver,
        StableName = later.StableName ?? StableName,
        Availability = later.Availability ?? Availability,
        Since = later.Availability is null ? Since : later.Since,
        SaysReason = SaysReason || later.SaysReason,
        Reason = later.SaysReason ? later.Reason : Reason,
        Sample = later.Sample ?? Sample,
        SampleAt = later.Sample is null ? SampleAt : later.SampleAt,
    };

    private static DeviceChange Named(string device, JsonElement data) =>
        new() { Device = device, Driver = Text(data, "driver"), StableName = Text(data, "stable_name") };

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? PlainText.Bounded(value.GetString(), MaxText) : null;
}
