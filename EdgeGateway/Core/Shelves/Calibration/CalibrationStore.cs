using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>The calibrations of a store's plates on the disk, the last of each in force. Safe for use from several threads.</summary>
public sealed class CalibrationStore
{
    /// <summary>How many of each plate are kept.</summary>
    public const int MostKept = 10;

    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "calibrations.json";

    private readonly KeptList<PlateCalibration> _list;

    /// <summary>Reads what is kept; a damaged file is put aside and said so, and its plates have no calibration.</summary>
    /// <param name="path">The file; it need not be there.</param>
    /// <param name="clock">Names a file that is put aside.</param>
    /// <param name="logger">Told of damage.</param>
    public CalibrationStore(string path, TimeProvider clock, ILogger logger) => _list = new KeptList<PlateCalibration>(
        path, ShelfFileJson.Default.ListPlateCalibration, Wrong, "the plates have to be calibrated again", clock, logger);

    /// <summary>A plate has another calibration now.</summary>
    public event EventHandler<PlateChangedEventArgs>? Changed;

    /// <summary>What was wrong with the file at the start and what to do, or null.</summary>
    public string? Problem => _list.Problem;

    /// <summary>The calibration in force of a plate, or null.</summary>
    public PlateCalibration? Find(string plate) => _list.Entries.LastOrDefault(one => one.Plate == plate);

    /// <summary>The calibrations of a plate that are kept, the newest first.</summary>
    public IReadOnlyList<PlateCalibration> History(string plate) => [.. _list.Entries.Where(one => one.Plate == plate).Reverse()];

    /// <summary>Puts a calibration in force; returns when it is on the disk.</summary>
    /// <exception cref="IOException">The disk does not take it; the calibration before stays in force.</exception>
    public void Keep(PlateCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        if (Wrong(calibration) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(calibration));
        }

        _list.Change(before =>
        {
            var surplus = before.Count(one => one.Plate == calibration.Plate) - MostKept + 1;
            return [.. before.Where(one => one.Plate != calibration.Plate || surplus-- <= 0), calibration];
        });
        Changed?.Invoke(this, new PlateChangedEventArgs(calibration.Plate));
    }

    private static string? Wrong(PlateCalibration one) =>
        string.IsNullOrWhiteSpace(one.Plate) || string.IsNullOrWhiteSpace(one.Who) ? "a calibration without plate or person"
        : !double.IsFinite(one.CountsPerGram) || one.CountsPerGram == 0 || !double.IsFinite(one.ZeroCounts) ? $"plate {one.Plate}: counts per gram or zero are no numbers to weigh with"
        : !(one.NoiseGrams >= 0) || one.LinearityGrams is { } linearity && !(linearity >= 0) ? $"plate {one.Plate}: noise or linearity is below 0"
        : one.Points.Count < 2 || one.Points.Any(point => point is null || point.Grams < 0 || !double.IsFinite(point.Counts)) ? $"plate {one.Plate}: expected two points or more, with weights from 0"
        : null;
}

/// <summary>Which plate has changed.</summary>
/// <param name="plate">The plate.</param>
public sealed class PlateChangedEventArgs(string plate) : EventArgs
{
    /// <summary>The plate.</summary>
    public string Plate { get; } = plate;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(List<PlateCalibration>))]
[JsonSerializable(typeof(List<LearntWeight>))]
internal sealed partial class ShelfFileJson : JsonSerializerContext;
