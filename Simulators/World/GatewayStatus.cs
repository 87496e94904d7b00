using System.Text.Json;

namespace Simulators.World;

/// <summary>What a gateway says about itself, as far as the world reads it.</summary>
/// <param name="Now">When it was made: one is handed out again for a quarter of a second.</param>
/// <param name="Epoch">The epoch of its outbox.</param>
/// <param name="LastSeq">The last sequence number it gave.</param>
/// <param name="CommittedSeq">The last one headquarters told it is committed.</param>
/// <param name="Depth">Events waiting.</param>
/// <param name="Refused">Why it refuses events, or null.</param>
/// <param name="Uplink"><c>online</c>, <c>connecting</c> or <c>offline</c>.</param>
/// <param name="Epochs">The epochs of its file.</param>
/// <param name="Devices">Each device.</param>
public sealed record GatewayStatus(
    string Now,
    string Epoch,
    long LastSeq,
    long CommittedSeq,
    long Depth,
    string? Refused,
    string Uplink,
    IReadOnlyList<EpochStatus> Epochs,
    IReadOnlyList<DeviceStatus> Devices)
{
    /// <summary>Reads <c>GET /v1/status</c>.</summary>
    internal static GatewayStatus Read(JsonElement json)
    {
        var outbox = json.GetProperty("outbox");
        return new GatewayStatus(
            json.GetProperty("now").GetString()!,
            outbox.GetProperty("epoch").GetString()!,
            outbox.GetProperty("lastSeq").GetInt64(),
            outbox.GetProperty("committedSeq").GetInt64(),
            outbox.GetProperty("depth").GetInt64(),
            outbox.TryGetProperty("refused", out var refused) ? refused.GetString() : null,
            json.GetProperty("uplink").GetProperty("state").GetString()!,
            [.. json.GetProperty("epochs").EnumerateArray().Select(EpochStatus.Read)],
            [.. json.GetProperty("devices").EnumerateArray().Select(DeviceStatus.Read)]);
    }
}

/// <summary>One epoch of an outbox file.</summary>
/// <param name="Epoch">Its name.</param>
/// <param name="First">The first sequence number that may belong to it.</param>
public sealed record EpochStatus(string Epoch, long First)
{
    internal static EpochStatus Read(JsonElement json) => new(json.GetProperty("epoch").GetString()!, json.GetProperty("first").GetInt64());
}

/// <summary>One device of a gateway.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Availability"><c>online</c>, <c>offline</c> or <c>unknown</c>.</param>
/// <param name="Reading">The weight with its unit, or the grams of a plate, or null where it has said nothing valid.</param>
public sealed record DeviceStatus(string Id, string Availability, string? Reading)
{
    internal static DeviceStatus Read(JsonElement json) => new(
        json.GetProperty("id").GetString()!,
        json.GetProperty("availability").GetString()!,
        json.TryGetProperty("weight", out var weight) && weight.ValueKind == JsonValueKind.Object && Text(weight, "weight") is { } value
            ? $"{value} {Text(weight, "unit")}"
            : json.TryGetProperty("load", out var load) && load.ValueKind == JsonValueKind.Object && Text(load, "grams") is { } grams
                ? $"{grams} g"
                : json.TryGetProperty("camera", out var camera) && camera.ValueKind == JsonValueKind.Object && Text(camera, "framesPerSecond") is { } rate
                    ? $"{rate} fps"
                    : null);

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
