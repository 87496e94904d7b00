using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Stocktake;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>A <c>stock.count.recorded</c> that concerns a plate: its location names the plate, or the SKU lies on one plate alone.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Counted">Pieces counted, 0 or more.</param>
internal sealed record HandCount(string Plate, string Sku, int Counted)
{
    /// <summary>Reads an event; null where it is no count of pieces, or of goods on no plate.</summary>
    public static HandCount? Read(EventDraft draft, LivePlanogram planogram, IReadOnlyDictionary<string, WatchedPlate> plates)
    {
        if (draft.Type != Cloud.Contracts.EventTypes.StockCountRecorded)
        {
            return null;
        }

        using var document = JsonDocument.Parse(draft.Data);
        var data = document.RootElement;
        if (Text(data, "sku") is not { } sku || !data.TryGetProperty("counted", out var counted) || counted.ValueKind != JsonValueKind.Number
            || !counted.TryGetInt32(out var pieces) || pieces < 0 || Text(data, "unit") is not (null or CountedGoods.Piece))
        {
            return null;
        }

        var named = Text(data, "location") is { } location ? Named(location.Trim(), planogram, plates) : null;
        var plate = named ?? planogram.OnlyPlateOf(sku);
        return plate?.Find(sku) is null ? null : new HandCount(plate.Plate, sku, pieces);
    }

    /// <summary>The event's data with the plate, what the gateway thought lay there, and the difference.</summary>
    public byte[] Carrying(ReadOnlyMemory<byte> data, int? expected)
    {
        using var document = JsonDocument.Parse(data);
        return DraftJson.Write(json =>
        {
            foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Name is not ("plate" or "expected" or "difference")))
            {
                member.WriteTo(json);
            }

            json.WriteString("plate", Plate);
            if (expected is { } had)
            {
                json.WriteNumber("expected", had);
                json.WriteNumber("difference", Counted - had);
            }
        });
    }

    private static LivePlate? Named(string location, LivePlanogram planogram, IReadOnlyDictionary<string, WatchedPlate> plates) =>
        planogram.Plates.FirstOrDefault(plate => string.Equals(plate.Plate, location, StringComparison.OrdinalIgnoreCase)
            || string.Equals(plates.GetValueOrDefault(plate.Plate)?.Feed?.Name, location, StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
