using System.Globalization;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Shows the plates. Not thread-safe.</summary>
internal sealed class ShelfView(IReadOnlyDictionary<string, WatchedPlate> plates, ShelfBooks books, ShelfClock clock)
{
    /// <summary>Every plate: first those of the planogram in its order, then those that are connected and not in it.</summary>
    public IReadOnlyList<PlateView> Plates()
    {
        var now = clock.Now;
        var planned = books.Planogram.Plates.Select(plate => plates[plate.Plate]);
        var others = plates.Values.Where(plate => plate.Plan is null && plate.Device is not null).OrderBy(plate => plate.Name, StringComparer.Ordinal);
        return [.. planned.Concat(others).Select(plate => Of(plate, now))];
    }

    /// <summary>A decision as it is shown.</summary>
    public static PlateEventView Of(ShelfEvent decided, DateTimeOffset at, LiveItem? item) => new(
        at,
        decided.Kind switch
        {
            ShelfEventKind.Taken => "taken",
            ShelfEventKind.Returned => "returned",
            ShelfEventKind.Ambiguous => "ambiguous",
            _ => "disturbed",
        },
        decided.Sku,
        item?.Name,
        decided.Count,
        Tenths((double)decided.Grams),
        Math.Round(decided.Confidence, 4),
        [.. decided.Candidates.Select(candidate => new PlateCandidateView(
            candidate.Explanation, candidate.Sku, candidate.Count, Math.Round(candidate.Probability, 4)))]);

    private PlateView Of(WatchedPlate plate, long now)
    {
        var standing = books.Standing(plate.Name);
        var isOffline = plate.IsOffline(now);
        var grams = isOffline ? null : plate.ShownGrams;
        var capacity = plate.Plan?.CapacityGrams;
        return new PlateView(
            plate.Name,
            plate.Device,
            plate.Feed?.Name ?? plate.Name,
            State(plate, standing, isOffline),
            grams is { } load ? Tenths(load) : null,
            capacity is { } most ? Tenths(most) : null,
            grams is { } lies && capacity is { } can ? Math.Round(Math.Clamp(lies / can, 0, 1), 3) : null,
            standing is { LevelGrams: not null } ? Hundredths(standing.NoiseGrams) : null,
            standing is { LevelGrams: not null } ? Tenths(standing.DriftGrams) : null,
            isOffline ? null : plate.Celsius?.ToString(CultureInfo.InvariantCulture),
            [.. standing?.Items.Select(item => Of(plate, item)) ?? []],
            plate.LastEvent?.Confidence,
            plate.LastEvent,
            plate.Calibration)
        {
            Reason = plate.Watch.Reason,
        };
    }

    private PlateItemView Of(WatchedPlate plate, ItemStanding item)
    {
        var planned = plate.Plan!.Find(item.Sku)!;
        return new PlateItemView(
            item.Sku, planned.Name ?? item.Sku, item.Count, item.Counted, Hundredths(item.UnitGrams), planned.Low, books.IsLow(item.Sku));
    }

    private static string State(WatchedPlate plate, PlateStanding? standing, bool isOffline) =>
        isOffline ? PlateStates.Offline
        : plate.LacksLine ? PlateStates.Uncalibrated
        : standing is null || standing.Condition == PlateCondition.Waiting ? PlateStates.Waiting
        : standing.Condition == PlateCondition.Changing ? PlateStates.Busy
        : plate.Watch.Reason is not null ? PlateStates.NeedsCalibration
        : standing.ForeignGrams > 0 ? PlateStates.Disturbed
        : PlateStates.Ready;

    private static string Tenths(double grams) => Fixed(grams, "F1");

    private static string Hundredths(double grams) => Fixed(grams, "F2");

    /// <summary>No minus in front of nothing.</summary>
    private static string Fixed(double grams, string format)
    {
        var text = grams.ToString(format, CultureInfo.InvariantCulture);
        return text.AsSpan().TrimStart("-0.").IsEmpty ? 0.0.ToString(format, CultureInfo.InvariantCulture) : text;
    }
}
