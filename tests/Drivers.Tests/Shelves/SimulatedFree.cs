using Drivers.Tests.Fakes;
using Simulators.Session;

namespace Drivers.Tests.Shelves;

/// <summary>Runs a simulated device that is not on a pty, in this process; it is disposed with this.</summary>
internal sealed class SimulatedFree : IDisposable
{
    private readonly IFreeDevice _device;
    private readonly FreeSession _session;
    private readonly Thread _thread;
    private bool _isOver;

    public SimulatedFree(IFreeDevice device, IShopper? shopper = null)
    {
        _device = device;
        _session = new FreeSession(device, shopper);
        var ready = new SignalWriter();
        _thread = new Thread(() => _session.Run(ready)) { IsBackground = true };
        _thread.Start();
        ready.Written.Wait(TestContext.Current.CancellationToken);
    }

    public void Script(string line) => _session.Post(line, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        _session.Stop();
        _session.Stop();
        _thread.Join();
        _session.Dispose();
        _device.Dispose();
    }
}
