using Cloud.Contracts;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Which goods are low in the store, with hysteresis. Not thread-safe.</summary>
/// <remarks>On hand is the sum over all plates of the store; where one of them has not been counted, nobody can say, and nothing is told.</remarks>
internal sealed class StockLevels
{
    private readonly HashSet<string> _low = new(StringComparer.Ordinal);

    /// <summary>The SKUs that are low.</summary>
    public IReadOnlyCollection<string> Low => _low;

    /// <summary>Takes up what was kept.</summary>
    public void Restore(IEnumerable<string> low) => _low.UnionWith(low);

    /// <summary>Whether a SKU is low.</summary>
    public bool IsLow(string sku) => _low.Contains(sku);

    /// <summary>Compares what is on hand with the thresholds.</summary>
    /// <param name="planogram">The thresholds.</param>
    /// <param name="count">Pieces of a SKU on a plate, or null where nobody counted.</param>
    /// <param name="now">When.</param>
    /// <param name="drafts">Receives <c>stock.level.low</c> and <c>stock.level.restored</c>.</param>
    public void Compare(LivePlanogram planogram, Func<string, string, int?> count, DateTimeOffset now, List<EventDraft> drafts)
    {
        var watched = planogram.Plates.SelectMany(plate => plate.Items).Where(item => item.Low is not null).DistinctBy(item => item.Sku).ToList();

        // Nobody watches it any more; where it is watched again later, it is told anew.
        _low.RemoveWhere(sku => !watched.Exists(item => item.Sku == sku));
        foreach (var item in watched)
        {
            var counts = planogram.Plates.Where(plate => plate.Find(item.Sku) is not null).Select(plate => count(plate.Plate, item.Sku)).ToList();
            if (counts.Contains(null))
            {
                continue;
            }

            var onHand = counts.Sum()!.Value;
            if (onHand <= item.Low && _low.Add(item.Sku))
            {
                drafts.Add(Draft(EventTypes.StockLevelLow, item, onHand, item.Low!.Value, now));
            }
            else if (onHand >= item.Restored && _low.Remove(item.Sku))
            {
                drafts.Add(Draft(EventTypes.StockLevelRestored, item, onHand, item.Restored!.Value, now));
            }
        }
    }

    private static EventDraft Draft(string type, LiveItem item, int onHand, int threshold, DateTimeOffset now) => new(
        type,
        null,
        now,
        DraftJson.Write(json =>
        {
            json.WriteString("sku", item.Sku);
            json.WriteNumber("on_hand", onHand);
            json.WriteNumber("threshold", threshold);
            if (item.Name is { } name)
            {
                json.WriteString("name", name);
            }
        }),
        DrawnIds.At(now));
}
