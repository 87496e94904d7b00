using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>What an event says beyond the decision itself.</summary>
/// <param name="Device">The device that weighs the plate, or null.</param>
/// <param name="At">When the hand moved.</param>
/// <param name="DecidedAt">When it was decided.</param>
/// <param name="Decision">The same for both events of a swap.</param>
/// <param name="Unseen">Why the hand was not seen: the member that says so, or null.</param>
/// <param name="IsRestock">Whether staff brought it.</param>
/// <param name="OnPlate">Pieces on the plate after it; null where nobody counted.</param>
/// <param name="Recounted">Pieces of other SKUs on the plate, where what was told of them is no longer likely.</param>
internal readonly record struct Telling(
    string? Device, DateTimeOffset At, DateTimeOffset DecidedAt, Guid Decision, string? Unseen, bool IsRestock, int? OnPlate, IReadOnlyList<(string Sku, int OnPlate)> Recounted);

/// <summary>Makes the events of plates.</summary>
internal static class ShelfDrafts
{
    /// <summary>The member of an event that says that the gateway was off when it happened.</summary>
    public const string AtStart = "at_start";

    /// <summary>The member of an event that says that the plate did not answer when it happened.</summary>
    public const string AfterSilence = "after_silence";

    /// <summary>The event of a decision, with an origin id of its own.</summary>
    public static EventDraft Of(ShelfEvent decided, Telling telling) => new(
        decided.Kind switch
        {
            ShelfEventKind.Taken => EventTypes.StockItemTaken,
            ShelfEventKind.Returned => EventTypes.StockItemReturned,
            ShelfEventKind.Ambiguous => EventTypes.StockPlateAmbiguous,
            _ => EventTypes.StockPlateDisturbed,
        },
        telling.Device,
        telling.At,
        DraftJson.Write(json => Write(json, decided, telling)),
        DrawnIds.At(telling.DecidedAt));

    /// <summary>The event that a plate should be calibrated.</summary>
    public static EventDraft Uncalibrated(string plate, string? device, string reason, PlateStanding? standing, DateTimeOffset now) => new(
        EventTypes.StockPlateUncalibrated,
        device,
        now,
        DraftJson.Write(json =>
        {
            json.WriteString("plate", plate);
            WriteDevice(json, device);
            json.WriteString("reason", reason);
            if (standing is not null)
            {
                json.WriteString("noise_grams", Text(standing.NoiseGrams));
                json.WriteString("drift_grams", Text(standing.DriftGrams));
            }
        }),
        DrawnIds.At(now));

    /// <summary>A decimal text of at most four decimals; nothing in an event is floating point.</summary>
    public static string Text(double number) => decimal.Round((decimal)Math.Clamp(number, -1e9, 1e9), 4).ToString("0.####", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, ShelfEvent decided, Telling telling)
    {
        json.WriteString("plate", decided.Plate);
        WriteDevice(json, telling.Device);
        if (decided.Sku is { } sku)
        {
            json.WriteString("sku", sku);
            json.WriteNumber("count", decided.Count);
            json.WriteString("grams", ShownReading.Grams(decided.Grams));
        }
        else
        {
            json.WriteString("change", ShownReading.Grams(decided.Grams));
            json.WriteString("unit", "g");
        }

        json.WriteString("confidence", Text(decided.Confidence));
        json.WriteString("decided_at", EventBody.FormatTime(telling.DecidedAt));
        json.WriteString("decision", telling.Decision);
        if (telling.OnPlate is { } onPlate)
        {
            json.WriteNumber("on_plate", onPlate);
        }

        if (telling.IsRestock)
        {
            json.WriteBoolean("restock", true);
        }

        if (telling.Unseen is { } unseen)
        {
            json.WriteBoolean(unseen, true);
        }

        if (decided.Kind == ShelfEventKind.Ambiguous || decided.Candidates.Count > 0)
        {
            WriteCandidates(json, decided.Candidates);
        }

        if (telling.Recounted.Count > 0)
        {
            WriteRecounted(json, telling.Recounted);
        }
    }

    private static void WriteCandidates(Utf8JsonWriter json, IReadOnlyList<ShelfCandidate> candidates)
    {
        json.WriteStartArray("candidates");
        foreach (var candidate in candidates)
        {
            json.WriteStartObject();
            json.WriteNumber("explanation", candidate.Explanation);
            json.WriteString("kind", candidate.Count < 0 ? "taken" : "returned");
            json.WriteString("sku", candidate.Sku);
            json.WriteNumber("count", Math.Abs(candidate.Count));
            json.WriteString("probability", Text(candidate.Probability));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRecounted(Utf8JsonWriter json, IReadOnlyList<(string Sku, int OnPlate)> recounted)
    {
        json.WriteStartArray("recounted");
        foreach (var (sku, onPlate) in recounted)
        {
            json.WriteStartObject();
            json.WriteString("sku", sku);
            json.WriteNumber("on_plate", onPlate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDevice(Utf8JsonWriter json, string? device)
    {
        if (device is not null)
        {
            json.WriteString("device", device);
        }
    }
}
