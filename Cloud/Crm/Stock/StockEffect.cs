using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Stock;

/// <summary>What an event of a store means to its stock.</summary>
internal abstract record StockEffect : EventEffect
{
    private const int MaxSku = 128;
    private const int MaxName = 64;
    private const int MostRecounted = 256;

    /// <summary>More than this of one SKU is no quantity that a plate or a person tells; in milligrams it is a thousand tonnes.</summary>
    private const long MostQuantity = 1_000_000_000_000;

    /// <summary>Reads an event; null where it says nothing about stock, or not in a way that can be booked.</summary>
    internal static new StockEffect? Of(string type, string? device, JsonElement data) => type switch
    {
        EventTypes.StockItemTaken => Moved(data, device, isTaken: true),
        EventTypes.StockItemReturned => Moved(data, device, isTaken: false),
        EventTypes.StockPlateAmbiguous => Doubted(data, device, "ambiguous"),
        EventTypes.StockPlateDisturbed => Doubted(data, device, "disturbed"),
        EventTypes.StockCountRecorded => Counted(data),
        EventTypes.StockLevelLow => Said(data, isLow: true),
        EventTypes.StockLevelRestored => Said(data, isLow: false),
        _ => null,
    };

    private static PlateMoved? Moved(JsonElement data, string? device, bool isTaken) =>
        Text(data, "plate", MaxName) is { } plate && Text(data, "sku", MaxSku) is { } sku && Number(data, "count") is { } count and > 0
            ? new PlateMoved(plate, device ?? Text(data, "device", MaxName), sku, count, isTaken, !isTaken && Is(data, "restock"), [.. OnPlate(data), .. Recounted(data)])
            : null;

    private static PlateDoubted? Doubted(JsonElement data, string? device, string doubt) =>
        Text(data, "plate", MaxName) is { } plate
            ? new PlateDoubted(plate, device ?? Text(data, "device", MaxName), doubt, Recounted(data))
            : null;

    private static IEnumerable<PlateCount> OnPlate(JsonElement data) =>
        Text(data, "sku", MaxSku) is { } sku && Number(data, "on_plate") is { } onPlate ? [new PlateCount(sku, onPlate)] : [];

    private static PlateCount[] Recounted(JsonElement data) =>
        data.TryGetProperty("recounted", out var counts) && counts.ValueKind == JsonValueKind.Array && counts.GetArrayLength() <= MostRecounted
            ? [.. counts.EnumerateArray().Where(count => count.ValueKind == JsonValueKind.Object).SelectMany(OnPlate)]
            : [];

    private static GoodsCounted? Counted(JsonElement data) =>
        Text(data, "location", MaxName) is { } location && Text(data, "sku", MaxSku) is { } sku && Number(data, "counted") is { } counted
            ? new GoodsCounted(
                location, Text(data, "plate", MaxName), sku, counted, IsMilligrams(data), Text(data, "who", MaxName) ?? "", Text(data, "session", MaxName))
            : null;

    private static LevelSaid? Said(JsonElement data, bool isLow) =>
        Text(data, "sku", MaxSku) is { } sku && Number(data, "on_hand") is { } onHand && Number(data, "threshold") is { } threshold
            ? new LevelSaid(sku, isLow, onHand, threshold)
            : null;

    private static string? Text(JsonElement data, string name, int maxLength) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Trim() is { Length: > 0 } trimmed
            && PlainText.Bounded(trimmed, maxLength) == trimmed
            ? trimmed
            : null;

    private static long? Number(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= MostQuantity ? number : null;

    private static bool Is(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static bool IsMilligrams(JsonElement data) => data.TryGetProperty("unit", out var unit) && unit.ValueKind == JsonValueKind.String && unit.ValueEquals("mg");
}

/// <summary>A plate said something.</summary>
/// <param name="Plate">The plate's name.</param>
/// <param name="Device">The device that weighs it, or null.</param>
/// <param name="Counts">Goods of which it said how many lie there afterwards.</param>
internal abstract record PlateSaid(string Plate, string? Device, IReadOnlyList<PlateCount> Counts) : StockEffect;

/// <summary>How many pieces lie on a plate.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="OnPlate">How many.</param>
internal readonly record struct PlateCount(string Sku, long OnPlate);

/// <summary>Goods left a plate or came onto it.</summary>
/// <param name="Plate">The plate's name.</param>
/// <param name="Device">The device that weighs it, or null.</param>
/// <param name="Sku">The goods.</param>
/// <param name="Quantity">How many, 1 or more.</param>
/// <param name="IsTaken">Whether they left.</param>
/// <param name="IsRestock">Whether staff brought them.</param>
/// <param name="Counts">How many of them lie there afterwards, where that is known, and of other goods that were told wrongly before.</param>
internal sealed record PlateMoved(string Plate, string? Device, string Sku, long Quantity, bool IsTaken, bool IsRestock, IReadOnlyList<PlateCount> Counts)
    : PlateSaid(Plate, Device, Counts);

/// <summary>Something happened on a plate, and which goods moved is not known (ambiguous), or none did (disturbed).</summary>
/// <param name="Plate">The plate's name.</param>
/// <param name="Device">The device that weighs it, or null.</param>
/// <param name="Doubt">ambiguous or disturbed.</param>
/// <param name="Counts">Goods that were told wrongly before, and how many of them lie there.</param>
internal sealed record PlateDoubted(string Plate, string? Device, string Doubt, IReadOnlyList<PlateCount> Counts) : PlateSaid(Plate, Device, Counts);

/// <summary>Somebody counted.</summary>
/// <param name="Name">What the store calls the place.</param>
/// <param name="Plate">The plate it is, or null.</param>
/// <param name="Sku">The goods.</param>
/// <param name="Counted">How many: pieces, or milligrams.</param>
/// <param name="IsMilligrams">Whether it is milligrams.</param>
/// <param name="Who">Who counted.</param>
/// <param name="Session">The counting session, or null.</param>
internal sealed record GoodsCounted(string Name, string? Plate, string Sku, long Counted, bool IsMilligrams, string Who, string? Session) : StockEffect;

/// <summary>The store's own word that its plates are low of a SKU, or that they are not any more.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="IsLow">Low, or restored.</param>
/// <param name="OnHand">How many lie on the plates.</param>
/// <param name="Threshold">The threshold that was crossed.</param>
internal sealed record LevelSaid(string Sku, bool IsLow, long OnHand, long Threshold) : StockEffect;
