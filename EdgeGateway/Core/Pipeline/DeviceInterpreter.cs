using System.Globalization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Calibration;
using EdgeGateway.Core.Weighing;

namespace EdgeGateway.Core.Pipeline;

/// <summary>All that turns one device's signals into events. No I/O but the note of what was captured on a scale; fed every signal of the device in order.</summary>
public sealed class DeviceInterpreter
{
    /// <summary>The profile entry for the least change of a plate that is told, in grams.</summary>
    public const string ThresholdProfile = "threshold_grams";

    /// <summary>The profile entry for a scale's division in the unit it shows, where it is not one of the last digit.</summary>
    public const string DivisionProfile = "division";

    /// <summary>The profile entry for the least net weight that is captured on a scale, in the unit it shows: <c>Min</c> on its plate.</summary>
    public const string MinimumProfile = "minimum";

    /// <summary>The profile entry for the plate's name in the planogram, where it is not the device's.</summary>
    public const string PlateProfile = "plate";

    private readonly AvailabilityInterpreter _availability;
    private readonly SampleInterpreter _samples;
    private readonly WeighingInterpreter? _weighing;
    private readonly PlateInterpreter? _plate;
    private readonly CalibrationDesk? _calibration;
    private readonly string _plateName;
    private readonly ScanInterpreter _scans;
    private IReadOnlyList<EventDraft> _restored = [];

    /// <summary>Chooses the interpreters by the driver's kind.</summary>
    /// <param name="device">The device.</param>
    /// <param name="driver">Its driver.</param>
    /// <param name="desk">Where scans arrive; null for a store without labels and stocktakes.</param>
    /// <param name="shop">How the store sells by weight; null for a store without prices.</param>
    /// <param name="calibration">Where plates are calibrated; null for a store where none are.</param>
    /// <exception cref="ArgumentException">The profile's threshold, division or minimum is not a number above 0.</exception>
    public DeviceInterpreter(DeviceOptions device, DriverDescription driver, ScanDesk? desk = null, WeighingShop? shop = null, CalibrationDesk? calibration = null)
    {
        DeviceId = device.Id;
        (_calibration, _plateName) = (calibration, PlateOf(device));
        _availability = new AvailabilityInterpreter(device, driver.Name);
        _samples = new SampleInterpreter(device.Id);
        _scans = new ScanInterpreter(device.Id, desk ?? ScanDesk.Plain, Hold(device));
        if (driver.Kind == DeviceKind.Scale)
        {
            _weighing = new WeighingInterpreter(device.Id, AboveZero(device, DivisionProfile), AboveZero(device, MinimumProfile), shop);
            _restored = _weighing.Restored;
        }
        else if (driver.Kind == DeviceKind.Plate)
        {
            _plate = new PlateInterpreter(device.Id, AboveZero(device, ThresholdProfile) ?? PlateInterpreter.DefaultThresholdGrams);
        }
    }

    /// <summary>The device.</summary>
    public string DeviceId { get; }

    /// <summary>The name in the planogram of the plate that a device weighs.</summary>
    public static string PlateOf(DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Profile.GetValueOrDefault(PlateProfile) ?? device.Id;
    }

    /// <summary>Takes the next signal.</summary>
    /// <returns>The events it makes, oldest first; mostly none.</returns>
    public IEnumerable<EventDraft> Take(DeviceSignal signal)
    {
        var restored = _restored;
        _restored = [];
        return restored.Count > 0 ? restored.Concat(TakeNext(signal)) : TakeNext(signal);
    }

    /// <summary>The device is no longer there.</summary>
    public void Dismiss() => _weighing?.Dismiss();

    private IEnumerable<EventDraft> TakeNext(DeviceSignal signal)
    {
        switch (signal)
        {
            case AvailabilitySignal change:
                return Present(_availability.Take(change));
            case ReadingSignal { Reading: ScanReading scan }:
                return Present(_scans.Take(scan));
            case ReadingSignal { Reading: var reading }:
                var business = reading switch
                {
                    WeightReading weight => _weighing?.Take(weight),
                    LoadReading load => TakeLoad(load),
                    _ => null,
                };
                return Present(_availability.Take(reading), business, _samples.Take(reading));
            case WeighingKeySignal key when _weighing is not null:
                var weighed = _weighing.Press(key.Key, key.Time, out var outcome);
                key.Complete(outcome);
                return Present(weighed);
            case InterruptionSignal:
                _availability.Interrupt();
                _weighing?.Interrupt();
                _plate?.Interrupt();
                _calibration?.Interrupt(_plateName);
                return [];
            default:
                return [];
        }
    }

    /// <summary>Known weights and pieces that are weighed are no shoppers; what is different after them is told as one change.</summary>
    private EventDraft? TakeLoad(LoadReading load)
    {
        _calibration?.Take(_plateName, load);
        if (_calibration?.IsCalibrating(_plateName) == true)
        {
            _plate?.Interrupt();
            return null;
        }

        return _plate?.Take(load);
    }

    private static IEnumerable<EventDraft> Present(params IEnumerable<EventDraft?> drafts) => drafts.OfType<EventDraft>();

    /// <summary>The driver holds the number to its range.</summary>
    private static TimeSpan Hold(DeviceOptions device) =>
        device.Profile.TryGetValue(RereadFilter.Profile, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? TimeSpan.FromMilliseconds(ms) : TimeSpan.Zero;

    private static decimal? AboveZero(DeviceOptions device, string name)
    {
        if (!device.Profile.TryGetValue(name, out var text))
        {
            return null;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000m && number.Scale <= 6
            ? number
            : throw new ArgumentException($"Device '{device.Id}': profile '{name}' is '{text}'; expected a number above 0 with at most 6 decimals, such as 5 or 0.005.", nameof(device));
    }
}
