namespace EdgeGateway.Core.Shelves;

/// <summary>What lies on which plate.</summary>
/// <param name="Plates">The plates, each name once.</param>
public sealed record Planogram(IReadOnlyList<PlanogramPlate> Plates);

/// <summary>One weighed plate: its calibration and its goods.</summary>
/// <param name="Plate">Its name, unique in the planogram.</param>
/// <param name="CountsPerGram">Counts of the load cell a gram; finite, not 0, negative where the cell is mounted upside down.</param>
/// <param name="ZeroCounts">Counts of the empty plate; 8388608 is an offset-binary converter at rest.</param>
/// <param name="SampleHz">Samples a second as promised by the converter, above 0; the times of the samples decide.</param>
/// <param name="CapacityGrams">The most the plate may carry in grams, above 0, or null where nobody said.</param>
/// <param name="Items">The goods, at least one, each SKU once.</param>
/// <param name="Start">How many of each lay there at the start; a SKU without an entry had none. Null where nobody counted.</param>
public sealed record PlanogramPlate(
    string Plate,
    double CountsPerGram,
    double ZeroCounts,
    double SampleHz,
    double? CapacityGrams,
    IReadOnlyList<PlanogramItem> Items,
    IReadOnlyList<StartCount>? Start);

/// <summary>One SKU of a plate.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="UnitGrams">What one piece weighs, in grams, above 0.</param>
/// <param name="SigmaGrams">The spread between pieces, one standard deviation in grams, above 0.</param>
public sealed record PlanogramItem(string Sku, double UnitGrams, double SigmaGrams);

/// <summary>How many pieces of a SKU lay on the plate at the start.</summary>
/// <param name="Sku">One of the plate's SKUs.</param>
/// <param name="Count">Pieces, 0 or more.</param>
public sealed record StartCount(string Sku, int Count);
