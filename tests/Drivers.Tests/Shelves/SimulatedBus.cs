using Drivers.Tests.Fakes;
using Simulators.Session;
using Simulators.Shelves;

namespace Drivers.Tests.Shelves;

/// <summary>The simulator's plates on a pty, in this process: written from the Modbus specification, not from the driver.</summary>
internal sealed class SimulatedBus : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bus").FullName;
    private readonly GroundTruth _truth = new(null, TimeProvider.System);
    private readonly DeviceSession _session;
    private readonly Thread _thread;

    private readonly PlateSurface[] _plates;

    public SimulatedBus(params int[] units)
        : this(new LaumasMap(), units)
    {
    }

    public SimulatedBus(TransmitterMap map, params int[] units)
    {
        Link = Path.Combine(_folder, "bus");
        var random = new Random(1);
        _plates = [.. units.Select(unit => new PlateSurface(unit, 10_000m, random, TimeProvider.System, _truth))];
        _session = new DeviceSession(new ModbusPlates(_plates, map), null, _truth, random, TimeProvider.System, Link);
        var ready = new SignalWriter();
        _thread = new Thread(() => _session.Run(ready)) { IsBackground = true };
        _thread.Start();
        ready.Written.Wait(TestContext.Current.CancellationToken);
    }

    public string Link { get; }

    public PlateSurface Surface(int unit) => _plates.Single(plate => plate.UnitId == unit);

    public Task ScriptAsync(string line) => _session.PostAsync(line, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _session.Stop();
        _session.Stop();
        _thread.Join();
        _session.Dispose();
        _truth.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
