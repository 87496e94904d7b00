using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>One plate at work: what is connected, what came last, what is told of it. Not thread-safe.</summary>
internal sealed class WatchedPlate(string name)
{
    /// <summary>Decimal grams of a transmitter as counts: finer than any of them, and no whole tenth of a gram is the end of a converter's range.</summary>
    public static readonly PlateLine TransmitterLine = new(10_000, 0);

    private const long SilentMs = 5000;
    private const long OfflineMs = 3000;
    private const double ShownStep = 0.15;

    private double? _shown;

    /// <summary>Its name in the planogram.</summary>
    public string Name => name;

    /// <summary>Its goods; null where the planogram does not have it.</summary>
    public LivePlate? Plan { get; set; }

    /// <summary>Where its readings come in; null where no device weighs it.</summary>
    public PlateFeed? Feed { get; set; }

    /// <summary>The device that weighs it, or null.</summary>
    public string? Device => Feed?.Device;

    /// <summary>Counts to grams.</summary>
    public PlateLine Line { get; set; } = TransmitterLine;

    /// <summary>Whether <see cref="Line"/> takes the transmitter's own grams.</summary>
    public bool ByTransmitter => Line == TransmitterLine;

    /// <summary>The calibration made on the console, or null.</summary>
    public PlateCalibrationView? Calibration { get; set; }

    /// <summary>Unit weights it was reckoned with.</summary>
    public Dictionary<string, double> Units { get; set; } = [];

    /// <summary>Pieces by SKU as the plate's events have said, null where somebody has counted since; those that nobody ever counted are not in it.</summary>
    public Dictionary<string, int?> Told { get; set; } = [];

    /// <summary>Whether its first load has settled and is kept.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Why the last hand was not seen: the member of the event that says so; null once it rests.</summary>
    public string? Unseen { get; set; } = ShelfDrafts.AtStart;

    /// <summary>When it was seen last before that, on the clock of the samples.</summary>
    public long UnseenFromMs { get; set; }

    /// <summary>What was told of its calibration.</summary>
    public CalibrationWatch Watch { get; } = new();

    /// <summary>Its load over the last two minutes.</summary>
    public PlateTrace Trace { get; } = new();

    /// <summary>What happened last, or null.</summary>
    public PlateEventView? LastEvent { get; set; }

    /// <summary>When it was looked at last.</summary>
    public long LookedMs { get; set; }

    /// <summary>The level that is on the disk, and since when.</summary>
    public (double Grams, long Ms)? KeptLevel { get; set; }

    /// <summary>When the last reading came, or null.</summary>
    public long? SeenMs { get; private set; }

    /// <summary>When the last sample that is a load came, or null.</summary>
    public long? SampledMs { get; private set; }

    /// <summary>The load in the last reading; null where it was a fault, or nobody knows how many counts make a gram.</summary>
    public double? Grams { get; private set; }

    /// <summary>The load as it is shown: it does not flicker with the noise.</summary>
    public double? ShownGrams => Grams is null ? null : _shown;

    /// <summary>The temperature in the last reading that had one.</summary>
    public decimal? Celsius { get; private set; }

    /// <summary>Whether samples come.</summary>
    public bool IsOffline(long now) => Device is null || SeenMs is not { } seen || now - seen > OfflineMs;

    /// <summary>Takes a reading in.</summary>
    /// <returns>The sample, or null where the reading is a fault, or has no grams and there is no calibration: then <see cref="LacksLine"/>.</returns>
    public LoadSample? Take(long ms, LoadReading reading)
    {
        SeenMs = ms;
        Celsius = reading.Celsius ?? Celsius;
        LacksLine = false;
        if (reading.Errors.Count > 0)
        {
            Grams = null;
            return null;
        }

        if (ByTransmitter && reading.Grams is null)
        {
            (Grams, LacksLine) = (null, true);
            return null;
        }

        var counts = ByTransmitter ? (long)decimal.Round(Math.Clamp(reading.Grams!.Value, -1e8m, 1e8m) * 10_000m) : reading.Counts;
        Show(ms, (counts - Line.ZeroCounts) / Line.CountsPerGram);
        if (SampledMs is { } last && ms - last > SilentMs && Unseen is null)
        {
            (Unseen, UnseenFromMs) = (ShelfDrafts.AfterSilence, last);
        }

        SampledMs = ms;
        return new LoadSample(ms, counts, (double?)reading.Celsius);
    }

    /// <summary>Whether the last reading has counts and nobody knows how many make a gram.</summary>
    public bool LacksLine { get; private set; }

    private void Show(long ms, double grams)
    {
        Grams = grams;
        _shown = _shown is { } shown && Math.Abs(shown - grams) < ShownStep ? shown : grams;
        Trace.Add(ms, grams);
    }
}
