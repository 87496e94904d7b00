using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>The unit weights that were learnt in this store, on the disk. Safe for use from several threads.</summary>
public sealed class LearntWeightStore
{
    /// <summary>How many SKUs may be learnt.</summary>
    public const int MostKept = 10_000;

    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "learnt-weights.json";

    private readonly KeptList<LearntWeight> _list;

    /// <summary>Reads what is kept; a damaged file is put aside and said so, and the planogram's weights serve.</summary>
    /// <param name="path">The file; it need not be there.</param>
    /// <param name="clock">Names a file that is put aside.</param>
    /// <param name="logger">Told of damage.</param>
    public LearntWeightStore(string path, TimeProvider clock, ILogger logger) => _list = new KeptList<LearntWeight>(
        path, ShelfFileJson.Default.ListLearntWeight, Wrong, "the planogram's weights serve until pieces are weighed again", clock, logger);

    /// <summary>A SKU's weight was learnt or forgotten; the plate is the one on which it was weighed.</summary>
    public event EventHandler<PlateChangedEventArgs>? Changed;

    /// <summary>What was wrong with the file at the start and what to do, or null.</summary>
    public string? Problem => _list.Problem;

    /// <summary>What was learnt of a SKU, or null.</summary>
    public LearntWeight? Find(string sku) => _list.Entries.FirstOrDefault(one => one.Sku == sku);

    /// <summary>A planogram's item with what was learnt of it instead of what the planogram says.</summary>
    public PlanogramItem Apply(PlanogramItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Find(item.Sku) is { } learnt ? item with { UnitGrams = learnt.UnitGrams, SigmaGrams = learnt.SigmaGrams } : item;
    }

    /// <summary>Keeps what was learnt of a SKU instead of what was before; returns when it is on the disk.</summary>
    /// <exception cref="IOException">The disk does not take it, or too many SKUs were learnt; all is as it was.</exception>
    public void Keep(LearntWeight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Wrong(weight) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(weight));
        }

        _list.Change(before => before.Count >= MostKept && Find(weight.Sku) is null
            ? throw new IOException($"{before.Count} SKUs are learnt already; forget some")
            : [.. before.Where(one => one.Sku != weight.Sku), weight]);
        Changed?.Invoke(this, new PlateChangedEventArgs(weight.Plate));
    }

    /// <summary>Forgets what was learnt of a SKU: the planogram's numbers serve again.</summary>
    /// <returns>Whether anything was.</returns>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public bool Forget(string sku)
    {
        if (Find(sku) is not { } learnt)
        {
            return false;
        }

        _list.Change(before => [.. before.Where(one => one.Sku != sku)]);
        Changed?.Invoke(this, new PlateChangedEventArgs(learnt.Plate));
        return true;
    }

    private static string? Wrong(LearntWeight one) =>
        string.IsNullOrWhiteSpace(one.Sku) || string.IsNullOrWhiteSpace(one.Who) ? "a weight without SKU or person"
        : !(one.UnitGrams > 0) || !(one.SigmaGrams > 0) || !double.IsFinite(one.UnitGrams) || !double.IsFinite(one.SigmaGrams) ? $"SKU {one.Sku}: unit weight and spread are expected above 0"
        : one.Pieces < 1 || one.Steps < 1 ? $"SKU {one.Sku}: no pieces"
        : null;
}
