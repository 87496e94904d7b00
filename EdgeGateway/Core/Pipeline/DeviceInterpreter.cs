using System.Globalization;
using Cloud.Contracts;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Printing.Jobs;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Shelves.Calibration;
using EdgeGateway.Core.Shelves.Live;
using EdgeGateway.Core.Weighing;

namespace EdgeGateway.Core.Pipeline;

/// <summary>All that turns one device's signals into events. No I/O but the notes of what was captured on a scale and decided of a plate; fed every signal of the device in order.</summary>
public sealed class DeviceInterpreter
{
    /// <summary>The profile entry for a plate's name in the planogram, where it is not the device's id.</summary>
    public const string PlateProfile = "plate";

    /// <summary>The profile entry for a scale's division in the unit it shows, where it is not one of the last digit.</summary>
    public const string DivisionProfile = "division";

    /// <summary>The profile entry for the least net weight that is captured on a scale, in the unit it shows: <c>Min</c> on its plate.</summary>
    public const string MinimumProfile = "minimum";

    private readonly AvailabilityInterpreter _availability;
    private readonly SampleInterpreter _samples;
    private readonly WeighingInterpreter? _weighing;
    private readonly PlateFeed? _plate;
    private readonly CalibrationDesk? _calibration;
    private readonly string _plateName;
    private readonly ScanInterpreter _scans;
    private readonly PrinterFaults _printer = new();
    private readonly CameraFaults _camera = new();
    private readonly PrintDesk? _printing;
    private IReadOnlyList<EventDraft> _restored = [];

    /// <summary>Chooses the interpreters by the driver's kind.</summary>
    /// <param name="device">The device.</param>
    /// <param name="driver">Its driver.</param>
    /// <param name="desk">Where scans arrive; null for a store without labels and stocktakes.</param>
    /// <param name="shop">How the store sells by weight; null for a store without prices.</param>
    /// <param name="shelves">The store's smart shelves; null for a store without.</param>
    /// <param name="calibration">Where plates are calibrated; null for a store where none are.</param>
    /// <param name="printing">Where print jobs are; null for a store without printers.</param>
    /// <exception cref="ArgumentException">The profile's division or minimum is not a number above 0.</exception>
    public DeviceInterpreter(
        DeviceOptions device,
        DriverDescription driver,
        ScanDesk? desk = null,
        WeighingShop? shop = null,
        StoreShelves? shelves = null,
        CalibrationDesk? calibration = null,
        PrintDesk? printing = null)
    {
        (DeviceId, _printing) = (device.Id, printing);
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
            _plate = shelves?.Connect(device, PlateOf(device));
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
    public void Dismiss()
    {
        _weighing?.Dismiss();
        _plate?.Dismiss();
    }

    private IEnumerable<EventDraft> TakeNext(DeviceSignal signal)
    {
        switch (signal)
        {
            case AvailabilitySignal change:
                _printing?.Hear(DeviceId, change.Availability, change.Reason);
                return Present(_availability.Take(change));
            case ReadingSignal { Reading: ScanReading scan }:
                return Present(_scans.Take(scan));
            case ReadingSignal { Reading: PrinterReading printer }:
                _printing?.Hear(printer);
                return _printer.Take(printer).Select(fault =>
                    _availability.Draft(fault.IsFault ? EventTypes.DeviceFault : EventTypes.DeviceOnline, printer.Time, fault.Reason));
            case ReadingSignal { Reading: CameraReading camera }:
                return Present(_camera.Take(camera) is { } seen
                    ? _availability.Draft(seen.IsFault ? EventTypes.DeviceFault : EventTypes.DeviceOnline, camera.Time, seen.Reason) : null);
            case ReadingSignal { Reading: var reading }:
                if (reading is LoadReading load)
                {
                    // What it decides goes to the outbox by itself: a decision may be about another plate too.
                    _calibration?.Take(_plateName, load);
                    _plate?.Take(load);
                }

                return Present(_availability.Take(reading), reading is WeightReading weight ? _weighing?.Take(weight) : null, _samples.Take(reading));
            case WeighingKeySignal key when _weighing is not null:
                var weighed = _weighing.Press(key.Key, key.Time, out var outcome);
                key.Complete(outcome);
                return Present(weighed);
            case InterruptionSignal:
                _availability.Interrupt();
                _printer.Interrupt();
                _camera.Interrupt();
                _weighing?.Interrupt();
                _calibration?.Interrupt(_plateName);
                return [];
            default:
                return [];
        }
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
