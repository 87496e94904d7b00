namespace EdgeGateway.Core.Shelves.Live;

/// <summary>A plate's calibration as the shelves need it.</summary>
/// <param name="Line">Counts to grams.</param>
/// <param name="View">What is shown of it.</param>
public sealed record CalibratedPlate(PlateLine Line, PlateCalibrationView View);

/// <summary>What people find out on the plates themselves. Each is quick, and safe from any thread.</summary>
/// <param name="Find">The calibration of a plate; null where it has none.</param>
/// <param name="Weigh">An item with the unit weight and spread that were found by weighing pieces, or as it is.</param>
/// <param name="IsCalibrating">Whether somebody works at a plate, so that its loads say nothing of shoppers.</param>
public sealed record ShelfCalibration(
    Func<string, CalibratedPlate?> Find, Func<PlanogramItem, PlanogramItem> Weigh, Func<string, bool> IsCalibrating)
{
    /// <summary>Nobody calibrates anything.</summary>
    public static ShelfCalibration None { get; } = new(_ => null, item => item, _ => false);
}
