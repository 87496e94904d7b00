using System.Text.Json;

namespace Cloud.Contracts;

/// <summary>An event as headquarters reads it from a batch.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Source">Who said it.</param>
/// <param name="Type">What it is; may be one this version does not know.</param>
/// <param name="Class">Ledger or telemetry.</param>
/// <param name="Time">The gateway's time of it.</param>
/// <param name="ClockSynced">Whether that clock could be trusted.</param>
/// <param name="OriginId">The id a program in the store gave, or null.</param>
/// <param name="Data">The data object.</param>
public sealed record StoreEvent(
    EventId Id,
    EventSource Source,
    string Type,
    EventClass Class,
    DateTimeOffset Time,
    bool ClockSynced,
    Guid? OriginId,
    JsonElement Data)
{
    /// <summary>Reads one event of a batch.</summary>
    /// <param name="json">The array element.</param>
    /// <param name="storeEvent">The event where the answer is null.</param>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? TryRead(JsonElement json, out StoreEvent? storeEvent)
    {
        storeEvent = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return $"expected a JSON object, came {json.ValueKind}";
        }

        if (Text(json, "id") is not { } idText || !EventId.TryParse(idText, out var id))
        {
            return "attribute 'id' is missing or not gateway/epoch/seq";
        }

        if (Text(json, "source") is not { } sourceText || !EventSource.TryParse(sourceText, out var source))
        {
            return "attribute 'source' is missing or not /stores/{store}/gateways/{gateway}[/devices/{device}]";
        }

        if (Text(json, "type") is not { Length: > 0 and <= 64 } type)
        {
            return "attribute 'type' is missing, empty or longer than 64 characters";
        }

        if (!json.TryGetProperty("time", out var timeJson) || timeJson.ValueKind != JsonValueKind.String || !timeJson.TryGetDateTimeOffset(out var time))
        {
            return "attribute 'time' is missing or not RFC 3339";
        }

        if (!json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            return "attribute 'data' is missing or not an object";
        }

        var classText = Text(json, "class");
        if (classText is not ("ledger" or "telemetry"))
        {
            return $"attribute 'class' is '{classText}'; expected ledger or telemetry";
        }

        Guid? origin = null;
        if (json.TryGetProperty("originid", out var originJson))
        {
            if (originJson.ValueKind != JsonValueKind.String || !originJson.TryGetGuid(out var guid))
            {
                return "attribute 'originid' is not a UUID";
            }

            origin = guid;
        }

        storeEvent = new StoreEvent(
            id, source, type, classText == "ledger" ? EventClass.Ledger : EventClass.Telemetry, time, Text(json, "clock") == "synced", origin, data);
        return null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
