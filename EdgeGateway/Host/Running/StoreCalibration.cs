using EdgeGateway.Console;
using EdgeGateway.Core.Shelves.Calibration;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>The calibrations and unit weights of this store's plates.</summary>
internal sealed class StoreCalibration
{
    /// <summary>Reads what is kept; a damaged file is put aside and said so, and the gateway runs.</summary>
    public StoreCalibration(GatewayParts parts)
    {
        var logger = parts.Loggers.CreateLogger<StoreCalibration>();
        Calibrations = new CalibrationStore(Path.Combine(parts.Options.DataFolder, CalibrationStore.FileName), parts.Clock, logger);
        Weights = new LearntWeightStore(Path.Combine(parts.Options.DataFolder, LearntWeightStore.FileName), parts.Clock, logger);
        Desk = new CalibrationDesk(Calibrations, Weights, plate => Facts(plate), parts.Clock);
        Routes = new CalibrationEndpoints(Desk).Routes;
    }

    /// <summary>The calibrations.</summary>
    public CalibrationStore Calibrations { get; }

    /// <summary>The unit weights.</summary>
    public LearntWeightStore Weights { get; }

    /// <summary>Where plates are calibrated.</summary>
    public CalibrationDesk Desk { get; }

    /// <summary>What is known of a plate, or null where there is none of that name; set before anybody asks.</summary>
    public Func<string, PlateFacts?> Facts { get; set; } = _ => null;

    /// <summary>What the console answers of it.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }
}
