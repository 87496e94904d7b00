namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>What must be known of a plate to calibrate it.</summary>
/// <param name="Plate">Its name.</param>
/// <param name="CapacityGrams">The most it may carry, or null where nobody said.</param>
/// <param name="Scale">Counts to grams where the planogram says it; a calibration goes before it.</param>
/// <param name="Items">Its goods by the planogram; none where there is no planogram.</param>
public sealed record PlateFacts(string Plate, decimal? CapacityGrams = null, PlateScale? Scale = null, IReadOnlyList<PlanogramItem>? Items = null);
