namespace EdgeGateway.Core.Shelves.Live;

/// <summary>How a plate's inference begins under a planogram: with what was known of the plate, as far as it still holds.</summary>
/// <remarks>
/// The same SKUs on the same calibration go on. A new SKU begins with the planogram's start count. Another calibration, or another unit weight (by more than
/// a hundredth), forgets the level and what was learnt of the batches: the first load that settles is the level, and the counts are as they were.
/// </remarks>
internal sealed class PlateBeginning
{
    private const double SameUnit = 0.01;

    private readonly CalibratedPlate? _calibrated;
    private readonly KeptPlate? _kept;
    private readonly Dictionary<string, int>? _counts;
    private readonly PlateLine _line;

    private PlateBeginning(LivePlate planned, ShelfCalibration calibration, KeptPlate? kept)
    {
        var live = planned.Weighed(calibration.Weigh);
        (Live, _calibrated, _kept) = (live, calibration.Find(live.Plate), kept);
        _line = _calibrated?.Line ?? live.Line ?? WatchedPlate.TransmitterLine;
        State = kept is not null && kept.Line == _line && IsSame(live, kept.Units) ? kept.State : null;
        _counts = State is null && kept is not null ? Counts(live, kept) : null;
        Plate = live.ToInference(_line, kept is null || State is not null ? live.Start : null);
    }

    /// <summary>The plate of the planogram.</summary>
    public LivePlate Live { get; }

    /// <summary>The same for the inference.</summary>
    public PlanogramPlate Plate { get; }

    /// <summary>What it goes on from, or null.</summary>
    public PlateState? State { get; }

    /// <summary>Decides how a plate begins.</summary>
    /// <param name="live">The plate of the planogram.</param>
    /// <param name="calibration">What was found on the plates themselves.</param>
    /// <param name="kept">What was known of it; null where it is new.</param>
    public static PlateBeginning Of(LivePlate live, ShelfCalibration calibration, KeptPlate? kept) => new(live, calibration, kept);

    /// <summary>Makes the plate at work begin so.</summary>
    public void Begin(WatchedPlate watched, PlateInference inference)
    {
        foreach (var (sku, count) in _counts ?? [])
        {
            inference.Correct(sku, count);
        }

        var isSameLine = _kept is not null && _kept.Line == _line;
        watched.Watch.Restore(isSameLine ? _kept!.Raised : []);
        (watched.Plan, watched.Line, watched.Calibration, watched.IsBegun) = (Live, _line, _calibrated?.View, State is not null);
        watched.UnseenFromMs = State?.LevelMs ?? 0;
        watched.Told = inference.Counts.Where(item => item.Count is not null)
            .ToDictionary(item => item.Sku, item => _kept?.Told?.TryGetValue(item.Sku, out var told) == true ? told : item.Count, StringComparer.Ordinal);
        watched.Units = Live.Items.ToDictionary(item => item.Sku, item => item.UnitGrams, StringComparer.Ordinal);
    }

    private static bool IsSame(LivePlate live, IReadOnlyDictionary<string, double> units) =>
        live.Items.All(item => !units.TryGetValue(item.Sku, out var before) || Math.Abs(item.UnitGrams - before) <= SameUnit * before);

    private static Dictionary<string, int> Counts(LivePlate live, KeptPlate kept)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in live.Items)
        {
            if (kept.Counts.TryGetValue(item.Sku, out var count))
            {
                counts[item.Sku] = count;
            }
            else if (live.Start is { } start && kept != KeptPlate.Unknown && !kept.Units.ContainsKey(item.Sku))
            {
                counts[item.Sku] = start.FirstOrDefault(entry => entry.Sku == item.Sku)?.Count ?? 0;
            }
        }

        return counts;
    }
}
