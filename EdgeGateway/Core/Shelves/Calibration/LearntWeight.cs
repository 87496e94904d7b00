namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>What one piece of a SKU weighs, as somebody found by weighing a few. It goes before the planogram's numbers until it is forgotten.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="UnitGrams">One piece, above 0.</param>
/// <param name="UnitUncertaintyGrams">How uncertain that is, one standard deviation.</param>
/// <param name="SigmaGrams">Spread between pieces for the planogram, above 0: what was measured, held to what is usual while few steps were weighed.</param>
/// <param name="MeasuredSigmaGrams">Spread between pieces as measured, 0 or more; null where all pieces were weighed at once.</param>
/// <param name="SigmaUncertaintyGrams">How uncertain the measured spread is, one standard deviation; null where it is.</param>
/// <param name="Pieces">Pieces weighed.</param>
/// <param name="Steps">In how many steps.</param>
/// <param name="Plate">On which plate.</param>
/// <param name="At">When.</param>
/// <param name="Who">By whom.</param>
public sealed record LearntWeight(
    string Sku,
    double UnitGrams,
    double UnitUncertaintyGrams,
    double SigmaGrams,
    double? MeasuredSigmaGrams,
    double? SigmaUncertaintyGrams,
    int Pieces,
    int Steps,
    string Plate,
    DateTimeOffset At,
    string Who);
