using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>What somebody is doing at one plate: a calibration, or the learning of a unit weight.</summary>
internal sealed class PlateWork(string plate, string who, DateTimeOffset startedAt)
{
    /// <summary>Grams of a transmitter as counts, finer than any of them says.</summary>
    public static readonly PlateScale TransmitterScale = new(10_000, 0);

    /// <summary>The plate.</summary>
    public string Plate => plate;

    /// <summary>Who does it.</summary>
    public string Who => who;

    /// <summary>Since when.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>When something was last done, on the monotonic clock.</summary>
    public long TouchedAt { get; set; }

    /// <summary>When the last sample came, on the monotonic clock; null before the first.</summary>
    public long? HeardAt { get; set; }

    /// <summary>The last seconds.</summary>
    public SteadyWindow Window { get; } = new();

    /// <summary>The calibration, or null.</summary>
    public CalibrationSession? Calibration { get; init; }

    /// <summary>The learning, or null.</summary>
    public WeightLearning? Learning { get; init; }

    /// <summary>What counts are judged by, or null where nothing is known.</summary>
    public PlateScale? Scale { get; init; }

    /// <summary>Whether the transmitter's own grams are weighed with, because nothing else makes grams of its counts.</summary>
    public bool ByTransmitter { get; init; }

    /// <summary>Takes the next sample.</summary>
    public void Take(LoadReading reading) => Window.Take(
        !ByTransmitter ? reading
        : reading.Grams is { } grams ? reading with { Counts = (long)(grams * (decimal)TransmitterScale.CountsPerGram) }
        : reading.Errors.Count > 0 ? reading : reading with { Errors = ["no_grams"] });
}
