namespace EdgeGateway.Core.Shelves.Live;

/// <summary>What lies on which plate of a running store.</summary>
/// <param name="Version">What its maker calls it, or the start of its hash.</param>
/// <param name="Plates">The plates, each name once.</param>
public sealed record LivePlanogram(string Version, IReadOnlyList<LivePlate> Plates)
{
    /// <summary>No plates.</summary>
    public static LivePlanogram Empty { get; } = new("", []);

    /// <summary>The plate of that name, or null.</summary>
    public LivePlate? Find(string plate) => Plates.FirstOrDefault(one => one.Plate == plate);

    /// <summary>The one plate that a SKU lies on; null where there is none or more than one.</summary>
    public LivePlate? OnlyPlateOf(string sku) => Plates.Where(plate => plate.Find(sku) is not null).Take(2).ToArray() is [var only] ? only : null;
}

/// <summary>One plate of a <see cref="LivePlanogram"/>.</summary>
/// <param name="Plate">Its name: the device's id, unless the device's profile names another.</param>
/// <param name="Line">Counts to grams, or null where a calibration or the transmitter itself is to say.</param>
/// <param name="SampleHz">Samples a second as promised, above 0.</param>
/// <param name="CapacityGrams">The most it may carry in grams, or null where nobody said.</param>
/// <param name="Items">The goods, each SKU once.</param>
/// <param name="Start">How many of each lie there when the plate is begun; a SKU without an entry has none. Null where nobody counted.</param>
public sealed record LivePlate(
    string Plate, PlateLine? Line, double SampleHz, double? CapacityGrams, IReadOnlyList<LiveItem> Items, IReadOnlyList<StartCount>? Start)
{
    /// <summary>The item of that SKU, or null.</summary>
    public LiveItem? Find(string sku) => Items.FirstOrDefault(item => item.Sku == sku);

    /// <summary>The lightest piece, in grams.</summary>
    public double LightestGrams => Items.Min(item => item.UnitGrams);

    /// <summary>The same with unit weights and spreads that were found by weighing.</summary>
    public LivePlate Weighed(Func<PlanogramItem, PlanogramItem> weigh) => this with
    {
        Items = [.. Items.Select(item => weigh(new PlanogramItem(item.Sku, item.UnitGrams, item.SigmaGrams)) is var found
            ? item with { UnitGrams = found.UnitGrams, SigmaGrams = found.SigmaGrams } : item)],
    };

    /// <summary>The same for the inference.</summary>
    public PlanogramPlate ToInference(PlateLine line, IReadOnlyList<StartCount>? start) => new(
        Plate, line.CountsPerGram, line.ZeroCounts, SampleHz, CapacityGrams, [.. Items.Select(item => new PlanogramItem(item.Sku, item.UnitGrams, item.SigmaGrams))], start);
}

/// <summary>The straight line from counts to grams.</summary>
/// <param name="CountsPerGram">Counts a gram; finite, not 0, negative where the cell is upside down.</param>
/// <param name="ZeroCounts">Counts of the empty plate.</param>
public readonly record struct PlateLine(double CountsPerGram, double ZeroCounts);

/// <summary>One SKU of a <see cref="LivePlate"/>.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="UnitGrams">What one piece weighs, in grams, above 0.</param>
/// <param name="SigmaGrams">The spread between pieces, one standard deviation in grams, above 0.</param>
public sealed record LiveItem(string Sku, double UnitGrams, double SigmaGrams)
{
    /// <summary>Its name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Pieces in one pack as it is delivered, 1 or more, or null.</summary>
    public int? Pack { get; init; }

    /// <summary>On hand on all plates of the store at which it is low, 0 or more; null where it is not watched.</summary>
    public int? Low { get; init; }

    /// <summary>On hand at which it is no longer low, above <see cref="Low"/>; one more where the planogram does not say.</summary>
    public int? Restored { get; init; }
}
