using System.Diagnostics.Metrics;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using EdgeGateway.Host.Setup;
using Microsoft.Extensions.Logging.Abstractions;
using Simulators.Ports;
using Tests.Shared;

namespace Host.Tests.Setup;

/// <summary>A gateway's devices and setup on a machine of the test's own, without network and console.</summary>
internal sealed class SetupFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Meters _meters = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, PtyPort> _lines = new(StringComparer.Ordinal);
    private readonly Outbox _outbox;
    private readonly DeviceGroup _devices;
    private readonly StorePrinting _printing;
    private readonly GatewaySetup _setup;
    private readonly PortWatch _watch;
    private readonly Task _run;

    public SetupFixture(Action<GatewayOptions>? configure = null, DetectPort? detect = null, FakeMachine? machine = null, string? dataFolder = null)
    {
        Machine = machine ?? new FakeMachine();
        DataFolder = dataFolder ?? _folder.Path;
        var options = new GatewayOptions { Store = "store-1", Gateway = "gw-1", DataFolder = DataFolder };
        options.Outbox.Path = Path.Combine(_folder.Path, "outbox.db");
        // A pause that no test waits out: a device that is back within one was woken.
        (options.Supervisor.ReopenMin, options.Supervisor.ReopenMax) = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        configure?.Invoke(options);
        var stamp = new EventStamp(options.Store, options.Gateway, TimeProvider.System);
        _outbox = Outbox.Open(options.Outbox, stamp, TimeProvider.System, NullLogger<Outbox>.Instance);
        var parts = new GatewayParts(options, stamp, _outbox, TimeProvider.System, () => 1, NullLoggerFactory.Instance, _meters)
        {
            Folders = Machine.Folders,
            Detect = detect,
            KeptDevices = KeptDevices.Load(options, Drivers.DriverCatalog.All).Devices,
        };
        var inventory = new PortInventory(Machine.Folders);
        var ports = new PortBook(inventory, PortBook.FileIn(DataFolder), parts.Clock, NullLogger.Instance);
        _printing = new StorePrinting(parts, () => null);
        _devices = new DeviceGroup(parts, ports, ScanDesk.Plain, new StoreWeighing(parts), new StoreCalibration(parts), _printing);
        _watch = new PortWatch(inventory, Machine.Folders, useNetlink: false, parts.Clock);
        _setup = new GatewaySetup(parts, ports, _watch, _devices);
        _run = _setup.RunAsync(_stop.Token);
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public FakeMachine Machine { get; }

    public string DataFolder { get; }

    public ISetup Setup => _setup;

    public DeviceBoard Board => _devices.Board;

    public IReadOnlyList<RunningDevice> Devices => _devices.Devices;

    public static DeviceOptions Continuous(string id, string port) => new()
    {
        Id = id, Driver = "toledo-continuous", Port = port, Profile = new() { ["unit"] = "kg", ["checksum"] = "none" },
    };

    /// <summary>A frame of 1.250 kg, stable and gross: METTLER TOLEDO continuous output, three decimals.</summary>
    public static byte[] Frame => [0x02, 0x2D, 0x30, 0x60, .. "001250000000\r"u8];

    /// <summary>Plugs a thing in whose line the test speaks on, and lets udev make its links.</summary>
    public PtyPort Plug(string socket, Thing thing)
    {
        var line = PtyPort.Open(Machine.Dev(Machine.Plug(socket, thing)));
        _lines[socket] = line;
        Machine.Udev();
        _watch.Poke();
        return line;
    }

    public void Unplug(string socket)
    {
        _lines.Remove(socket, out var line);
        line!.Dispose();
        Machine.Unplug(socket);
        Machine.Udev();
        _watch.Poke();
    }

    public void Poke() => _watch.Poke();

    /// <summary>The configuration file now has these devices.</summary>
    public Task<IReadOnlyList<SetupError>> ConfigureAsync(IReadOnlyList<DeviceOptions> devices) => _setup.ConfigureAsync(devices, Stop);

    /// <summary>Waits until the setup shows what is wanted.</summary>
    public async Task<T> WhenAsync<T>(Func<ISetup, T?> wanted)
        where T : class
    {
        var seen = 0L;
        while (true)
        {
            seen = await Setup.WaitForChangeAsync(seen, Stop);
            if (wanted(Setup) is { } found)
            {
                return found;
            }
        }
    }

    /// <summary>Waits until the board shows what is wanted of a device; meanwhile its line says something again and again.</summary>
    public async Task<DeviceState> WhenAsync(string id, Func<DeviceState, bool> wanted, Action? speak = null)
    {
        while (true)
        {
            speak?.Invoke();
            if (Board.Snapshot().FirstOrDefault(state => state.Id == id) is { } state && wanted(state))
            {
                return state;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await _devices.StopDevicesAsync();
        await _devices.StopPipelineAsync();
        await _outbox.DisposeAsync();
        foreach (var line in _lines.Values)
        {
            line.Dispose();
        }

        _setup.Dispose();
        _devices.Dispose();
        _printing.Dispose();
        Machine.Dispose();
        _meters.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
