using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Calibration;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Shelves.Calibration;

/// <summary>A desk with one plate whose cell is written down: counts a gram, zero, noise; 10 samples a second.</summary>
internal sealed class CalibratedPlate : IDisposable
{
    public const string Name = "A1";

    private readonly string _folder = Directory.CreateTempSubdirectory("calibration-").FullName;
    private readonly Random _random = new(7);

    public CalibratedPlate(PlateFacts? facts = null)
    {
        Calibrations = new CalibrationStore(File(CalibrationStore.FileName), Clock, NullLogger.Instance);
        Weights = new LearntWeightStore(File(LearntWeightStore.FileName), Clock, NullLogger.Instance);
        Desk = new CalibrationDesk(Calibrations, Weights, plate => plate == Name ? facts ?? new PlateFacts(Name, 10_000m) : null, Clock);
    }

    public ManualClock Clock { get; } = new();

    public CalibrationStore Calibrations { get; }

    public LearntWeightStore Weights { get; }

    public CalibrationDesk Desk { get; }

    public double CountsPerGram { get; set; } = 430;

    public double Zero { get; set; } = 8_388_608 + 12_345;

    /// <summary>Scatter of a sample, in counts.</summary>
    public double Noise { get; set; } = 21;

    public CalibrationView View => Desk.View(Name)!;

    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>So many seconds with that load; <paramref name="hand"/> adds grams by the time.</summary>
    public void Lie(double grams, double seconds = 4, Func<double, double>? hand = null)
    {
        for (var t = 0.0; t < seconds; t += 0.1)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            Send((long)Math.Round(Zero + CountsPerGram * (grams + (hand?.Invoke(t) ?? 0)) + Noise * Normal()));
        }
    }

    public void Send(long counts, params string[] errors) => Desk.Take(Name, new LoadReading(Name, Clock.GetUtcNow(), counts, null, null, errors));

    /// <summary>Puts a weight on, waits, and captures it.</summary>
    public CalibrationRefusal? Capture(decimal said, double? grams = null)
    {
        Lie(grams ?? (double)said);
        return Desk.Capture(Name, said);
    }

    /// <summary>A whole calibration with those weights.</summary>
    public PlateCalibration Calibrate(params decimal[] weights)
    {
        Assert.Null(Desk.Begin(Name, "Li Na"));
        Assert.All(weights, weight => Assert.Null(Capture(weight)));
        Assert.Null(Desk.Finish(Name));
        return Calibrations.Find(Name)!;
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
