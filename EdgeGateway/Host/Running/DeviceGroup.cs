using Drivers;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Shelves.Calibration;
using EdgeGateway.Core.Weighing;
using EdgeGateway.Host.Setup;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>All devices of the gateway, coming and going, and the way from their readings to events. Thread-safe; one caller at a time adds and removes.</summary>
internal sealed class DeviceGroup : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<RunningDevice> _devices = [];
    private readonly CancellationTokenSource _stopPipeline = new();
    private readonly GatewayParts _parts;
    private readonly DeviceLocator _locator;
    private readonly ScanDesk _scans;
    private readonly WeighingShop _shop;
    private readonly StoreCalibration _calibration;
    private readonly StoreShelving? _shelving;
    private readonly StorePrinting _printing;
    private readonly DeviceSignals _signals = new();
    private readonly DeviceMetrics _metrics;
    private readonly ILogger<DeviceSupervisor> _logger;

    /// <summary>Starts every device; one that cannot be opened is shown on the board and tried again.</summary>
    /// <param name="parts">What it stands on.</param>
    /// <param name="ports">What is plugged in.</param>
    /// <param name="scans">Where scans arrive.</param>
    /// <param name="weighing">How the store sells by weight.</param>
    /// <param name="calibration">Where plates are calibrated.</param>
    /// <param name="printing">Where print jobs are.</param>
    /// <param name="shelving">The smart shelves; null for a store without.</param>
    public DeviceGroup(
        GatewayParts parts, PortBook ports, ScanDesk scans, StoreWeighing weighing, StoreCalibration calibration, StorePrinting printing, StoreShelving? shelving = null)
    {
        _parts = parts;
        _locator = new DeviceLocator(ports, () => Devices);
        _metrics = new DeviceMetrics(parts.Meters);
        _logger = parts.Loggers.CreateLogger<DeviceSupervisor>();
        _scans = scans;
        _shop = weighing.Shop;
        (_calibration, _shelving) = (calibration, shelving);
        calibration.Facts = plate => !IsWeighed(plate) ? null : shelving?.FactsOf(plate) ?? new PlateFacts(plate);
        _printing = printing;
        printing.Desk.Report = reading => _signals.TryWrite(new ReadingSignal(reading));
        Board = new DeviceBoard(parts.Clock, scans.Decoder);
        var interpreters = new List<DeviceInterpreter>();
        foreach (var device in parts.Options.Devices.Concat(parts.KeptDevices))
        {
            var running = Make(device);
            _devices.Add(running);
            Board.Register(device, running.Driver);
            printing.Add(device, running.Driver);
            interpreters.Add(Interpreter(running));
        }

        var pipeline = new DevicePipeline(
            _signals,
            interpreters,
            async (events, cancellationToken) =>
            {
                await parts.KeepAsync(events, cancellationToken);
                printing.Delivered(events);
                weighing.Shop.Delivered(events);
            },
            new PipelineOptions(),
            new PipelineMetrics(parts.Meters),
            parts.Clock,
            parts.Jitter,
            parts.Loggers.CreateLogger<DevicePipeline>());
        Desk = weighing.Desk(_signals.TryWrite, ExecuteAsync);
        Pipeline = pipeline.RunAsync(_stopPipeline.Token);
        _devices.ForEach(device => device.Start(_logger));
    }

    /// <summary>How every device is.</summary>
    public DeviceBoard Board { get; }

    /// <summary>Where the keys of the scales are pressed.</summary>
    public WeighingDesk Desk { get; }

    /// <summary>Ends only when stopped, or by a mistake of ours.</summary>
    public Task Pipeline { get; }

    /// <summary>Every device, those of the configuration file first.</summary>
    public IReadOnlyList<RunningDevice> Devices
    {
        get
        {
            lock (_gate)
            {
                return [.. _devices];
            }
        }
    }

    /// <summary>The device of that name, or null.</summary>
    public RunningDevice? Find(string id) => Devices.FirstOrDefault(one => one.Device.Id == id);

    /// <summary>Tells a device something.</summary>
    public ValueTask<CommandOutcome> ExecuteAsync(string id, DeviceCommand command, CancellationToken cancellationToken) =>
        Find(id)?.Supervisor.ExecuteAsync(command, cancellationToken) ?? new(CommandOutcome.Refused("there is no such device"));

    /// <summary>Adds a device and starts to read it.</summary>
    /// <exception cref="OperationCanceledException">There was no room for it before the token: the outbox refuses events, and all room is used.</exception>
    public async Task AddAsync(DeviceOptions device, CancellationToken cancellationToken)
    {
        var running = Make(device);
        await _signals.WriteAsync(new DeviceAddedSignal(Interpreter(running), _parts.Clock.GetUtcNow()), cancellationToken);
        Board.Register(device, running.Driver);
        _printing.Add(device, running.Driver);
        lock (_gate)
        {
            _devices.Add(running);
        }

        running.Start(_logger);
    }

    /// <summary>Stops a device and takes it away; headquarters is told that it is offline.</summary>
    /// <exception cref="OperationCanceledException">There was no room for that before the token; the device is stopped all the same.</exception>
    public async Task RemoveAsync(string id, string reason, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } running)
        {
            return;
        }

        await running.DisposeAsync();
        await _printing.RemoveAsync(id, cancellationToken);
        lock (_gate)
        {
            _devices.Remove(running);
        }

        Board.Remove(id);
        var now = _parts.Clock.GetUtcNow();
        await _signals.WriteAsync(new AvailabilitySignal(id, now, Availability.Offline, reason), cancellationToken);
        await _signals.WriteAsync(new DeviceRemovedSignal(id, now), cancellationToken);
    }

    /// <summary>Asks the pipeline for a sign of life; false where there is no room to ask.</summary>
    public bool TryAskPipeline(Action came) => _signals.TryWrite(new TurnSignal(came, _parts.Clock.GetUtcNow()));

    /// <summary>Wakes every device whose port has appeared, moved or become accessible.</summary>
    public void Seen(PortPicture picture)
    {
        foreach (var running in Devices)
        {
            var there = _locator.Key(running, picture);
            if (there is not null && !there.Equals(running.SeenThere))
            {
                running.Supervisor.Wake();
            }

            running.SeenThere = there;
        }
    }

    /// <summary>Closes the ports.</summary>
    public Task StopDevicesAsync() => Task.WhenAll(Devices.Select(device => device.DisposeAsync().AsTask()));

    /// <summary>Delivers what the devices said last.</summary>
    public async Task StopPipelineAsync()
    {
        await _stopPipeline.CancelAsync();
        await Pipeline;
    }

    /// <inheritdoc/>
    public void Dispose() => _stopPipeline.Dispose();

    private DeviceInterpreter Interpreter(RunningDevice running) =>
        new(running.Device, running.Driver, _scans, _shop, _shelving?.Shelves, _calibration.Desk, _printing.Desk);

    private bool IsWeighed(string plate) => Devices.Any(one => one.Driver.Kind == DeviceKind.Plate && DeviceInterpreter.PlateOf(one.Device) == plate);

    private RunningDevice Make(DeviceOptions device)
    {
        var driver = DriverCatalog.Find(device.Driver) ?? throw new InvalidOperationException($"'{device.Driver}' is not a driver.");
        if (driver.OpenCamera is { } openCamera && _parts.FramesOf(device.Id) is { } frames)
        {
            driver = driver with { OpenAsync = (located, clock, cancellationToken) => openCamera(located, frames, clock, cancellationToken) };
        }

        SeenPort? read = null;
        RunningDevice? made = null;
        var located = driver with
        {
            OpenAsync = async (_, clock, cancellationToken) =>
            {
                var (open, port) = await _locator.OpenAsync(made!, clock, cancellationToken);
                read = port;
                return open;
            },
        };
        return made = new RunningDevice(device, driver, _parts.Clock)
        {
            Supervisor = new DeviceSupervisor(
                device, located, _parts.Options.Supervisor, Board, _signals, _metrics, _parts.Clock, _parts.Jitter, _logger)
            {
                Proven = () => _locator.Remember(device, read),
            },
        };
    }
}
